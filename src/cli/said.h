// What was said and refused between two moments, counted from the output topics. Used for
// summaries.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tl/expected.hpp>

#include "src/cli/command.h"
#include "src/ports.h"

namespace encours::cli {

// Where every partition of the output topics ends.
using Ends = std::map<TopicPartition, std::int64_t>;

tl::expected<Ends, Failure> output_ends(EventLog& log);

struct Said {
  std::map<std::string, std::uint64_t> records;  // by topic
  std::map<std::string, std::uint64_t> refused;  // by reason
};

// What stands beyond `since`.
tl::expected<Said, Failure> said_since(EventLog& log, const Ends& since);

}  // namespace encours::cli
