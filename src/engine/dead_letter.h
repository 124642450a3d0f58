// Dead letters: what was refused, byte for byte, with where it stood and why in headers. Written in
// the same transaction as everything else, so nothing is lost and nothing twice.
#pragma once

#include <string_view>

#include "operators/verdict.h"
#include "src/ports.h"

namespace encours {

// Kafka Connect's headers, which the usual tools show, and our closed reason code.
inline constexpr std::string_view kDeadLetterTopicHeader = "__connect.errors.topic";
inline constexpr std::string_view kDeadLetterPartitionHeader = "__connect.errors.partition";
inline constexpr std::string_view kDeadLetterOffsetHeader = "__connect.errors.offset";
inline constexpr std::string_view kDeadLetterMessageHeader = "__connect.errors.exception.message";
inline constexpr std::string_view kDeadLetterReasonHeader = "encours-dlq-reason";

Append dead_letter(const TopicPartition& log, const Record& record, const Verdict& verdict);

}  // namespace encours
