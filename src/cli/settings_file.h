// The settings of the service as the commands load them.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "src/cli/command.h"
#include "src/config/settings.h"

namespace encours::cli {

// Of a file with the environment over it; of the environment alone when `file` is empty.
tl::expected<Settings, Failure> settings_of(const std::string& file);

}  // namespace encours::cli
