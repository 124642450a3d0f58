#include "operators/client/ledger/continuation.h"

#include <algorithm>

#include "operators/client/ledger/extension.h"
#include "operators/client/ledger/item.h"

namespace encours::ledger {
namespace {

using state::v1::ItemDispute;
using state::v1::ItemHeritage;
using state::v1::LedgerItem;

// Puts into `to` the disputes of `from` that it does not have, by id.
void merge(const google::protobuf::RepeatedPtrField<ItemDispute>& from,
           google::protobuf::RepeatedPtrField<ItemDispute>& to) {
  for (const ItemDispute& dispute : from) {
    const auto place = std::lower_bound(
        to.begin(), to.end(), dispute,
        [](const auto& one, const auto& other) { return one.dispute_id() < other.dispute_id(); });
    const auto at = place - to.begin();
    if (place != to.end() && place->dispute_id() == dispute.dispute_id()) {
      continue;
    }
    ItemDispute& added = *to.Add();
    added = dispute;
    added.set_line(0);  // lines of the predecessor mean nothing here
    std::rotate(to.pointer_begin() + at, to.pointer_end() - 1, to.pointer_end());
  }
}

// False when the predecessor has nothing to leave.
bool heritage_of(const LedgerItem& predecessor, int line, ItemHeritage& heritage) {
  if (!has_document(predecessor) || predecessor.due_on().empty()) {
    return false;
  }
  const auto& numbers = predecessor.line();
  const auto named = std::find(numbers.begin(), numbers.end(), line);
  const int place = named == numbers.end() ? 0 : static_cast<int>(named - numbers.begin());
  heritage.set_due_on(due_on(predecessor, place));
  heritage.set_extended_to(extended_to(predecessor, place));
  merge(predecessor.disputes(), *heritage.mutable_disputes());
  merge(predecessor.heritage().disputes(), *heritage.mutable_disputes());
  return true;
}

}  // namespace

bool inherit(const LedgerItem& predecessor, LedgerItem& heir) {
  ItemHeritage heritage;
  if (!heritage_of(predecessor, heir.continues_line(), heritage)) {
    const bool had = heir.has_heritage();
    heir.clear_heritage();
    return had;
  }
  const bool same =
      heir.has_heritage() && heir.heritage().SerializeAsString() == heritage.SerializeAsString();
  if (!same) {
    *heir.mutable_heritage() = std::move(heritage);
  }
  return !same;
}

void add_heir(std::string_view id, LedgerItem& predecessor) {
  auto& heirs = *predecessor.mutable_continued_by();
  const auto place = std::lower_bound(heirs.begin(), heirs.end(), id);
  const auto at = place - heirs.begin();
  if (place == heirs.end() || *place != id) {
    heirs.Add(std::string(id));
    std::rotate(heirs.pointer_begin() + at, heirs.pointer_end() - 1, heirs.pointer_end());
  }
}

void remove_heir(std::string_view id, LedgerItem& predecessor) {
  auto& heirs = *predecessor.mutable_continued_by();
  const auto place = std::lower_bound(heirs.begin(), heirs.end(), id);
  if (place != heirs.end() && *place == id) {
    heirs.erase(place);
  }
}

}  // namespace encours::ledger
