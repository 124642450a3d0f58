// Records of an outbox table, as Debezium's outbox event router sends them. Used by the feed codec.
//
//   key      the aggregate's id: of no use here, the event names its client
//   header   id: the UUID of the row, meant for telling repeats; becomes event_id
//   value    the column `payload`: bytes of protobuf, or JSON; with Connect's JsonConverter and
//            schemas on, inside {"schema": ..., "payload": ...}, where bytes are base64 and text
//            may be JSON itself
//   null     a row was deleted: nothing happened
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "src/ingest/reject.h"
#include "src/ports.h"

namespace encours {

inline constexpr std::string_view kOutboxIdHeader = "id";

// The id of the row.
tl::expected<std::string, Failure> outbox_id(std::span<const HeaderView> headers);

// Whether a JSON text may be Connect's envelope: a quick look, never a wrong no.
bool may_be_connect_envelope(std::string_view value);

// The payload inside Connect's envelope, or inside one JSON string; any other value is its own
// payload. Nothing inside the envelope is null, as a record without a value is.
tl::expected<std::optional<std::string>, Failure> connect_payload(std::string_view value);

}  // namespace encours
