// The gross value of a line of an order or a delivery: what its source says; else the net value and
// the tax it lists; else, where it lists no tax, the net value and the policy's rate, and then it
// is an estimate.
#pragma once

#include <cstdint>
#include <optional>

#include "operators/domain/money.h"

namespace encours {

struct Gross {
  std::int64_t minor = 0;
  bool estimated = false;
};

template <class Line>
bool has_value(const Line& line) {
  return line.has_gross() || line.has_net();
}

// What the line is valued by; its currency is the line's.
template <class Line>
const v1::Money& stated_value(const Line& line) {
  return line.has_gross() ? line.gross() : line.net();
}

// nullopt: more than one amount may be. Its amounts were checked.
template <class Line>
std::optional<Gross> gross_of(const Line& line, std::int32_t default_tax_bp) {
  const std::int64_t stated = minor_from_wire(stated_value(line)).value_or(0);
  if (line.has_gross()) {
    return Gross{stated, false};
  }
  std::int64_t sum = stated;
  for (const v1::Tax& tax : line.tax()) {
    sum += minor_from_wire(tax.amount()).value_or(0);  // a few amounts: far from int64's end
  }
  if (line.tax().empty()) {
    sum = multiply_divide_half_up(stated, kWholeBp + default_tax_bp, kWholeBp)
              .value_or(kAmountMinorMax + 1);
  }
  if (sum > kAmountMinorMax || sum < -kAmountMinorMax) {
    return std::nullopt;
  }
  return Gross{sum, line.tax().empty()};
}

}  // namespace encours
