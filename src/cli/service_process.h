// What every service of this binary does alike: it goes on until a signal, and logs to the standard
// error.
#pragma once

#include <atomic>

namespace encours::cli {

// The first SIGTERM or SIGINT asks for a clean end, the second ends at once: what was not committed
// is done again. Returns what the first one sets.
const std::atomic<bool>& listen_to_signals();

// From now on, a line each with time and level.
void log_to_standard_error();

}  // namespace encours::cli
