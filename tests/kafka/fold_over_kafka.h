// A log that was folded elsewhere, folded again in a real Kafka: its records are copied to the same
// offsets of as many partitions and folded by two workers of one group, each with rows of its own.
// The fold is a function of the log, so what they say must be what was said there, byte for byte,
// ids included. Used by the stories and by the data sets.
#pragma once

#include <cstdint>
#include <string>

#include "src/ports.h"

namespace encours::kafka {

struct FoldedOverKafka {
  std::uint64_t copied = 0;  // records of the log
  std::uint64_t said = 0;    // records of the output topics, equal in both
  std::string difference;    // the first one, or empty
  std::string facts_hash;    // of all rows of both workers together
};

// `prefix` is put before every topic's name and begins the group's; the topics are made. Throws
// std::runtime_error when Kafka fails.
FoldedOverKafka fold_over_kafka(EventLog& source, std::int32_t partitions,
                                const std::string& bootstrap, const std::string& prefix);

}  // namespace encours::kafka
