// The ledger's findings. Money that is booked where it does not fit: movements of documents that
// have not come, or are in another currency, and documents that were paid more than once (rules of
// kind ALLOCATION). Payments that came back unpaid (rules of kind PAYMENT_RETURNED).
#pragma once

#include "operators/operator.h"

namespace encours::ledger {

// Replaces the ledger's findings on the account by what its totals say now.
void replace_findings(Rows& rows, Emit& emit, const AccountKey& account, Day today);

}  // namespace encours::ledger
