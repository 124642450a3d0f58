#include "src/ingest/mapping/date_shape.h"

#include <algorithm>
#include <array>
#include <utility>

namespace encours {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr std::int64_t kMicrosPerSecond = 1'000'000;

constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                   "may",       "june",     "july",     "august",
                                                   "september", "october",  "november", "december"};

bool digit(char letter) {
  return letter >= '0' && letter <= '9';
}

// Takes `min` to `max` digits off the front.
bool take_number(std::string_view& rest, std::size_t min, std::size_t max, int& number) {
  std::size_t count = 0;
  int value = 0;
  while (count < max && count < rest.size() && digit(rest[count])) {
    value = value * 10 + (rest[count++] - '0');
  }
  if (count < min) return false;
  number = value;
  rest.remove_prefix(count);
  return true;
}

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool take_month_name(std::string_view& rest, bool whole, int& month) {
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    const std::string_view name = whole ? kMonths[i] : kMonths[i].substr(0, 3);
    const std::string_view start = rest.substr(0, name.size());
    if (std::ranges::equal(start, name, {}, lower)) {
      month = static_cast<int>(i) + 1;
      rest.remove_prefix(name.size());
      return true;
    }
  }
  return false;
}

bool take_fraction(std::string_view& rest, std::int32_t& nanos) {
  std::int32_t value = 0;
  std::size_t count = 0;
  for (; count < rest.size() && digit(rest[count]) && count < 9; ++count) {
    value = value * 10 + (rest[count] - '0');
  }
  if (count == 0) return false;
  rest.remove_prefix(count);
  for (; count < 9; ++count)
    value *= 10;
  nanos = value;
  return true;
}

// Z, +05:30, +0530 or +05.
bool take_zone(std::string_view& rest, std::int32_t& offset_seconds) {
  if (rest.starts_with('Z') || rest.starts_with('z')) {
    rest.remove_prefix(1);
    offset_seconds = 0;
    return true;
  }
  if (!rest.starts_with('+') && !rest.starts_with('-')) return false;
  const int sign = rest.front() == '-' ? -1 : 1;
  rest.remove_prefix(1);
  int hours = 0;
  int minutes = 0;
  if (!take_number(rest, 2, 2, hours)) return false;
  const bool colon = rest.starts_with(':');
  if (colon) rest.remove_prefix(1);
  const bool more = !rest.empty() && digit(rest.front());
  if ((colon || more) && !take_number(rest, 2, 2, minutes)) return false;
  offset_seconds = sign * (hours * 60 + minutes) * 60;
  return hours <= 23 && minutes <= 59;
}

}  // namespace

struct DateShape::Fields {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::int32_t nanos = 0;
  std::int32_t offset_seconds = 0;
};

std::int64_t PrintedTime::epoch_micros() const {
  const std::int64_t seconds = day * kSecondsPerDay + second_of_day - offset_seconds;
  return seconds * kMicrosPerSecond + nanos / 1'000;
}

tl::expected<DateShape, std::string> DateShape::compile(std::string_view shape) {
  // Longer words first, so that YYYY is not read as YY twice.
  constexpr std::array<std::pair<std::string_view, Part>, 13> kWords{
      {{"YYYY", Part::kYear},
       {"YY", Part::kShortYear},
       {"Month", Part::kMonthName},
       {"Mon", Part::kMonthShortName},
       {"MM", Part::kMonthTwoDigits},
       {"M", Part::kMonth},
       {"DD", Part::kDayTwoDigits},
       {"D", Part::kDay},
       {"HH", Part::kHour},
       {"mm", Part::kMinute},
       {"SS", Part::kSecond},
       {"f", Part::kFraction},
       {"Z", Part::kZone}}};
  DateShape compiled;
  compiled.text_ = shape;
  std::array<int, 3> dates{};  // how often year, month and day are named
  while (!shape.empty()) {
    const auto word = std::ranges::find_if(
        kWords, [&](const auto& candidate) { return shape.starts_with(candidate.first); });
    if (word == kWords.end()) {
      compiled.tokens_.push_back({Part::kLiteral, shape.front()});
      shape.remove_prefix(1);
      continue;
    }
    const Part part = word->second;
    dates[0] += part == Part::kYear || part == Part::kShortYear ? 1 : 0;
    dates[1] += part >= Part::kMonth && part <= Part::kMonthName ? 1 : 0;
    dates[2] += part == Part::kDay || part == Part::kDayTwoDigits ? 1 : 0;
    compiled.tokens_.push_back({part, '\0'});
    shape.remove_prefix(word->first.size());
  }
  if (dates[1] > 1)
    return tl::unexpected<std::string>("names the month twice; minutes are written mm");
  if (dates != std::array<int, 3>{1, 1, 1}) {
    return tl::unexpected<std::string>(
        "must name year, month and day once each, as in D/M/YYYY or YYYY-MM-DD");
  }
  return compiled;
}

bool DateShape::parse_part(const Token& token, std::string_view& rest, Fields& fields) {
  switch (token.part) {
    case Part::kYear:
      return take_number(rest, 4, 4, fields.year);
    case Part::kShortYear:
      if (!take_number(rest, 2, 2, fields.year)) return false;
      fields.year += fields.year <= 68 ? 2000 : 1900;
      return true;
    case Part::kMonth:
      return take_number(rest, 1, 2, fields.month);
    case Part::kMonthTwoDigits:
      return take_number(rest, 2, 2, fields.month);
    case Part::kMonthShortName:
      return take_month_name(rest, false, fields.month);
    case Part::kMonthName:
      return take_month_name(rest, true, fields.month);
    case Part::kDay:
      return take_number(rest, 1, 2, fields.day);
    case Part::kDayTwoDigits:
      return take_number(rest, 2, 2, fields.day);
    case Part::kHour:
      return take_number(rest, 2, 2, fields.hour);
    case Part::kMinute:
      return take_number(rest, 2, 2, fields.minute);
    case Part::kSecond:
      return take_number(rest, 2, 2, fields.second);
    case Part::kFraction:
      return take_fraction(rest, fields.nanos);
    case Part::kZone:
      return take_zone(rest, fields.offset_seconds);
    case Part::kLiteral:
      break;
  }
  if (!rest.starts_with(token.letter)) return false;
  rest.remove_prefix(1);
  return true;
}

std::optional<PrintedTime> DateShape::parse(std::string_view text) const {
  Fields fields;
  for (const Token& token : tokens_) {
    if (!parse_part(token, text, fields)) return std::nullopt;
  }
  // A leap second is read as the one before it.
  if (!text.empty() || fields.hour > 23 || fields.minute > 59 || fields.second > 60) {
    return std::nullopt;
  }
  const std::optional<Day> day =
      day_from_date(fields.year * 10'000 + fields.month * 100 + fields.day);
  if (!day || *day == kNoDay || fields.month > 12 || fields.day > 31) return std::nullopt;
  PrintedTime time;
  time.day = *day;
  time.second_of_day = (fields.hour * 60 + fields.minute) * 60 + std::min(fields.second, 59);
  time.nanos = fields.nanos;
  time.offset_seconds = fields.offset_seconds;
  return time;
}

std::optional<PrintedTime> parse_date(std::string_view text, const DateShapes& shapes) {
  for (const DateShape& shape : shapes) {
    if (const std::optional<PrintedTime> time = shape.parse(text)) return time;
  }
  return std::nullopt;
}

}  // namespace encours
