// Walks the dead letters of a log that match a filter, in the order of topics, partitions and
// offsets. Works on any home of the log. Used by `encours dlq`.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>

#include "src/engine/letter_reader.h"
#include "src/ports.h"

namespace encours {

// Which letters; an empty text and a negative partition mean any.
struct LetterFilter {
  std::string topic;  // that of the letters, or that of the records refused
  std::int32_t partition = -1;
  std::int64_t first_offset = 0;  // of the letters, both inclusive
  std::int64_t last_offset = std::numeric_limits<std::int64_t>::max();
  std::string reason;
};

// A letter and where it stands. False ends the walk.
using LetterSeen =
    std::function<bool(const TopicPartition& at, const Record& record, const Letter& letter)>;

// `topics`: those of dead letters.
Status for_each_letter(EventLog& log, std::span<const std::string> topics,
                       const LetterFilter& filter, const LetterSeen& seen);

}  // namespace encours
