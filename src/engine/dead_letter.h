// Dead letters: what was refused, byte for byte, with where it stood and why in headers. Written in
// the same transaction as everything else, so nothing is lost and nothing twice. The same refusal
// always gives the same bytes: there is no clock in them. Used by the engine and by the feeds, and
// read by whoever looks at letters or sends them again.
//
// The record's own headers come first, as they were; then, in this order,
//
//   __connect.errors.topic, .partition, .offset     where it stood
//   __connect.errors.connector.name                 the feed, of letters of feeds
//   __connect.errors.stage                          TASK_PUT: refused by the fold; VALUE_CONVERTER:
//                                                   what it said could not be read
//   __connect.errors.exception.class.name, .message what was wrong, for people
//   encours-dlq-reason                              the closed code, for programs
//   encours-dlq-timestamp                           the record's own time, ms; if it had one
//   encours-dlq-null                                "key", "value" or both, if they were null
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "operators/verdict.h"
#include "src/ports.h"

namespace encours {

// Kafka Connect's headers, which the usual tools show, and ours.
inline constexpr std::string_view kDeadLetterTopicHeader = "__connect.errors.topic";
inline constexpr std::string_view kDeadLetterPartitionHeader = "__connect.errors.partition";
inline constexpr std::string_view kDeadLetterOffsetHeader = "__connect.errors.offset";
inline constexpr std::string_view kDeadLetterFeedHeader = "__connect.errors.connector.name";
inline constexpr std::string_view kDeadLetterStageHeader = "__connect.errors.stage";
inline constexpr std::string_view kDeadLetterClassHeader = "__connect.errors.exception.class.name";
inline constexpr std::string_view kDeadLetterMessageHeader = "__connect.errors.exception.message";
inline constexpr std::string_view kDeadLetterReasonHeader = "encours-dlq-reason";
inline constexpr std::string_view kDeadLetterTimestampHeader = "encours-dlq-timestamp";
inline constexpr std::string_view kDeadLetterNullHeader = "encours-dlq-null";

// The topic of the letters of a topic ends so, unless somebody chose another name.
inline constexpr std::string_view kDeadLetterSuffix = ".dlq";

// A message for people is cut here.
inline constexpr std::size_t kDeadLetterMessageBytesMax = 1'000;

// What was refused, and why.
struct Refused {
  TopicPartition from;
  std::int64_t offset = 0;
  std::optional<std::string_view> key;    // nothing: null
  std::optional<std::string_view> value;  // the same
  std::span<const HeaderView> headers;
  std::optional<std::int64_t> timestamp_ms;
  std::string_view feed;  // empty: it stood in a log
  std::string_view reason;
  std::string_view message;
};

Append dead_letter(const TopicPartition& to, const Refused& refused);

// Of a record of a log, to the letters of that log.
Append dead_letter(const TopicPartition& log, const Record& record, const Verdict& verdict);

}  // namespace encours
