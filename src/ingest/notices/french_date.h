// Dates as French notices print them: "6 mai 2008", "1er janvier 2020", "15/01/2008", "2026-01-16";
// with spaces of any kind.
#pragma once

#include <string_view>

#include "operators/domain/day.h"

namespace encours {

// kNoDay for what is no date, or one of a year outside 1950 to 2100: clerks mistype years, and a
// judgment of the year 0009 is none.
Day read_french_date(std::string_view text);

}  // namespace encours
