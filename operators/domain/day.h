// Calendar days as numbers, so that dates can be added, compared and stored in one varint.
//
// On the wire a date is an int32 yyyymmdd (20130312); in rows and signals it is a Day: days since
// 1970-01-01. kNoDay means "not given". Proleptic Gregorian, years 1900 to 2199; no time zone
// anywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace encours {

using Day = std::int32_t;

// No date given. Real days may be 0 or negative (1970-01-01 and before), so it lies outside the
// range.
inline constexpr Day kNoDay = INT32_MIN;

// The day of a yyyymmdd date: kNoDay for 0, nothing for a date that does not exist or lies out of
// range.
std::optional<Day> day_from_date(std::int32_t yyyymmdd);

// The yyyymmdd date of a day, 0 for kNoDay.
std::int32_t date_from_day(Day day);

// "2013-03-12", or "" for kNoDay.
std::string format_day(Day day);

// The day of text in the form 2013-03-12, nothing for anything else.
std::optional<Day> parse_day(const std::string& text);

}  // namespace encours
