#include "operators/domain/calendar.h"

#include <algorithm>

namespace encours {
namespace {

constexpr int kSaturday = 5;
constexpr std::int32_t kMonthFactor = 100;
constexpr std::int32_t kYearFactor = 10'000;

bool is_target_holiday(Day day) {
  const std::int32_t date = date_from_day(day);
  const std::int32_t month_and_day = date % kYearFactor;
  if (month_and_day == 101 || month_and_day == 501 || month_and_day == 1225 ||
      month_and_day == 1226) {
    return true;
  }
  const std::int32_t month = month_and_day / kMonthFactor;
  if (month != 3 && month != 4) {
    return false;  // Easter is between 22 March and 25 April
  }
  const Day easter = easter_sunday(date / kYearFactor);
  return day == easter - 2 || day == easter + 1;
}

}  // namespace

// The anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
Day easter_sunday(int year) {
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int d = b / 4;
  const int e = b % 4;
  const int f = (b + 8) / 25;
  const int g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4;
  const int k = c % 4;
  const int l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int month = (h + l - 7 * m + 114) / 31;
  const int day = (h + l - 7 * m + 114) % 31 + 1;
  return *day_from_date(year * kYearFactor + month * kMonthFactor + day);
}

bool BankCalendar::is_bank_day(Day day) const {
  return weekday(day) < kSaturday && !is_target_holiday(day) &&
         (closed_.empty() ||
          !std::binary_search(closed_.begin(), closed_.end(), date_from_day(day)));
}

Day BankCalendar::from(Day day) const {
  while (!is_bank_day(day)) {
    ++day;
  }
  return day;
}

Day BankCalendar::after(Day day, int count) const {
  for (int left = count; left > 0; --left) {
    day = from(day + 1);
  }
  return day;
}

}  // namespace encours
