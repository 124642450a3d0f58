#include "operators/client/ledger/assignment.h"

#include <algorithm>
#include <string>

namespace encours::ledger {

using state::v1::ItemAssignment;
using state::v1::LedgerItem;

ItemAssignment& assignment_of(std::string_view id, LedgerItem& item) {
  auto& all = *item.mutable_assignments();
  const auto place = std::lower_bound(
      all.begin(), all.end(), id,
      [](const ItemAssignment& one, std::string_view wanted) { return one.id() < wanted; });
  const auto at = place - all.begin();
  if (place == all.end() || place->id() != id) {
    all.Add()->set_id(std::string(id));
    std::rotate(all.pointer_begin() + at, all.pointer_end() - 1, all.pointer_end());
  }
  return all[static_cast<int>(at)];
}

bool is_sold(const LedgerItem& item) {
  return std::any_of(
      item.assignments().begin(), item.assignments().end(),
      [](const ItemAssignment& one) { return one.sold() && !one.recourse() && !one.returned(); });
}

}  // namespace encours::ledger
