// Days and instants as they are typed on the command line. Used by the commands that take one.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>

#include "operators/domain/day.h"
#include "src/cli/command.h"

namespace encours::cli {

// 2012-09-26; `option` is for the message.
tl::expected<Day, Failure> parse_day_option(const std::string& text, const std::string& option);

// 2012-09-26T18:00:00Z, or with another offset from UTC; microseconds since the epoch.
tl::expected<std::int64_t, Failure> parse_instant_option(const std::string& text,
                                                         const std::string& option);

}  // namespace encours::cli
