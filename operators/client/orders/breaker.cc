#include "operators/client/orders/breaker.h"

namespace encours::orders {
namespace {

constexpr std::int64_t kHourUs = 3'600'000'000;

// The segment's count of this hour, made in its place if absent; other hours are dropped.
state::v1::SegmentHolds& count_of(state::v1::HoldBreaker& breaker, std::string_view segment,
                                  std::int64_t hour) {
  auto& segments = *breaker.mutable_segments();
  int place = 0;
  for (int i = segments.size() - 1; i >= 0; --i) {
    if (segments[i].hour() != hour) {
      segments.DeleteSubrange(i, 1);
    }
  }
  while (place < segments.size() && segments[place].segment() < segment) {
    ++place;
  }
  if (place == segments.size() || segments[place].segment() != segment) {
    segments.Add();
    for (int i = segments.size() - 1; i > place; --i) {
      segments.SwapElements(i, i - 1);
    }
    segments[place].set_segment(std::string(segment));
    segments[place].set_hour(hour);
  }
  return segments[place];
}

}  // namespace

bool may_hold(Rows& rows, std::string_view segment, std::int64_t instant_us, int holds_max) {
  if (holds_max == 0) {
    return true;
  }
  state::v1::SegmentHolds& count =
      count_of(rows.edit(kHoldBreaker, ShardKey{}), segment, instant_us / kHourUs);
  if (count.holds() >= holds_max) {
    return false;
  }
  count.set_holds(count.holds() + 1);
  return true;
}

}  // namespace encours::orders
