// A canonical event as one line of protobuf JSON, with the field names of the schemas. Used by
// `ingest --out`, by exports and by the preview.
//
// The text is what protobuf's own printer would say with preserved field names and nothing added
// (fields at their default are left out, int64 in quotes, enums by name), but several times faster;
// a test holds the two against each other. Reading is protobuf's own parser, see event_reader.h.
#pragma once

#include <string>

#include <google/protobuf/message.h>

namespace encours {

// Appends the message, without a line end.
void append_json(std::string& out, const google::protobuf::Message& message);

// Appends the value of one field; `place` counts the items of a list, -1 for a field that is none.
void append_json_value(std::string& out, const google::protobuf::Message& message,
                       const google::protobuf::FieldDescriptor& field, int place);

}  // namespace encours
