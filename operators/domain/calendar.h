// Bank working days: Monday to Friday without the holidays of TARGET (1 January, Good Friday,
// Easter Monday, 1 May, 25 and 26 December; decision of the ECB of 14 December 2000) and without
// days on which the banks of a country are closed besides, which come from dated tables.
#pragma once

#include <cstdint>
#include <span>

#include "operators/domain/day.h"

namespace encours {

// 0 = Monday ... 6 = Sunday.
inline int weekday(Day day) {
  // 1970-01-01 was a Thursday.
  return (day % 7 + 10) % 7;
}

// Easter Sunday of a year of the Gregorian calendar.
Day easter_sunday(int year);

class BankCalendar {
 public:
  // Without a country.
  BankCalendar() = default;
  // `closed` is kept: days as yyyymmdd, sorted.
  explicit BankCalendar(std::span<const std::int32_t> closed) : closed_(closed) {}

  bool is_bank_day(Day day) const;

  // The first bank working day on or after `day`.
  Day from(Day day) const;

  // The bank working day that comes `count` of them after `day`, which need not be one; `count` >=
  // 0.
  Day after(Day day, int count) const;

 private:
  std::span<const std::int32_t> closed_;
};

}  // namespace encours
