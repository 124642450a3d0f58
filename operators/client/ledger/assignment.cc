#include "operators/client/ledger/assignment.h"

#include <algorithm>
#include <string>

#include "operators/domain/sorted_rows.h"

namespace encours::ledger {

using state::v1::ItemAssignment;
using state::v1::LedgerItem;

ItemAssignment& assignment_of(std::string_view id, LedgerItem& item) {
  return element_of(
      *item.mutable_assignments(), id,
      [](const ItemAssignment& one) -> std::string_view { return one.id(); },
      [](ItemAssignment& one, std::string_view key) { one.set_id(std::string(key)); });
}

bool is_sold(const LedgerItem& item) {
  return std::any_of(
      item.assignments().begin(), item.assignments().end(),
      [](const ItemAssignment& one) { return one.sold() && !one.recourse() && !one.returned(); });
}

}  // namespace encours::ledger
