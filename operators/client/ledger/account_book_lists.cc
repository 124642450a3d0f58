// What lists of open items do to the items of one account.
#include <algorithm>
#include <string>
#include <vector>

#include "operators/client/checked.h"
#include "operators/client/ledger/account_book.h"
#include "operators/client/ledger/listing.h"
#include "operators/client/ledger/totals.h"

namespace encours::ledger {

using state::v1::LedgerItem;
using state::v1::LedgerTotals;

bool AccountBook::open_misjudged(std::size_t items_max) {
  std::vector<std::string> misjudged;
  open_items_.for_each(head_.open_items(), [&](const state::v1::LedgerOpenItem& entry) {
    if (opened_.contains(entry.id())) {
      return;  // judged at the end of the step as it is
    }
    LedgerItem item;
    const bool found = items_.find(head_.items(), entry.id(), item);
    ENCOURS_ASSERT(found, "an open item is an item");
    const Word word = word_of_lists(item, lists_.complete_for(item.id()));
    if (word.adjusted_minor != item.adjusted_minor() || !is_open(item, word)) {
      misjudged.push_back(entry.id());
    }
  });
  const std::size_t count = std::min(misjudged.size(), items_max);
  for (std::size_t i = 0; i < count; ++i) {
    open(misjudged[i]);
  }
  return count == misjudged.size();
}

// Works out what lists make of the item now, and books the difference to what they made of it.
void AccountBook::hear_lists(OpenedItem& opened) {
  LedgerItem& item = opened.item;
  const ListedBefore& before = opened.listed_before;
  const Word word = word_of_lists(item, lists_.complete_for(item.id()));
  if (word.adjusted_minor != before.adjusted_minor || item.currency() != before.currency) {
    book_adjustment(before.currency, -before.adjusted_minor);
    book_adjustment(item.currency(), word.adjusted_minor);
  }
  item.set_adjusted_minor(word.adjusted_minor);
  item.set_open(is_open(item, word));
  opened.changed =
      opened.changed || word.adjusted_minor != before.adjusted_minor || item.open() != before.open;
  if (watches_lists_) {
    add_drift(item, before, drift_);
  } else if (!lists_.empty()) {
    drift_explained_ = forget_drift(rows_, account_, item) || drift_explained_;
  }
}

// A movement of an item and its counterpart outside.
void AccountBook::book_adjustment(std::string_view currency, std::int64_t minor) {
  if (minor == 0) {
    return;
  }
  constexpr int kCause = v1::MOVEMENT_CAUSE_ABSENT_FROM_LIST;
  LedgerTotals& totals = totals_of(checked_currency(currency));
  if (!add_by_cause(*totals.mutable_moved_minor(), kCause, minor) ||
      !add_by_cause(*totals.mutable_outside_minor(), kCause, -minor)) {
    note(refuse(RejectReason::kAmountOverflow, "movements of one account"));
  }
}

void AccountBook::keep_open(const OpenedItem& opened) {
  if (opened.item.open() == opened.listed_before.open) {
    return;
  }
  if (!opened.item.open()) {
    open_items_.erase(*head_.mutable_open_items(), opened.item.id());
    return;
  }
  state::v1::LedgerOpenItem entry;
  entry.set_id(opened.item.id());
  open_items_.put(*head_.mutable_open_items(), entry);
}

}  // namespace encours::ledger
