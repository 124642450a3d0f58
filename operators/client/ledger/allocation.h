// A finding of the ledger: money that is booked where it does not fit. Movements of documents that
// have not come, or are in another currency, and documents that were paid more than once. Rules of
// kind ALLOCATION.
#pragma once

#include <vector>

#include "operators/operator.h"

namespace encours::ledger {

// What the account's totals say now.
std::vector<v1::Cause> find_allocations(Rows& rows, const AccountKey& account, Day today);

}  // namespace encours::ledger
