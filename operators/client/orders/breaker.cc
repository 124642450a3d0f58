#include "operators/client/orders/breaker.h"

#include "encours/v1/shards.pb.h"
#include "schemas/topics.h"

namespace encours::orders {
namespace {

constexpr std::string_view kBreakersTopic = "credit.breakers";
constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kHourUs = 3'600 * kMicrosPerSecond;

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

void set_micros(std::int64_t micros, google::protobuf::Timestamp& at) {
  at.set_seconds(micros / kMicrosPerSecond);
  at.set_nanos(static_cast<std::int32_t>(micros % kMicrosPerSecond * 1'000));
}

void say_open(const Input& input, Emit& emit, const state::v1::SegmentHolds& count) {
  const ShardName shard = emit.shard_name();
  v1::BreakerTripped tripped;
  tripped.set_segment(count.segment());
  tripped.set_topic(std::string(shard.topic));
  tripped.set_partition(shard.partition);
  tripped.set_holds(static_cast<std::int32_t>(count.holds()));
  set_micros(input.instant_us, *tripped.mutable_at());
  emit.send(kBreakersTopic, position_key(shard.topic, shard.partition), tripped);
}

}  // namespace

bool may_hold(const Input& input, Rows& rows, Emit& emit, std::string_view segment, int holds_max) {
  const state::v1::HoldBreaker* breaker = rows.find(kHoldBreaker, ShardKey{});
  if (holds_max == 0 && breaker == nullptr) {
    return true;
  }
  state::v1::SegmentHolds& count =
      count_of(rows.edit(kHoldBreaker, ShardKey{}), segment, input.instant_us / kHourUs);
  if (!count.open() && holds_max != 0 && count.holds() >= holds_max) {
    count.set_open(true);
    say_open(input, emit, count);
  }
  if (count.open()) {
    return false;
  }
  count.set_holds(count.holds() + 1);
  return true;
}

void hear_breaker(const Input& input, Rows& rows) {
  const v1::BreakerTripped& tripped = input.event->breaker_tripped();
  const std::int64_t now = input.instant_us / kHourUs;
  const std::int64_t then = tripped.at().seconds() / (kHourUs / kMicrosPerSecond);
  if (!tripped.reset() && then != now) {
    return;  // that hour is over here, or has not begun
  }
  state::v1::SegmentHolds& count =
      count_of(rows.edit(kHoldBreaker, ShardKey{}), tripped.segment(), now);
  count.set_open(!tripped.reset());
  count.set_holds(tripped.reset() ? 0 : count.holds());
}

}  // namespace encours::orders
