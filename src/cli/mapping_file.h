// Mappings and the files they read, as named on the command line. Used by the commands that ingest.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "src/cli/command.h"
#include "src/ingest/mapping/mapping.h"

namespace encours::cli {

// Whether all can be opened; "-" always can.
tl::expected<void, Failure> check_readable(const std::vector<std::string>& files);

// The mapping of a file, or all its mistakes.
tl::expected<Mapping, Failure> load_mapping(const std::string& file);

}  // namespace encours::cli
