// The schema id of Confluent's registry, before a value or in a header beside it. Used by the
// payload reader.
//
//   prefix, old     0x00 | id, 4 bytes, big-endian | message index | message
//   prefix, new     0x01 | id, 16 bytes (a GUID)   | message index | message
//   header          the same without the message, in `__value_schema_id`; the value is the message
//
//   message index   zigzag varints: how many, then as many places; which message of the schema's
//                   file it is, and which inside that. [0] is written as the one byte 0x00. Before
//                   a JSON object there is none.
//
// No Event and no JSON text begins with 0x00 or 0x01, so a prefix is told for sure. The id itself
// is not looked up: the schemas are compiled in, and only the index can name another message.
#pragma once

#include <optional>
#include <string_view>
#include <tl/expected.hpp>

#include "src/ingest/reject.h"

namespace encours {

inline constexpr std::string_view kSchemaIdHeader = "__value_schema_id";

// Whether a value begins with a schema id.
bool has_schema_prefix(std::string_view value);

// The message behind the schema id. The index must name encours.v1.Event.
tl::expected<std::string_view, Failure> take_schema_prefix_off(std::string_view value);

// What is wrong with the header beside a value; nothing if it names an Event. A JSON value has no
// index there.
std::optional<Failure> check_schema_header(std::string_view header, bool value_is_json);

}  // namespace encours
