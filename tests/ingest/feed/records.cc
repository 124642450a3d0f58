#include "tests/ingest/feed/records.h"

#include <gtest/gtest.h>

namespace encours::testing {

std::string bytes_of(std::string_view hexadecimal) {
  std::string bytes;
  std::string digits;
  for (const char letter : hexadecimal) {
    if (letter == ' ') continue;
    digits += letter;
    if (digits.size() < 2) continue;
    bytes += static_cast<char>(std::stoi(digits, nullptr, 16));
    digits.clear();
  }
  EXPECT_EQ(digits, "");
  return bytes;
}

std::string answer(const FeedCodec& codec, const MadeRecord& made) {
  std::vector<HeaderView> headers;
  for (const Header& header : made.headers)
    headers.push_back({header.name, header.value});
  FeedRecord record{{made.topic, 3}, 17, "key", std::nullopt, headers, made.timestamp_ms};
  if (made.value) record.value = *made.value;
  std::vector<v1::Event> events;
  const FeedAnswer said = codec.decode(record, events);
  if (said.outcome == FeedAnswer::Outcome::kRefused) {
    EXPECT_TRUE(events.empty()) << "a refused record gives nothing";
    const std::string column = said.failure.column.empty() ? "" : said.failure.column + ": ";
    return std::string(reject_reason_name(said.failure.reason)) + ": " + column +
           said.failure.detail;
  }
  std::string text = std::string(said.form) + (said.schema_id ? " with schema id" : "") +
                     (said.derived_id ? " without id" : "") + " | ";
  if (said.outcome == FeedAnswer::Outcome::kNothing) {
    EXPECT_TRUE(events.empty());
    return text + "nothing";
  }
  for (const v1::Event& event : events) {
    append_json(text, event);
  }
  return text;
}

std::string answer(const FeedSettings& settings, const MadeRecord& record) {
  const auto codec = FeedCodec::open(settings);
  return codec ? answer(*codec, record) : codec.error();
}

std::string answer(FeedFormat format, const MadeRecord& record) {
  FeedSettings settings;
  settings.codec = format;
  return answer(settings, record);
}

v1::Event small_event() {
  v1::Event event;
  event.set_event_id("e1");
  event.set_client_id("C1");
  event.mutable_client()->set_folded_name("acme");
  return event;
}

std::string small_protobuf() {
  return small_event().SerializeAsString();
}

std::string small_json() {
  std::string text;
  append_json(text, small_event());
  return text;
}

}  // namespace encours::testing
