// All that the ledger finds on an account: allocations that do not fit, drift from lists of open
// items; during a first load one summary in place of everything that anybody finds.
#pragma once

#include "operators/operator.h"

namespace encours::ledger {

// Replaces the ledger's findings on the account by what its rows say now.
void find_all(Rows& rows, Emit& emit, const AccountKey& account, Day today);

// A first load opened so many documents: nothing else is found on the account up to that day.
void begin_cutover(Rows& rows, Emit& emit, const AccountKey& account, Day cutover_on,
                   std::int64_t items);

// The day after a first load has come: everybody finds again.
void end_cutover(Rows& rows, Emit& emit, const AccountKey& account, Day today);

}  // namespace encours::ledger
