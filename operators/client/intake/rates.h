// Dated tables of rates. The rates in force stand in the policy in force, where every row below
// finds them: for each currency that of the latest table on or before the day that names it, else
// the policy's own.
#pragma once

#include "encours/state/v1/intake.pb.h"
#include "operators/client/findings.h"
#include "operators/operator.h"

namespace encours::intake {

// One row a shard, history: the log orders tables of one day.
inline constexpr Table<ShardKey, state::v1::FxRates> kFxRates{6, "fx_rates", Content::kHistory};

// Keeps the policy, with the rates in force. A repeat when it is the one that rules already.
Verdict keep_policy(const v1::Policy& policy, Day today, Rows& rows, Emit& emit);

// Keeps the table. It holds from its first day on, or at once if that has passed.
Verdict keep_table(const v1::FxTable& table, Day today, Rows& rows, Emit& emit);

// A new day: a table may begin to hold.
void turn_rates(Day today, Rows& rows, Emit& emit);

}  // namespace encours::intake
