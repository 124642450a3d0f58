// The ledger's finding: money that is booked where it does not fit. Movements of documents that
// have not come, or are in another currency, and documents that were paid more than once. Rules of
// kind ALLOCATION.
#pragma once

#include "operators/operator.h"

namespace encours::ledger {

// Replaces the ledger's findings on the account by what its totals say now.
void find_allocations(Rows& rows, Emit& emit, const AccountKey& account, Day today);

}  // namespace encours::ledger
