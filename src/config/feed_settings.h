// A feed of the service: a topic of any shape that ingest turns into events of the logs. Read from
// `feeds:` of encours.yaml; used by src/ingest/feed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace encours {

// What the records of a feed are. A declared one is held to it; kAuto is told by the bytes of each
// record, and never by guessing: see src/ingest/feed/README.md.
enum class FeedFormat : std::uint8_t {
  kAuto,
  kProtobuf,     // an Event, plain or with a schema id of Confluent's registry before it
  kJson,         // an Event in protobuf JSON
  kCloudEvents,  // an Event in a CloudEvent, structured or with its attributes in headers
  kDebezium,     // an Event from an outbox table, its id in the header `id`
  kCsv,          // rows, by a mapping
  kJsonl,        // JSON objects, by a mapping
};

// As they are written, in the order of the enum.
inline constexpr std::array<std::string_view, 7> kFeedFormatNames{
    "auto", "protobuf", "json", "cloudevents", "debezium", "csv", "jsonl"};

constexpr std::string_view feed_format_name(FeedFormat format) {
  return kFeedFormatNames.at(static_cast<std::size_t>(format));
}
// Whether a mapping says what the records mean.
constexpr bool needs_mapping(FeedFormat format) {
  return format == FeedFormat::kCsv || format == FeedFormat::kJsonl;
}

struct FeedSettings {
  std::string name;   // stands in the events, in figures and in dead letters
  std::string topic;  // where its records come from
  FeedFormat codec = FeedFormat::kAuto;
  std::string mapping;       // a file; only with csv and jsonl
  std::string dead_letters;  // the topic of what was refused; "<topic>.dlq" unless told
};

}  // namespace encours
