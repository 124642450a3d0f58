// Residual items: what is left of an invoice goes on under a new number and inherits its due date,
// how long that was put off, and what is disputed. Pure functions of LedgerItems; the account's
// book hands heritage down.
#pragma once

#include <string_view>

#include "encours/state/v1/ledger.pb.h"

namespace encours::ledger {

// Items that may continue one item: more is no ledger but a mapping that mixed up its columns.
inline constexpr int kContinuedByMax = 64;

// Puts into `heir` what it inherits of the item that it continues, or takes it back if that has not
// come or was cancelled; whether anything changed.
bool inherit(const state::v1::LedgerItem& predecessor, state::v1::LedgerItem& heir);

// Lists the item among those that continue `predecessor`, or no longer.
void add_heir(std::string_view id, state::v1::LedgerItem& predecessor);
void remove_heir(std::string_view id, state::v1::LedgerItem& predecessor);

}  // namespace encours::ledger
