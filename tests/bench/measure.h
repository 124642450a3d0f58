// Processor time, memory and heap calls of a stretch of work. Figures of one run on one machine are
// compared with each other only, as ratios.
#pragma once

#include <chrono>
#include <cstdint>

namespace encours::bench {

struct Spent {
  double wall_s = 0;
  double thread_s = 0;   // processor time of the calling thread
  double process_s = 0;  // of all threads
  std::uint64_t allocations = 0;
};

// Starts when made.
class Stopwatch {
 public:
  Stopwatch();
  Spent spent() const;

 private:
  std::chrono::steady_clock::time_point wall_;
  double thread_s_;
  double process_s_;
  std::uint64_t allocations_;
};

// Resident memory of the process, bytes.
std::uint64_t resident_bytes();

}  // namespace encours::bench
