#include "operators/domain/day.h"

#include <array>

namespace encours {
namespace {

constexpr int kYearMin = 1900;
constexpr int kYearMax = 2199;

bool leap_year(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap_year(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

// Howard Hinnant's days_from_civil: years begin in March, so that the leap day is the last day of
// the year.
Day days_from_civil(int year, int month, int day_of_month) {
  const int shifted_year = month <= 2 ? year - 1 : year;
  const int era = shifted_year / 400;
  const int year_of_era = shifted_year - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day_of_month - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

}  // namespace

std::optional<Day> day_from_date(std::int32_t yyyymmdd) {
  if (yyyymmdd == 0) {
    return kNoDay;
  }
  const int year = yyyymmdd / 10000;
  const int month = yyyymmdd / 100 % 100;
  const int day_of_month = yyyymmdd % 100;
  if (yyyymmdd < 0 || year < kYearMin || year > kYearMax || month < 1 || month > 12 ||
      day_of_month < 1 || day_of_month > days_in_month(year, month)) {
    return std::nullopt;
  }
  return days_from_civil(year, month, day_of_month);
}

std::int32_t date_from_day(Day day) {
  if (day == kNoDay) {
    return 0;
  }
  const int shifted = day + 719468;
  const int era = shifted / 146097;
  const int day_of_era = shifted - era * 146097;
  const int year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int shifted_month = (5 * day_of_year + 2) / 153;
  const int day_of_month = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  const int month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  const int year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return year * 10000 + month * 100 + day_of_month;
}

std::string format_day(Day day) {
  if (day == kNoDay) {
    return "";
  }
  std::string digits = std::to_string(date_from_day(day));
  return digits.insert(6, "-").insert(4, "-");
}

std::optional<Day> parse_day(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  std::int32_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7) {
      continue;
    }
    if (text[i] < '0' || text[i] > '9') {
      return std::nullopt;
    }
    digits = digits * 10 + (text[i] - '0');
  }
  const std::optional<Day> day = day_from_date(digits);
  return day == kNoDay ? std::nullopt : day;
}

}  // namespace encours
