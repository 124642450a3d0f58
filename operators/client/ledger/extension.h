// When the schedule lines of a document are due, and until when that was put off. The original date
// stays: ageing and interest count from it, rules from the new one. Pure functions of one
// LedgerItem.
#pragma once

#include "encours/state/v1/ledger.pb.h"
#include "operators/domain/day.h"

namespace encours::ledger {

// The line at `place` in the item's list of lines: its due date, that of the item which it
// continues, or that of a statement whose items are due together.
Day due_on(const state::v1::LedgerItem& item, int place);

// Until when that was put off; kNoDay: it was not, or to no later day.
Day extended_to(const state::v1::LedgerItem& item, int place);

// Keeps the newest agreement for the line; one of the same day is the same agreement, corrected.
void extend(const state::v1::ItemExtension& extension, state::v1::LedgerItem& item);

}  // namespace encours::ledger
