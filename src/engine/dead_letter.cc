#include "src/engine/dead_letter.h"

namespace encours {

Append dead_letter(const TopicPartition& log, const Record& record, const Verdict& verdict) {
  Append letter;
  letter.to = {log.topic + ".dlq", log.partition};
  letter.key = record.key;
  letter.value = record.value;
  letter.headers.assign(record.headers.begin(), record.headers.end());
  const auto add = [&letter](std::string_view name, std::string value) {
    letter.headers.push_back({std::string(name), std::move(value)});
  };
  add(kDeadLetterTopicHeader, log.topic);
  add(kDeadLetterPartitionHeader, std::to_string(log.partition));
  add(kDeadLetterOffsetHeader, std::to_string(record.offset));
  add(kDeadLetterReasonHeader, std::string(reason_code(verdict.reason)));
  add(kDeadLetterMessageHeader, std::string(verdict.detail));
  return letter;
}

}  // namespace encours
