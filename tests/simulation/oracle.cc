#include "tests/simulation/oracle.h"

#include "tests/simulation/oracle_parts.h"

namespace encours::simulation {
namespace {

// Digits of the currencies that the simulation uses.
int digits_of(const std::string& currency) {
  if (currency == "JPY") {
    return 0;
  }
  return currency == "TND" ? 3 : 2;
}

std::int64_t ten_to(int power) {
  return power == 0 ? 1 : 10 * ten_to(power - 1);
}

std::int64_t rate_of(const v1::Policy& policy, const std::string& currency) {
  if (currency == policy.reporting_currency()) {
    return 1'000'000;
  }
  for (const v1::FxRate& rate : policy.fx()) {
    if (rate.currency() == currency) {
      return rate.rate_micro();
    }
  }
  return policy.fx_fallback_micro() > 0 ? policy.fx_fallback_micro() : 1'000'000;
}

}  // namespace

std::int64_t minor_of(const v1::Money& money) {
  const int digits = digits_of(money.currency());
  return money.units() * ten_to(digits) + money.nanos() / ten_to(9 - digits);
}

std::int64_t rounded(std::int64_t a, std::int64_t b, std::int64_t c) {
  __extension__ using Wide = __int128;
  Wide product = static_cast<Wide>(a) * b;
  Wide divisor = c;
  if (divisor < 0) {
    product = -product;
    divisor = -divisor;
  }
  const bool negative = product < 0;
  const Wide twice = 2 * (negative ? -product : product) + divisor;
  const Wide quotient = twice / (2 * divisor);
  return static_cast<std::int64_t>(negative ? -quotient : quotient);
}

std::int64_t value_in(const v1::Policy& policy, const std::string& from, std::int64_t minor,
                      const std::string& into) {
  if (from == into) {
    return minor;
  }
  return rounded(minor, rate_of(policy, from) * ten_to(digits_of(into)),
                 rate_of(policy, into) * ten_to(digits_of(from)));
}

v1::Policy policy_of(std::span<const v1::Event> events) {
  return known_from(events).policy;
}

std::int64_t utilisation_bp(v1::LimitKind kind, std::int64_t limit, std::int64_t exposure) {
  constexpr std::int64_t kAllOfNothing = 1'000'000;
  if (kind != v1::LIMIT_KIND_ZERO && kind != v1::LIMIT_KIND_AMOUNT) {
    return -1;
  }
  if (limit == 0) {
    return exposure > 0 ? kAllOfNothing : -1;
  }
  return exposure <= 0 ? 0 : rounded(exposure, 10'000, limit);
}

Accounts figures_of(std::span<const v1::Event> events) {
  const Known known = known_from(events);
  Accounts accounts;
  for (const auto& [client_id, client] : known.clients) {
    add_ledger(known, client_id, client, accounts);
    add_orders(known, client_id, client, accounts);
    add_limits(known, client_id, client, accounts);
  }
  return accounts;
}

}  // namespace encours::simulation
