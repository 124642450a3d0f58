#include "operators/client/ledger/standing.h"

#include <algorithm>

#include "operators/client/ledger/item.h"
#include "operators/client/ledger/payment.h"

namespace encours::ledger {
namespace {

using state::v1::ItemMovements;
using state::v1::LedgerItem;

// Takes what was moved after the day out of the movements of one currency.
void forget_later(Day day, ItemMovements& movements) {
  int kept = 0;
  for (int i = 0; i < movements.posted_on_size(); ++i) {
    if (movements.posted_on(i) <= day) {
      movements.set_line(kept, movements.line(i));
      movements.set_moved_minor(kept, movements.moved_minor(i));
      movements.set_posted_on(kept, movements.posted_on(i));
      ++kept;
    }
  }
  movements.mutable_line()->Truncate(kept);
  movements.mutable_moved_minor()->Truncate(kept);
  movements.mutable_posted_on()->Truncate(kept);
}

// The item as it would be if nothing had been posted after the day.
LedgerItem item_on(const LedgerItem& item, Day day, const Edition& complete) {
  LedgerItem then = item;
  if (has_document(then) && then.posted_on() > day) {
    then.set_state(state::v1::ITEM_STATE_UNSPECIFIED);
    then.clear_currency();
    then.clear_amount_minor();
  }
  for (ItemMovements& movements : *then.mutable_movements()) {
    forget_later(day, movements);
  }
  if (then.has_state_change() && then.state_change().changed_on() > day) {
    then.clear_state_change();
  }
  then.set_adjusted_minor(word_of_lists(then, complete).adjusted_minor);
  return then;
}

// Days after `from` on which something of the item is posted, ascending, each once.
std::vector<Day> posting_days(const LedgerItem& item, Day from) {
  std::vector<Day> days;
  if (has_document(item)) {
    days.push_back(item.posted_on());
  }
  for (const ItemMovements& movements : item.movements()) {
    days.insert(days.end(), movements.posted_on().begin(), movements.posted_on().end());
  }
  if (item.has_state_change()) {
    days.push_back(item.state_change().changed_on());
  }
  std::erase_if(days, [from](Day day) { return day <= from; });
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

}  // namespace

Standing standing_on(const LedgerItem& item, Currency currency, Day day, const Edition& complete) {
  const auto runs = [](Timer /*timer*/, Day /*from*/) { return true; };
  for (const ItemTotals& totals : figures_of(item_on(item, day, complete), runs).totals) {
    if (totals.currency == currency) {
      return {totals.open_items_minor,
              totals.unapplied_receipts_minor + totals.unapplied_credits_minor};
    }
  }
  return {};
}

void add_standing(const LedgerItem& item, Currency currency, Day from, const Edition& complete,
                  int sign, std::vector<StandingChange>& changes) {
  Standing then;
  const auto add = [&](Day day) {
    const Standing now = standing_on(item, currency, day, complete);
    if (now != then) {
      changes.push_back({day,
                         {sign * (now.open_minor - then.open_minor),
                          sign * (now.unapplied_minor - then.unapplied_minor)}});
      then = now;
    }
  };
  add(from);
  for (const Day day : posting_days(item, from)) {
    add(day);
  }
}

}  // namespace encours::ledger
