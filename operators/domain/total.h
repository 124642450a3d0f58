// Sums of many amounts: the totals of an account. Bounded below int64, so that a reader may add up
// any eight of them without a check; the operator that keeps a total refuses what would lead beyond
// (AMOUNT_OVERFLOW).
#pragma once

#include <cstdint>

namespace encours {

// Minor units: a thousand documents of the greatest amount there is.
inline constexpr std::int64_t kTotalMinorMax = 1'000'000'000'000'000'000;
static_assert(kTotalMinorMax <= INT64_MAX / 8, "eight totals add up");

inline bool is_total(std::int64_t minor) {
  return minor >= -kTotalMinorMax && minor <= kTotalMinorMax;
}

// total += delta, both of them within the bound or nearly; false and unchanged when the sum lies
// beyond it.
[[nodiscard]] inline bool add_to_total(std::int64_t& total, std::int64_t delta) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(total, delta, &sum) || !is_total(sum)) {
    return false;
  }
  total = sum;
  return true;
}

}  // namespace encours
