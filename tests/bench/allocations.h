// Counts what the process asks of the heap. The counting operator new stands in allocations.cc and
// is part of the benchmark binary alone.
#pragma once

#include <cstdint>

namespace encours::bench {

// Calls of operator new by this thread so far.
std::uint64_t allocations_of_this_thread();

}  // namespace encours::bench
