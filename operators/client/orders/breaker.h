// The circuit breaker: how many orders rules may hold by themselves within one hour, per shard and
// segment. Beyond that something is wrong with a feed or a rule, and enforcing rules only propose
// until the hour is over. A breaker that opens is told to the world; carried into the log of every
// shard it opens there too.
#pragma once

#include <cstdint>
#include <string_view>

#include "encours/state/v1/orders.pb.h"
#include "operators/operator.h"

namespace encours {

inline constexpr Table<ShardKey, state::v1::HoldBreaker> kHoldBreaker{56, "hold_breaker",
                                                                      Content::kHistory};

namespace orders {

// Counts one automatic hold at the input's instant; false, and not counted, when the breaker is
// open. Says so to the world when it opens. `holds_max` = 0: there is no breaker of this shard's
// own.
[[nodiscard]] bool may_hold(const Input& input, Rows& rows, Emit& emit, std::string_view segment,
                            int holds_max);

// Another shard's breaker opened in this hour, or a person closes the breaker of a segment.
void hear_breaker(const Input& input, Rows& rows);

}  // namespace orders
}  // namespace encours
