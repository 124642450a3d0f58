#include "src/views/record_json.h"

#include <memory>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "encours/v1/event.pb.h"
#include "encours/v1/outputs.pb.h"
#include "schemas/topics.h"
#include "src/views/json.h"
#include "src/views/message_json.h"

namespace encours::views {
namespace {

constexpr std::string_view kDeadLetterSuffix = ".dlq";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string base64(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = (group << 8U) | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      out.push_back(i + j <= bytes.size() ? kBase64[(group >> (18 - 6 * j)) & 63U] : '=');
    }
  }
  return out;
}

// The message that a topic's values are, none if this binary does not know it.
const google::protobuf::Message* prototype_of(const std::string& topic) {
  const bool dead_letter = topic.ends_with(kDeadLetterSuffix);
  const Topic* known = find_topic(topic);
  if (known == nullptr) return nullptr;
  // A dead letter carries the bytes of what was refused, which should have been an event.
  const std::string name =
      "encours.v1." + (dead_letter ? std::string("Event") : std::string(known->message));
  const auto* type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(name);
  if (type == nullptr) return nullptr;
  return google::protobuf::MessageFactory::generated_factory()->GetPrototype(type);
}

std::string headers_json(const Record& record) {
  JsonObject headers;
  for (const auto& header : record.headers)
    headers.text(header.name, header.value);
  return headers.take();
}

}  // namespace

std::string record_json(const TopicPartition& from, const Record& record) {
  JsonObject object;
  object.text("topic", from.topic);
  object.number("partition", from.partition);
  object.number("offset", record.offset);
  object.text("key", record.key);
  if (!record.headers.empty()) object.raw("headers", headers_json(record));
  if (const auto json = value_json(from.topic, record.value)) {
    object.raw("value", *json);
  } else {
    object.text("value_base64", base64(record.value));
  }
  return object.take();
}

std::optional<std::string> value_json(const std::string& topic, std::string_view value) {
  const google::protobuf::Message* prototype = prototype_of(topic);
  if (prototype == nullptr) return std::nullopt;
  const std::unique_ptr<google::protobuf::Message> message(prototype->New());
  if (!message->ParseFromArray(value.data(), static_cast<int>(value.size()))) return std::nullopt;
  std::string json = message_json(*message);
  if (json.empty()) return std::nullopt;
  return json;
}

}  // namespace encours::views
