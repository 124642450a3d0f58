#include "src/engine/dead_letter.h"

namespace encours {
namespace {

constexpr std::string_view kClass = "encours.v1.Rejected";
// Of Connect's stages: a sink that takes no record, and a value that cannot be read.
constexpr std::string_view kRefusedByFold = "TASK_PUT";
constexpr std::string_view kCannotBeRead = "VALUE_CONVERTER";

// Cut between two letters: a byte that goes on with one begins with the bits 10.
std::string_view cut(std::string_view message) {
  if (message.size() <= kDeadLetterMessageBytesMax) return message;
  std::size_t size = kDeadLetterMessageBytesMax;
  while (size > 0 && (static_cast<unsigned char>(message[size]) & 0xc0U) == 0x80U)
    --size;
  return message.substr(0, size);
}

std::string null_parts(const Refused& refused) {
  std::string parts = refused.key ? "" : "key";
  if (!refused.value) parts += parts.empty() ? "value" : ",value";
  return parts;
}

}  // namespace

Append dead_letter(const TopicPartition& to, const Refused& refused) {
  Append letter;
  letter.to = to;
  letter.key = refused.key.value_or("");
  letter.value = refused.value.value_or("");
  letter.headers.assign(refused.headers.begin(), refused.headers.end());
  const auto add = [&letter](std::string_view name, std::string_view value) {
    letter.headers.push_back({std::string(name), std::string(value)});
  };
  add(kDeadLetterTopicHeader, refused.from.topic);
  add(kDeadLetterPartitionHeader, std::to_string(refused.from.partition));
  add(kDeadLetterOffsetHeader, std::to_string(refused.offset));
  if (!refused.feed.empty()) add(kDeadLetterFeedHeader, refused.feed);
  add(kDeadLetterStageHeader, refused.feed.empty() ? kRefusedByFold : kCannotBeRead);
  add(kDeadLetterClassHeader, kClass);
  add(kDeadLetterMessageHeader, cut(refused.message));
  add(kDeadLetterReasonHeader, refused.reason);
  if (refused.timestamp_ms) {
    add(kDeadLetterTimestampHeader, std::to_string(*refused.timestamp_ms));
  }
  if (const std::string parts = null_parts(refused); !parts.empty()) {
    add(kDeadLetterNullHeader, parts);
  }
  return letter;
}

Append dead_letter(const TopicPartition& log, const Record& record, const Verdict& verdict) {
  Refused refused;
  refused.from = log;
  refused.offset = record.offset;
  refused.key = record.key;
  refused.value = record.value;
  refused.headers = record.headers;
  refused.reason = reason_code(verdict.reason);
  refused.message = verdict.detail;
  return dead_letter({log.topic + std::string(kDeadLetterSuffix), log.partition}, refused);
}

}  // namespace encours
