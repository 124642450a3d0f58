#include "src/engine/letter_reader.h"

#include <algorithm>
#include <charconv>

#include "src/engine/dead_letter.h"

namespace encours {
namespace {

constexpr std::string_view kConnectPrefix = "__connect.errors.";
constexpr std::string_view kOurPrefix = "encours-dlq-";
constexpr std::string_view kSpringPrefix = "kafka_dlt-";
constexpr std::string_view kSpringTopic = "kafka_dlt-original-topic";

// The last value of a header, so that a letter of a letter says its own place.
std::string_view last_of(std::span<const HeaderView> headers, std::string_view name) {
  std::string_view value;
  for (const HeaderView& header : headers) {
    if (header.name == name) value = header.value;
  }
  return value;
}

template <class Number>
Number number_of(std::string_view text, Number otherwise) {
  Number number = otherwise;
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc{} && stop == text.data() + text.size() ? number : otherwise;
}

// A number of Java's, big-endian; -1 if it is not of that many bytes.
std::int64_t big_endian(std::string_view bytes, std::size_t size) {
  if (bytes.size() != size) return -1;
  std::uint64_t number = 0;
  for (const char byte : bytes)
    number = number << 8U | static_cast<unsigned char>(byte);
  return static_cast<std::int64_t>(number);
}

void read_connect(std::span<const HeaderView> headers, Letter& letter) {
  letter.from.topic = last_of(headers, kDeadLetterTopicHeader);
  letter.from.partition = number_of<std::int32_t>(last_of(headers, kDeadLetterPartitionHeader), -1);
  letter.offset = number_of<std::int64_t>(last_of(headers, kDeadLetterOffsetHeader), -1);
  letter.feed = last_of(headers, kDeadLetterFeedHeader);
  letter.reason = last_of(headers, kDeadLetterReasonHeader);
  if (letter.reason.empty()) letter.reason = last_of(headers, kDeadLetterClassHeader);
  letter.message = last_of(headers, kDeadLetterMessageHeader);
  const std::string_view timestamp = last_of(headers, kDeadLetterTimestampHeader);
  if (!timestamp.empty()) letter.timestamp_ms = number_of<std::int64_t>(timestamp, -1);
  const std::string_view nulls = last_of(headers, kDeadLetterNullHeader);
  letter.null_key = nulls.find("key") != std::string_view::npos;
  letter.null_value = nulls.find("value") != std::string_view::npos;
}

void read_spring(std::span<const HeaderView> headers, Letter& letter) {
  constexpr std::size_t kIntBytes = 4;
  constexpr std::size_t kLongBytes = 8;
  letter.from.topic = last_of(headers, kSpringTopic);
  letter.from.partition = static_cast<std::int32_t>(
      big_endian(last_of(headers, "kafka_dlt-original-partition"), kIntBytes));
  letter.offset = big_endian(last_of(headers, "kafka_dlt-original-offset"), kLongBytes);
  letter.reason = last_of(headers, "kafka_dlt-exception-fqcn");
  letter.message = last_of(headers, "kafka_dlt-exception-message");
  const std::int64_t at = big_endian(last_of(headers, "kafka_dlt-original-timestamp"), kLongBytes);
  if (at >= 0) letter.timestamp_ms = at;
}

}  // namespace

Letter read_letter(const Record& record) {
  Letter letter;
  const std::span<const HeaderView> headers = record.headers;
  const auto is_topic = [](const HeaderView& header) {
    return header.name == kDeadLetterTopicHeader;
  };
  // What was added for the letter begins with the last header that names a topic; what stands
  // before it came with the record, even if it looks alike.
  const auto last = std::find_if(headers.rbegin(), headers.rend(), is_topic);
  const auto own = static_cast<std::size_t>(headers.rend() - last);
  if (own > 0) {
    const auto added = headers.subspan(own - 1);
    read_connect(added, letter);
    letter.headers.assign(headers.begin(), added.begin());
    std::ranges::copy_if(added, std::back_inserter(letter.headers), [](const HeaderView& header) {
      return !header.name.starts_with(kConnectPrefix) && !header.name.starts_with(kOurPrefix);
    });
    return letter;
  }
  read_spring(headers, letter);
  std::ranges::copy_if(headers, std::back_inserter(letter.headers), [](const HeaderView& header) {
    return !header.name.starts_with(kSpringPrefix);
  });
  return letter;
}

Append original_of(const Letter& letter, const Record& record) {
  Append original;
  original.to = letter.from;
  original.key = record.key;
  original.value = record.value;
  original.headers.assign(letter.headers.begin(), letter.headers.end());
  return original;
}

}  // namespace encours
