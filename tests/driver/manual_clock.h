// A clock that stands still until a test moves it. Used wherever a worker runs in a test.
#pragma once

#include "src/engine/clock.h"

namespace encours {

class ManualClock final : public Clock {
 public:
  std::chrono::steady_clock::time_point steady() const override { return now_; }
  std::int64_t now_us() const override {
    return std::chrono::duration_cast<std::chrono::microseconds>(now_.time_since_epoch()).count();
  }

  void advance(std::chrono::steady_clock::duration by) { now_ += by; }

 private:
  std::chrono::steady_clock::time_point now_;
};

}  // namespace encours
