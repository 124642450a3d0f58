// Bank working days: Monday to Friday. The holidays of TARGET and of countries come from dated
// tables later; until then a holiday counts as a working day, to the client's disadvantage by a
// day, which grace covers.
#pragma once

#include "operators/domain/day.h"

namespace encours {

// 0 = Monday ... 6 = Sunday.
inline int weekday(Day day) {
  // 1970-01-01 was a Thursday.
  return (day % 7 + 10) % 7;
}

inline bool is_bank_day(Day day) {
  return weekday(day) < 5;
}

// The first bank working day on or after `day`.
inline Day bank_day_from(Day day) {
  while (!is_bank_day(day)) {
    ++day;
  }
  return day;
}

}  // namespace encours
