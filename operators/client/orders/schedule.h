// Which part of an order counts against the limit today: what ships within the policy's horizon and
// is not paid in advance.
// The rest stands in the order with the days from which it counts. Used by the desk and the book.
#pragma once

#include <cstdint>
#include <vector>

#include "encours/state/v1/orders.pb.h"
#include "operators/client/signals.h"
#include "operators/domain/day.h"

namespace encours::orders {

// Parts of one order that wait for their day; what would come after them counts with the last: too
// early rather than too late.
inline constexpr int kLaterPartsMax = 60;

// Splits what is open of the order by the days on which it ships. `horizon_days` = 0: all counts.
// What counts once goes on counting until the order's value changes.
void set_later(const std::vector<ScheduledPart>& scheduled, Day today, int horizon_days,
               state::v1::BookedOrder& order);

// Lets the parts count whose day has come.
void count_due(Day today, state::v1::BookedOrder& order);

// What does not count yet, what advances cover of the rest, and what counts, minor units of the
// order's currency.
std::int64_t later_minor(const state::v1::BookedOrder& order);
std::int64_t prepaid_minor(const state::v1::BookedOrder& order);
std::int64_t counted_minor(const state::v1::BookedOrder& order);

}  // namespace encours::orders
