// Money inside the fold: int64 minor units of one currency, checked arithmetic, rounding named at
// the call.
//
// Sums over many items may overflow int64 if a feed sends nonsense; every addition that takes
// outside figures is therefore checked and its failure is a refusal (AMOUNT_OVERFLOW), never a
// wrap.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "encours/v1/common.pb.h"

namespace encours {

// An ISO 4217 alphabetic code of the frozen table (operators/domain/currency.h).
class Currency {
 public:
  constexpr Currency() = default;
  // Nothing for a code that the table does not hold.
  static std::optional<Currency> from_code(std::string_view code);

  std::string_view code() const { return {letters_, 3}; }
  bool empty() const { return letters_[0] == '\0'; }
  // Digits after the decimal point: EUR 2, JPY 0, TND 3.
  int exponent() const;

  friend bool operator==(const Currency&, const Currency&) = default;
  friend auto operator<=>(const Currency&, const Currency&) = default;

 private:
  char letters_[4] = {};
};

// The minor units of a wire amount; nothing when the currency is unknown, the signs of units and
// nanos differ, the amount is finer than the currency's minor unit, or it is beyond
// kAmountMinorMax.
std::optional<std::int64_t> minor_from_wire(const v1::Money& money);

// The wire form of minor units.
void wire_from_minor(Currency currency, std::int64_t minor, v1::Money& money);
v1::Money wire_from_minor(Currency currency, std::int64_t minor);

// Decimal text with "." and the currency's digits: "-1234.50". Exact.
std::string format_minor(Currency currency, std::int64_t minor);

// Largest single amount that may come in, minor units: beyond any invoice even in rupiah, and
// thousands of them still add up within int64.
inline constexpr std::int64_t kAmountMinorMax = 1'000'000'000'000'000;

// target += delta; false and unchanged on overflow.
[[nodiscard]] inline bool add_to(std::int64_t& target, std::int64_t delta) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(target, delta, &sum)) {
    return false;
  }
  target = sum;
  return true;
}

// The whole in basis points.
inline constexpr std::int64_t kWholeBp = 10'000;

// a * numerator / denominator, rounded half away from zero; nothing on overflow. denominator > 0.
std::optional<std::int64_t> multiply_divide_half_up(std::int64_t a, std::int64_t numerator,
                                                    std::int64_t denominator);

}  // namespace encours
