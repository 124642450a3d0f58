// Ageing: how much of what an account owes is late, by bucket, and since when. Its rows are facts.
#pragma once

#include <array>

#include "operators/client/ageing/ladder.h"
#include "operators/operator.h"

namespace encours {

struct Ageing {
  static constexpr std::string_view kName = "ageing";
  static constexpr auto kHears =
      kinds(Kind::kOpenItemChanged, Kind::kUnappliedChanged, Kind::kAccountTurned);
  static constexpr auto kSays = kinds(Kind::kAgeingChanged, Kind::kFindings);
  static constexpr auto kTables = tables(ageing::kAgeing, ageing::kAgeingMonths);

  static void wants(const Heard& heard, Wishes& wishes);
  static Verdict apply(const Heard& heard, Rows& rows, Emit& emit);
};

namespace ageing {

// One currency of an account as of the shard's day, minor units.
struct Figures {
  std::array<std::int64_t, kBuckets> buckets{};  // they add up to the open items
  std::int64_t overdue = 0;                      // contractual, disputed included
  std::int64_t overdue_net = 0;                  // clean, less receipts and credits on account
  Day oldest_overdue_since = kNoDay;             // due date of the oldest overdue item
};

Figures figures(Rows& rows, const AccountKey& account, Currency currency, Day today);

// Wishes for the rows that figures() reads.
void want_figures(Wishes& wishes, const AccountKey& account);

}  // namespace ageing
}  // namespace encours
