// Dates and times as they are printed, by shapes such as M/D/YYYY. Used by the mapping.
//
//   YYYY  four digits          M  D   one or two digits      Mon    Jan, in English
//   YY    two digits, 2000-68  MM DD  exactly two digits     Month  January, in English
//         and 1969-99
//   HH mm SS  two digits       f  fraction of a second       Z      Z, +05:30, -0800
//
// Every other character stands for itself. A value must fit a shape from its first character to its
// last and must be a day of the calendar. Nothing depends on the machine's language or time zone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "operators/domain/day.h"

namespace encours {

// What a printed date and time says. Without a zone it is taken as UTC, without a time as the start
// of the day.
struct PrintedTime {
  Day day = kNoDay;  // as printed, whatever the zone
  std::int64_t second_of_day = 0;
  std::int32_t nanos = 0;
  std::int32_t offset_seconds = 0;  // east of UTC is positive

  // Microseconds since 1970-01-01T00:00:00Z.
  std::int64_t epoch_micros() const;
};

class DateShape {
 public:
  // The error says what is wrong with the shape.
  static tl::expected<DateShape, std::string> compile(std::string_view shape);

  std::optional<PrintedTime> parse(std::string_view text) const;
  const std::string& text() const { return text_; }

 private:
  enum class Part {
    kYear,
    kShortYear,
    kMonth,
    kMonthTwoDigits,
    kMonthShortName,
    kMonthName,
    kDay,
    kDayTwoDigits,
    kHour,
    kMinute,
    kSecond,
    kFraction,
    kZone,
    kLiteral
  };
  struct Token {
    Part part = Part::kLiteral;
    char letter = '\0';
  };
  struct Fields;

  static bool parse_part(const Token& token, std::string_view& rest, Fields& fields);

  std::string text_;
  std::vector<Token> tokens_;
};

// The shapes of a column, tried in their order; the first that gives a day of the calendar is it.
using DateShapes = std::vector<DateShape>;
std::optional<PrintedTime> parse_date(std::string_view text, const DateShapes& shapes);

}  // namespace encours
