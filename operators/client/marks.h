// How far feeds are complete and which books are closed: what holds for all clients of a shard.
// Kept by intake, read by whoever judges lateness.
#pragma once

#include <string_view>

#include "encours/state/v1/intake.pb.h"
#include "operators/operator.h"

namespace encours {

// One row a shard. A mark only moves forward, so it does not matter which came first.
inline constexpr Table<ShardKey, state::v1::Marks> kMarks{7, "marks", Content::kFacts};

Verdict keep_mark(const v1::FeedCompleteThrough& mark, Rows& rows);
Verdict keep_period(const v1::PeriodClosed& period, Rows& rows);

// The last day through which the feed is complete, kNoDay if nothing was said of it.
Day complete_through(Rows& rows, std::string_view feed);

// Whether the company's books are closed for the day.
bool is_closed(Rows& rows, std::string_view seller_company, Day posted_on);

}  // namespace encours
