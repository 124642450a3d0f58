// Everything that was said, as NDJSON: every record of the output topics in the order of log,
// partition, offset of the input that caused it, and operator (as schemas/topics.h has their
// topics). Used by `replay --outputs`.
//
// Depends on the logs alone: the same logs give the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "src/cli/command.h"
#include "src/ports.h"

namespace encours::cli {

// The topics that shards of the client log speak on, its dead letters among them, in their fixed
// order.
std::vector<std::string> output_topics();

// How many records were written.
tl::expected<std::uint64_t, Failure> export_outputs(EventLog& log, const std::string& path);

}  // namespace encours::cli
