// What hangs together across the items of one account: residual items and what they inherit,
// statements and what they list.
#include <string>
#include <vector>

#include "operators/client/ledger/account_book.h"
#include "operators/client/ledger/continuation.h"
#include "operators/client/ledger/statements.h"

namespace encours::ledger {

using state::v1::LedgerItem;

// Lists the item with the one that it continues, and no longer with the one it continued before.
void AccountBook::link(const std::string& id) {
  OpenedItem& heir = open(id);
  const std::string& predecessor = heir.item.continues_id();
  if (predecessor == heir.continues_before) {
    return;
  }
  if (!heir.continues_before.empty()) {
    remove_heir(id, item(heir.continues_before));
    heir.item.clear_heritage();
  }
  if (!predecessor.empty()) {
    add_heir(id, item(predecessor));
    if (open(predecessor).item.continued_by_size() > kContinuedByMax) {
      note(refuse(RejectReason::kTooLarge, "an item is continued by at most 64 others"));
    }
  }
}

// What an item leaves to those that continue it, they leave to those that continue them.
void AccountBook::hand_down() {
  std::vector<std::string> changed;
  for (const auto& [id, opened] : opened_) {
    if (opened.changed) {
      changed.push_back(id);
    }
  }
  for (const std::string& id : changed) {
    link(id);
  }
  std::vector<std::string> leaving;
  for (const auto& [id, opened] : opened_) {
    if (opened.changed && !opened.item.continued_by().empty()) {
      leaving.push_back(id);
    }
  }
  while (!leaving.empty()) {
    const LedgerItem& predecessor = open(leaving.back()).item;
    leaving.pop_back();
    for (const std::string& id : predecessor.continued_by()) {
      OpenedItem& heir = open(id);
      if (inherit(predecessor, heir.item)) {
        heir.changed = true;
        leaving.push_back(id);
      }
    }
  }
}

// What moved a statement moves its items.
void AccountBook::share_statements() {
  std::vector<std::string> statements;
  for (const auto& [id, opened] : opened_) {
    if (opened.changed && !opened.item.statement_lines().empty()) {
      statements.push_back(id);
    }
  }
  for (const std::string& id : statements) {
    LedgerItem& statement = item(id);
    take_back(statement, *this);
    share(statement, *this);
  }
}

}  // namespace encours::ledger
