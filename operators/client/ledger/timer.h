// The names of what counts from a day.
#pragma once

#include <compare>
#include <cstdint>

#include "operators/domain/day.h"

namespace encours::ledger {

// Their numbers stand in rows: never used again for something else.
enum class Timer : std::int32_t {
  kDispute = 1,   // from the day it was opened: once it has run out its amount counts as clean
  kReturned = 2,  // from the day a payment came back: so long it is held against the client
  kFinalOn = 3,   // until the day on which the source says a payment is final
  kCard = 4,      // the rest from maturity or posting, until the policy calls it final
  kCheque = 5,
  kDebitCore = 6,
  kDebitB2b = 7,
  kBill = 8,
};

// A timer that began on a day; for kFinalOn, that ends on it.
struct TimedDay {
  Timer timer = Timer::kDispute;
  Day from = kNoDay;

  friend auto operator<=>(const TimedDay&, const TimedDay&) = default;
};

}  // namespace encours::ledger
