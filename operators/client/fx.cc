#include "operators/client/fx.h"

#include <algorithm>
#include <array>

#include "operators/domain/assert.h"
#include "operators/domain/total.h"

namespace encours {
namespace {

constexpr std::int64_t kMicro = 1'000'000;
// A million reporting units for one unit: no currency is worth more, and products with it stay
// within int64.
constexpr std::int64_t kRateMicroMax = 1'000'000 * kMicro;
constexpr std::array<std::int64_t, 5> kMinorPerUnit{1, 10, 100, 1'000, 10'000};

std::int64_t minor_per_unit(Currency currency) {
  return kMinorPerUnit.at(static_cast<std::size_t>(currency.exponent()));
}

// Millionths of a reporting unit per unit; 0 when the policy has no usable rate.
std::int64_t rate_micro(const v1::Policy& policy, Currency currency) {
  if (currency == reporting_currency(policy)) {
    return kMicro;
  }
  const auto& rates = policy.fx();
  const auto rate = std::lower_bound(
      rates.begin(), rates.end(), currency.code(),
      [](const v1::FxRate& row, std::string_view code) { return row.currency() < code; });
  const bool usable = rate != rates.end() && rate->currency() == currency.code() &&
                      rate->rate_micro() > 0 && rate->rate_micro() <= kRateMicroMax;
  return usable ? rate->rate_micro() : 0;
}

std::int64_t fallback_micro(const v1::Policy& policy) {
  const std::int64_t fallback = policy.fx_fallback_micro();
  return fallback > 0 && fallback <= kRateMicroMax ? fallback : kMicro;
}

}  // namespace

void Valued::add(const Valued& other) {
  minor = std::clamp(minor + other.minor, -kTotalMinorMax, kTotalMinorMax);
  rate_missing = rate_missing || other.rate_missing;
}

Currency reporting_currency(const v1::Policy& policy) {
  const std::optional<Currency> currency = Currency::from_code(policy.reporting_currency());
  return currency.has_value() ? *currency : *Currency::from_code("EUR");
}

bool has_rate(const v1::Policy& policy, Currency currency) {
  return rate_micro(policy, currency) != 0;
}

Valued value_in(const v1::Policy& policy, Currency from, std::int64_t minor, Currency into) {
  if (minor == 0 || from == into) {
    return {minor, false};
  }
  const std::int64_t rate_from = rate_micro(policy, from);
  const std::int64_t rate_into = rate_micro(policy, into);
  const std::int64_t numerator =
      (rate_from != 0 ? rate_from : fallback_micro(policy)) * minor_per_unit(into);
  const std::int64_t denominator =
      (rate_into != 0 ? rate_into : fallback_micro(policy)) * minor_per_unit(from);
  const std::int64_t beyond = minor > 0 ? kTotalMinorMax : -kTotalMinorMax;
  const std::int64_t value =
      multiply_divide_half_up(minor, numerator, denominator).value_or(beyond);
  return {std::clamp(value, -kTotalMinorMax, kTotalMinorMax), rate_from == 0 || rate_into == 0};
}

Valued value_reported(const v1::Policy& policy, Currency from, std::int64_t minor) {
  return value_in(policy, from, minor, reporting_currency(policy));
}

}  // namespace encours
