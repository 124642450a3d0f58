#include "operators/client/ledger/drift.h"

#include <algorithm>

#include "operators/client/ledger/item.h"
#include "operators/client/ledger/listing.h"

namespace encours::ledger {
namespace {

using state::v1::DriftItem;
using state::v1::DriftKind;
using state::v1::LedgerDrift;
using state::v1::LedgerItem;

std::int64_t listed_minor(const LedgerItem& item) {
  std::int64_t sum = 0;
  for (const std::int64_t open : item.listing().open_minor()) {
    sum += open;
  }
  return sum;
}

bool due_differs(const LedgerItem& item) {
  return item.due_on_size() == 1 && item.listing().due_on_size() == 1 &&
         item.due_on(0) != item.listing().due_on(0);
}

// The kind of difference, UNSPECIFIED for none.
DriftKind kind_of(const LedgerItem& item, const ListedBefore& before) {
  const std::int64_t remainder = remainder_of(item);
  if (item.state() == state::v1::ITEM_STATE_CANCELLED ||
      (item.state() == state::v1::ITEM_STATE_LISTED && !before.documented)) {
    return state::v1::DRIFT_KIND_MISSING_HERE;
  }
  if (remainder != before.remainder_minor) {
    return remainder == 0 ? state::v1::DRIFT_KIND_MISSING_THERE : state::v1::DRIFT_KIND_AMOUNT;
  }
  const bool came = item.state() == state::v1::ITEM_STATE_KNOWN && item.has_listing();
  if (came && item.listing().currency() != item.currency()) {
    return state::v1::DRIFT_KIND_CURRENCY;
  }
  return came && remainder != 0 && due_differs(item) ? state::v1::DRIFT_KIND_DATE
                                                     : state::v1::DRIFT_KIND_UNSPECIFIED;
}

bool before_id(const DriftItem& item, std::string_view id) {
  return item.id() < id;
}

}  // namespace

ListedBefore listed_before(const LedgerItem& item) {
  return {has_document(item), item.open(), item.currency(), item.adjusted_minor(),
          remainder_of(item)};
}

void add_drift(const LedgerItem& item, const ListedBefore& before, std::vector<DriftItem>& drift) {
  const DriftKind kind = kind_of(item, before);
  if (kind == state::v1::DRIFT_KIND_UNSPECIFIED) {
    return;
  }
  const bool by_list =
      kind == state::v1::DRIFT_KIND_CURRENCY || item.state() == state::v1::ITEM_STATE_CANCELLED;
  DriftItem& found = drift.emplace_back();
  found.set_id(item.id());
  found.set_kind(kind);
  found.set_currency(by_list ? item.listing().currency() : item.currency());
  found.set_minor(by_list ? listed_minor(item) : remainder_of(item) - before.remainder_minor);
}

void record_drift(Rows& rows, const AccountKey& account, const ListSources& lists,
                  const std::vector<DriftItem>& drift) {
  const LedgerDrift* held = rows.find(kLedgerDrift, account);
  if (drift.empty() && (held == nullptr || held->items().empty())) {
    return;
  }
  LedgerDrift& row = rows.edit(kLedgerDrift, account);
  auto& items = *row.mutable_items();
  const int items_before = items.size();
  items.erase(std::remove_if(items.begin(), items.end(),
                             [&](const DriftItem& item) {
                               return item.as_of() < lists.complete_for(item.id()).as_of;
                             }),
              items.end());
  if (items.size() < items_before) {
    row.clear_more_items();
  }
  for (const DriftItem& found : drift) {
    const auto place = std::lower_bound(items.begin(), items.end(), found.id(), before_id);
    if (place != items.end() && place->id() == found.id()) {
      *place = found;
    } else if (static_cast<std::size_t>(items.size()) == kDriftItemsMax) {
      row.set_more_items(row.more_items() + 1);
      continue;
    } else {
      const auto at = place - items.begin();
      *items.Add() = found;
      std::rotate(items.pointer_begin() + at, items.pointer_end() - 1, items.pointer_end());
    }
    auto entry = std::lower_bound(items.begin(), items.end(), found.id(), before_id);
    entry->set_as_of(lists.complete_for(found.id()).as_of);
  }
}

bool forget_drift(Rows& rows, const AccountKey& account, const LedgerItem& item) {
  const LedgerDrift* held = rows.find(kLedgerDrift, account);
  if (held == nullptr) {
    return false;
  }
  const auto place =
      std::lower_bound(held->items().begin(), held->items().end(), item.id(), before_id);
  const bool found = place != held->items().end() && place->id() == item.id();
  const bool explained = found && (place->kind() == state::v1::DRIFT_KIND_MISSING_HERE
                                       ? item.state() == state::v1::ITEM_STATE_KNOWN
                                       : place->kind() != state::v1::DRIFT_KIND_CURRENCY &&
                                             !due_differs(item) && item.adjusted_minor() == 0);
  if (explained) {
    const auto at = static_cast<int>(place - held->items().begin());
    rows.edit(kLedgerDrift, account).mutable_items()->DeleteSubrange(at, 1);
  }
  return explained;
}

void drop_empty_drift(Rows& rows, const AccountKey& account) {
  const LedgerDrift* held = rows.find(kLedgerDrift, account);
  if (held != nullptr && held->ByteSizeLong() == 0) {
    rows.erase(kLedgerDrift, account);
  }
}

}  // namespace encours::ledger
