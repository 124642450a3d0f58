// Findings that the totals of an account tell. Money that is booked where it does not fit:
// movements of documents that have not come, or are in another currency, and documents that were
// paid more than once (rules of kind ALLOCATION). Payments that came back unpaid (rules of kind
// PAYMENT_RETURNED).
#pragma once

#include <vector>

#include "operators/operator.h"

namespace encours::ledger {

std::vector<v1::Cause> find_in_totals(Rows& rows, const AccountKey& account, Day today);

}  // namespace encours::ledger
