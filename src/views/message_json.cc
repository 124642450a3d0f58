#include "src/views/message_json.h"

#include <google/protobuf/util/json_util.h>

namespace encours::views {

std::string message_json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) json.clear();
  return json;
}

}  // namespace encours::views
