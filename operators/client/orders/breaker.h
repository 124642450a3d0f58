// The circuit breaker: how many orders rules may hold by themselves within one hour, per shard and
// segment. Beyond that something is wrong with a feed or a rule, and enforcing rules only propose
// until the hour is over.
#pragma once

#include <cstdint>
#include <string_view>

#include "encours/state/v1/orders.pb.h"
#include "operators/rows.h"

namespace encours {

inline constexpr Table<ShardKey, state::v1::HoldBreaker> kHoldBreaker{56, "hold_breaker",
                                                                      Content::kHistory};

namespace orders {

// Counts one automatic hold at that instant; false, and not counted, when the breaker is open.
// `holds_max` = 0: there is no breaker.
[[nodiscard]] bool may_hold(Rows& rows, std::string_view segment, std::int64_t instant_us,
                            int holds_max);

}  // namespace orders
}  // namespace encours
