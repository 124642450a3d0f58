#include "operators/domain/money.h"

#include <array>

#include "operators/domain/assert.h"
#include "operators/domain/currency.h"

namespace encours {
namespace {

constexpr std::int64_t kNanosPerUnit = 1'000'000'000;
constexpr std::array<std::int64_t, 5> kPowersOfTen{1, 10, 100, 1'000, 10'000};

std::int64_t minor_per_unit(int exponent) {
  return kPowersOfTen.at(static_cast<std::size_t>(exponent));
}

}  // namespace

std::optional<Currency> Currency::from_code(std::string_view code) {
  if (code.size() != 3 || currency_exponent(code) < 0) {
    return std::nullopt;
  }
  Currency currency;
  code.copy(currency.letters_, 3);
  return currency;
}

int Currency::exponent() const {
  const int exponent = currency_exponent(code());
  ENCOURS_ASSERT(exponent >= 0, "a Currency holds a code of the table");
  return exponent;
}

std::optional<std::int64_t> minor_from_wire(const v1::Money& money) {
  const int exponent = currency_exponent(money.currency());
  const std::int64_t units = money.units();
  const std::int64_t nanos = money.nanos();
  if (exponent < 0 || nanos <= -kNanosPerUnit || nanos >= kNanosPerUnit ||
      (units > 0 && nanos < 0) || (units < 0 && nanos > 0)) {
    return std::nullopt;
  }
  const std::int64_t per_unit = minor_per_unit(exponent);
  const std::int64_t nanos_per_minor = kNanosPerUnit / per_unit;
  std::int64_t minor = 0;
  if (nanos % nanos_per_minor != 0 || __builtin_mul_overflow(units, per_unit, &minor) ||
      __builtin_add_overflow(minor, nanos / nanos_per_minor, &minor) || minor > kAmountMinorMax ||
      minor < -kAmountMinorMax) {
    return std::nullopt;
  }
  return minor;
}

void wire_from_minor(Currency currency, std::int64_t minor, v1::Money& money) {
  const std::int64_t per_unit = minor_per_unit(currency.exponent());
  const std::string_view code = currency.code();
  money.set_currency(code.data(), code.size());
  money.set_units(minor / per_unit);
  money.set_nanos(static_cast<std::int32_t>(minor % per_unit * (kNanosPerUnit / per_unit)));
}

v1::Money wire_from_minor(Currency currency, std::int64_t minor) {
  v1::Money money;
  wire_from_minor(currency, minor, money);
  return money;
}

std::string format_minor(Currency currency, std::int64_t minor) {
  const auto digits = static_cast<std::size_t>(currency.exponent());
  // The magnitude is taken unsigned, so that the smallest int64 has one too.
  const auto magnitude =
      minor < 0 ? 0 - static_cast<std::uint64_t>(minor) : static_cast<std::uint64_t>(minor);
  std::string text = std::to_string(magnitude);
  if (text.size() <= digits) {
    text.insert(0, digits + 1 - text.size(), '0');
  }
  if (digits > 0) {
    text.insert(text.size() - digits, 1, '.');
  }
  return minor < 0 ? "-" + text : text;
}

std::optional<std::int64_t> multiply_divide_half_up(std::int64_t a, std::int64_t numerator,
                                                    std::int64_t denominator) {
  ENCOURS_ASSERT(denominator > 0, "a rate has a positive denominator");
  __extension__ using Wide = __int128;
  const Wide product = static_cast<Wide>(a) * numerator;
  const Wide half = denominator / 2;
  const Wide quotient = (product >= 0 ? product + half : product - half) / denominator;
  if (quotient > INT64_MAX || quotient < INT64_MIN) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(quotient);
}

}  // namespace encours
