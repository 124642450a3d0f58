// Items assigned to factors. Sold without recourse they are no risk of ours any longer.
#pragma once

#include <string_view>

#include "encours/state/v1/ledger.pb.h"

namespace encours::ledger {

// The assignment of that name, made in its place if the item has none.
state::v1::ItemAssignment& assignment_of(std::string_view id, state::v1::LedgerItem& item);

// Whether a factor has it and bears the risk.
bool is_sold(const state::v1::LedgerItem& item);

}  // namespace encours::ledger
