// The payload of a record, taken out of whatever was around it: one canonical event in protobuf or
// in protobuf JSON, with or without a schema id. Used by all codecs but those of rows.
//
// Which it is, is told by its first bytes, and they decide without doubt:
//
//   0x00, 0x01             a schema id (framing.h); then as below
//   '{', or blanks, a BOM  JSON. (A line feed is none of the blanks: 0x0a begins an event_id.)
//   the tag of a field     protobuf
//   of Event
//   anything else          nothing that we know
//
// What is read is read strictly: a field that the schemas do not have refuses the payload, in
// protobuf as in JSON, because what it said would otherwise be lost in silence.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "encours/v1/event.pb.h"
#include "src/ingest/reject.h"
#include "src/ports.h"

namespace encours {

enum class PayloadShape : std::uint8_t { kUnknown, kProtobuf, kJson };

// By the first bytes of a payload without a schema id.
PayloadShape shape_of(std::string_view payload);

// Each gives what is wrong, or nothing and fills the event.
std::optional<Failure> decode_protobuf(std::string_view bytes, v1::Event& event);
std::optional<Failure> decode_json(std::string_view text, v1::Event& event);

// What a payload was, for whoever looks on.
struct PayloadForm {
  PayloadShape shape = PayloadShape::kUnknown;
  bool schema_id = false;
};

// A payload with the record's headers, where a schema id may stand. `expected`: the shape that
// somebody declared; kUnknown: whatever its bytes are. `form` is filled as far as it is known.
std::optional<Failure> decode_payload(std::string_view payload, std::span<const HeaderView> headers,
                                      PayloadShape expected, v1::Event& event, PayloadForm& form);

}  // namespace encours
