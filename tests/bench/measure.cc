#include "tests/bench/measure.h"

#include <fstream>

#include <time.h>
#include <unistd.h>

#include "tests/bench/allocations.h"

namespace encours::bench {
namespace {

double seconds_of(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

}  // namespace

Stopwatch::Stopwatch()
    : wall_(std::chrono::steady_clock::now()),
      thread_s_(seconds_of(CLOCK_THREAD_CPUTIME_ID)),
      process_s_(seconds_of(CLOCK_PROCESS_CPUTIME_ID)),
      allocations_(allocations_of_this_thread()) {}

Spent Stopwatch::spent() const {
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - wall_;
  return {wall.count(), seconds_of(CLOCK_THREAD_CPUTIME_ID) - thread_s_,
          seconds_of(CLOCK_PROCESS_CPUTIME_ID) - process_s_,
          allocations_of_this_thread() - allocations_};
}

std::uint64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  statm >> total >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace encours::bench
