// What log_appender writes and log_kill_test expects to find.
#pragma once

#include <string>

#include "src/local/local_log.h"

namespace encours {

inline const TopicPartition kAppendedShard{"events", 0};
inline const std::string kAppendingWorker = "worker";

inline LocalLogOptions appended_options() {
  LocalLogOptions options;
  options.topics = {{"events", 1}, {"said", 1}, {"credit.positions", 1}};
  // Small, so that kills fall into flushes and compactions too.
  BudgetLimits limits;
  limits.write_buffers_bytes = kMebibyte / 4;
  options.budget = std::make_shared<Budget>(limits);
  return options;
}

// The value names the writer and the number; the rest makes records of many sizes.
inline Append appended_record(const std::string& writer, std::int64_t number) {
  const auto size = static_cast<std::size_t>(number % 17 * 100);
  return {{"said", 0}, writer, std::to_string(number) + " " + std::string(size, 'x'), {}};
}

inline Append appended_position(std::int64_t next_offset) {
  return {{"credit.positions", 0}, "events/0", std::to_string(next_offset), {}};
}

}  // namespace encours
