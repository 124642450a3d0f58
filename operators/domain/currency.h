// The currencies of ISO 4217 and how many digits each has after the decimal point.
//
// One frozen table, read by ingest (which refuses amounts finer than the currency) and by the fold.
// It is part of what the fold means: a code may be added, an exponent never changes. The exponents
// are those of the standard, not those of ICU, which says how amounts are usually printed;
// tests/ingest/currency_test.cc names each difference.
#pragma once

#include <span>
#include <string_view>

namespace encours {

struct CurrencyRow {
  std::string_view code;
  int exponent;
};

// Digits after the decimal point (EUR 2, JPY 0, TND 3); -1 for what is no currency code, lower case
// included.
int currency_exponent(std::string_view code);

// The whole table, in order of the codes.
std::span<const CurrencyRow> all_currencies();

}  // namespace encours
