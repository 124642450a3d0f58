// What an amount of one currency is worth in another, by the rates of the policy. Used wherever
// figures of several currencies meet: limits, rules, findings.
//
// A currency without a rate is valued with the policy's fallback and said to be missing; never at
// 0.
#pragma once

#include <cstdint>

#include "encours/v1/policy.pb.h"
#include "operators/domain/money.h"

namespace encours {

struct Valued {
  std::int64_t minor =
      0;  // minor units of the currency asked for; beyond kTotalMinorMax it stays there
  bool rate_missing = false;  // the fallback was used

  // Adds another value in the same currency.
  void add(const Valued& other);
};

// The currency of minimum amounts and portfolio figures; EUR before the first policy.
Currency reporting_currency(const v1::Policy& policy);

// Whether the policy knows what the currency is worth.
bool has_rate(const v1::Policy& policy, Currency currency);

// `minor` of `from` in `into`, rounded half away from zero. Zero, and an amount already in `into`,
// need no rate.
Valued value_in(const v1::Policy& policy, Currency from, std::int64_t minor, Currency into);

// The same in the reporting currency.
Valued value_reported(const v1::Policy& policy, Currency from, std::int64_t minor);

}  // namespace encours
