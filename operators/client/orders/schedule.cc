#include "operators/client/orders/schedule.h"

#include <algorithm>
#include <map>

namespace encours::orders {

using state::v1::BookedOrder;
using state::v1::LaterPart;

void set_later(const std::vector<ScheduledPart>& scheduled, Day today, int horizon_days,
               BookedOrder& order) {
  order.clear_later();
  if (horizon_days == 0 || today == kNoDay) {
    return;
  }
  std::map<Day, std::int64_t> by_day;
  for (const ScheduledPart& part : scheduled) {
    if (part.day - horizon_days > today) {
      by_day[part.day - horizon_days] += part.open_minor;
    }
  }
  for (const auto& [counts_on, minor] : by_day) {
    const bool full = order.later_size() == kLaterPartsMax;
    LaterPart& part = full ? *order.mutable_later(kLaterPartsMax - 1) : *order.add_later();
    part.set_counts_on(full ? part.counts_on() : counts_on);
    part.set_open_minor(part.open_minor() + minor);
  }
}

void count_due(Day today, BookedOrder& order) {
  int due = 0;
  while (due < order.later_size() && order.later(due).counts_on() <= today) {
    ++due;
  }
  order.mutable_later()->DeleteSubrange(0, due);
}

std::int64_t later_minor(const BookedOrder& order) {
  std::int64_t minor = 0;
  for (const LaterPart& part : order.later()) {
    minor += part.open_minor();
  }
  return minor;
}

std::int64_t prepaid_minor(const BookedOrder& order) {
  return std::clamp<std::int64_t>(order.open_minor() - later_minor(order), 0,
                                  order.prepaid_minor());
}

std::int64_t counted_minor(const BookedOrder& order) {
  return order.open_minor() - later_minor(order) - prepaid_minor(order);
}

}  // namespace encours::orders
