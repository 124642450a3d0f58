// On which days banks work for a credit segment. Used by whatever counts bank working days.
#pragma once

#include <string_view>

#include "encours/v1/policy.pb.h"
#include "operators/domain/calendar.h"

namespace encours {

// TARGET, and the days closed in the country of the segment's companies if they are all of one
// country. It reads the policy, which must outlive it.
BankCalendar bank_calendar(const v1::Policy& policy, std::string_view segment);

}  // namespace encours
