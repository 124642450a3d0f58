#include "operators/client/ledger/dispute_days.h"

#include <algorithm>
#include <string>

namespace encours::ledger {

int DisputeDays::place_of(Day day) const {
  const auto& days = head_.dispute_day();
  return static_cast<int>(std::lower_bound(days.begin(), days.end(), day) - days.begin());
}

void DisputeDays::add(Day day, std::string_view item_id, Day clean_before) {
  auto& days = *head_.mutable_dispute_day();
  auto& sizes = *head_.mutable_dispute_day_items();
  const int place = place_of(day);
  if (place == days.size() || days[place] != day) {
    days.Add(day);
    std::rotate(days.begin() + place, days.end() - 1, days.end());
    sizes.Add();
    std::rotate(sizes.pointer_begin() + place, sizes.pointer_end() - 1, sizes.pointer_end());
    if (day < clean_before) {
      shift_border(1);
    }
  }
  state::v1::DisputedItem entry;
  entry.set_id(std::string(item_id));
  const AccountDay owner{account_, day};
  DisputedSet(rows_, kLedgerDisputeDays, owner).put(sizes[place], entry);
}

void DisputeDays::remove(Day day, std::string_view item_id) {
  auto& days = *head_.mutable_dispute_day();
  auto& sizes = *head_.mutable_dispute_day_items();
  const int place = place_of(day);
  ENCOURS_ASSERT(place < days.size() && days[place] == day, "the day of a dispute is listed");
  const AccountDay owner{account_, day};
  const bool removed = DisputedSet(rows_, kLedgerDisputeDays, owner).erase(sizes[place], item_id);
  ENCOURS_ASSERT(removed, "a disputed item is listed under the day of its dispute");
  if (sizes[place].count() == 0) {
    days.erase(days.begin() + place);
    sizes.erase(sizes.begin() + place);
    if (place < head_.dispute_days_expired()) {
      shift_border(-1);
    }
  }
}

Day DisputeDays::clean_before() const {
  const int expired = head_.dispute_days_expired();
  return expired == 0 ? kNoDay : head_.dispute_day(expired - 1) + 1;
}

std::vector<Day> DisputeDays::move_border(Day clean_before) {
  const int then = head_.dispute_days_expired();
  const int now = place_of(clean_before);
  head_.set_dispute_days_expired(now);
  const auto& days = head_.dispute_day();
  return {days.begin() + std::min(then, now), days.begin() + std::max(then, now)};
}

Day DisputeDays::first_in_force() const {
  const int expired = head_.dispute_days_expired();
  return expired < head_.dispute_day_size() ? head_.dispute_day(expired) : kNoDay;
}

std::vector<std::string> DisputeDays::items_of(Day day) const {
  std::vector<std::string> items;
  const AccountDay owner{account_, day};
  DisputedSet(rows_, kLedgerDisputeDays, owner)
      .for_each(head_.dispute_day_items(place_of(day)),
                [&](const state::v1::DisputedItem& entry) { items.push_back(entry.id()); });
  return items;
}

}  // namespace encours::ledger
