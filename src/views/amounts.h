// Amounts and shares as people read them, in their language: 12,345.60 or 12 345,60. Used by the
// tables and pages; programs get format_minor() of operators/domain/money.h.
#pragma once

#include <cstdint>
#include <string>

#include "operators/domain/money.h"
#include "src/views/language.h"

namespace encours::views {

// Minor units of a currency with its digits, thousands grouped; "" for 0 when `zero_is_blank`.
std::string amount_for_people(Currency currency, std::int64_t minor, Language language,
                              bool zero_is_blank = false);

// The same of a wire amount; as written when its currency is unknown to us.
std::string amount_for_people(const v1::Money& money, Language language);

// Basis points as a share: "104.2 %", "104,2 %".
std::string share_for_people(std::int64_t basis_points, Language language);

// A count with its thousands grouped.
std::string count_for_people(std::int64_t count, Language language);

}  // namespace encours::views
