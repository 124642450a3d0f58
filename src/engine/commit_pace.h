// How long a transaction stays open: short while little comes, so that what is said is seen soon;
// longer under load, when each commit costs more than waiting does. Used by Worker.
#pragma once

#include <algorithm>
#include <chrono>

namespace encours {

class CommitPace {
 public:
  using Time = std::chrono::milliseconds;

  // 0 < shortest <= longest.
  CommitPace(Time shortest, Time longest)
      : shortest_(shortest), longest_(std::max(shortest, longest)), interval_(shortest) {}

  // After this long a transaction with events in it ends.
  Time interval() const { return interval_; }

  // A poll brought all that it may bring: more waits.
  void fell_behind() { interval_ = std::min(longest_, interval_ * 3 / 2 + Time(1)); }
  // A poll brought nothing.
  void caught_up() { interval_ = std::max(shortest_, interval_ / 2); }

 private:
  Time shortest_;
  Time longest_;
  Time interval_;
};

}  // namespace encours
