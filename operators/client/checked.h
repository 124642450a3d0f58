// Fields of events as the rows below intake read them. Intake has refused whatever is no currency,
// amount or date (client/intake/checks.h), so here a bad one is a programmer's error.
#pragma once

#include <cstdint>
#include <string_view>

#include "encours/v1/common.pb.h"
#include "operators/domain/assert.h"
#include "operators/domain/day.h"
#include "operators/domain/money.h"

namespace encours {

// A currency that an event or a row names.
inline Currency checked_currency(std::string_view code) {
  const std::optional<Currency> currency = Currency::from_code(code);
  ENCOURS_ASSERT(currency.has_value(), "a currency of the table");
  return *currency;
}

inline Currency checked_currency(const v1::Money& money) {
  return checked_currency(money.currency());
}

inline std::int64_t checked_minor(const v1::Money& money) {
  const std::optional<std::int64_t> minor = minor_from_wire(money);
  ENCOURS_ASSERT(minor.has_value(), "an exact amount of its currency");
  return *minor;
}

// kNoDay where none is given.
inline Day checked_day(std::int32_t date) {
  const std::optional<Day> day = day_from_date(date);
  ENCOURS_ASSERT(day.has_value(), "a calendar date");
  return *day;
}

}  // namespace encours
