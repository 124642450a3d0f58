// A message as JSON on one line, with the field names of the .proto files. Used by the views for
// programs.
#pragma once

#include <string>

#include <google/protobuf/message.h>

namespace encours::views {

// Without a line end; empty when the message cannot be written as JSON (text that is no UTF-8).
std::string message_json(const google::protobuf::Message& message);

}  // namespace encours::views
