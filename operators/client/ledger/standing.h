// What stood of an item at the end of a day: pure functions of one LedgerItem. Used to compare with
// balances that sources state.
//
// What was posted by the day counts, everything known now: documents and movements by their posting
// dates, a payment that came back by the day it did. Cancellations, reversals and sales to a factor
// have no day in an item: here they count as if they had always been.
#pragma once

#include <cstdint>
#include <vector>

#include "encours/state/v1/ledger.pb.h"
#include "operators/client/ledger/listing.h"
#include "operators/domain/day.h"
#include "operators/domain/money.h"

namespace encours::ledger {

// The words are those of state::v1::LedgerTotals.
struct Standing {
  std::int64_t open_minor = 0;       // open_items
  std::int64_t unapplied_minor = 0;  // unapplied_receipts + unapplied_credits

  friend bool operator==(const Standing&, const Standing&) = default;
};

// A change of what stands, by posting day.
struct StandingChange {
  Day day = kNoDay;
  Standing by;
};

// In that currency, at the end of the day. `complete` is the newest complete list that the item is
// under, of that day or before.
Standing standing_on(const state::v1::LedgerItem& item, Currency currency, Day day,
                     const Edition& complete);

// Adds what stood at the end of `from`, under that day, and each change since; `sign` -1 takes it
// away.
void add_standing(const state::v1::LedgerItem& item, Currency currency, Day from,
                  const Edition& complete, int sign, std::vector<StandingChange>& changes);

}  // namespace encours::ledger
