// Time, for everything outside the fold: when to commit, when to flush, which day it is. Tests move
// it by hand.
#pragma once

#include <chrono>
#include <cstdint>

namespace encours {

class Clock {
 public:
  virtual ~Clock() = default;
  // Never goes backwards; for intervals.
  virtual std::chrono::steady_clock::time_point steady() const = 0;
  // Microseconds since the epoch; for stamps.
  virtual std::int64_t now_us() const = 0;
};

// The machine's clocks.
class SystemClock final : public Clock {
 public:
  std::chrono::steady_clock::time_point steady() const override {
    return std::chrono::steady_clock::now();
  }
  std::int64_t now_us() const override {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
};

}  // namespace encours
