#include "operators/client/ledger/extension.h"

#include <algorithm>

namespace encours::ledger {
namespace {

using state::v1::ItemExtension;
using state::v1::LedgerItem;

const ItemExtension* extension_of(const LedgerItem& item, int line) {
  for (const ItemExtension& extension : item.extensions()) {
    if (extension.line() == line) {
      return &extension;
    }
  }
  return nullptr;
}

}  // namespace

Day due_on(const LedgerItem& item, int place) {
  if (item.has_heritage()) {
    return item.heritage().due_on();
  }
  return item.statement_due().empty() ? item.due_on(place) : item.statement_due(0).due_on();
}

Day extended_to(const LedgerItem& item, int place) {
  Day to = item.has_heritage() ? item.heritage().extended_to() : kNoDay;
  const ItemExtension* own = extension_of(item, item.line(place));
  if (own == nullptr) {
    own = extension_of(item, 0);
  }
  if (own != nullptr) {
    to = own->due_on();
  }
  return to > due_on(item, place) ? to : kNoDay;
}

void extend(const ItemExtension& extension, LedgerItem& item) {
  auto& all = *item.mutable_extensions();
  const auto place = std::lower_bound(
      all.begin(), all.end(), extension,
      [](const ItemExtension& a, const ItemExtension& b) { return a.line() < b.line(); });
  const auto at = place - all.begin();
  if (place == all.end() || place->line() != extension.line()) {
    *all.Add() = extension;
    std::rotate(all.pointer_begin() + at, all.pointer_end() - 1, all.pointer_end());
  } else if (extension.agreed_on() >= place->agreed_on()) {
    *place = extension;
  }
}

}  // namespace encours::ledger
