// On which days the open disputes of an account were opened, and on which items: what the expiry of
// disputes needs to find them without looking at every item. Used by the account's book.
#pragma once

#include <string_view>
#include <vector>

#include "operators/client/ledger/tables.h"

namespace encours::ledger {

class DisputeDays {
 public:
  // Both are kept by reference; `head` holds the list of days.
  DisputeDays(Rows& rows, const AccountKey& account, state::v1::LedgerHead& head)
      : rows_(rows), account_(account), head_(head) {}

  // The item gains or loses its disputes of that day. `clean_before`: disputes of earlier days have
  // expired.
  void add(Day day, std::string_view item_id, Day clean_before);
  void remove(Day day, std::string_view item_id);

  // Disputes opened before that day count as expired in the totals; kNoDay: none does.
  Day clean_before() const;

  // Moves the border to `clean_before`; the listed days that it passed over, whose items are to be
  // counted anew. It moves back when the policy gives disputes more time.
  std::vector<Day> move_border(Day clean_before);

  // The first day whose disputes are still in force, kNoDay if none.
  Day first_in_force() const;

  // Items with a dispute of the day.
  std::vector<std::string> items_of(Day day) const;

 private:
  int place_of(Day day) const;  // of the first listed day that is not before it
  void shift_border(int days) {
    head_.set_dispute_days_expired(head_.dispute_days_expired() + days);
  }

  Rows& rows_;
  const AccountKey& account_;
  state::v1::LedgerHead& head_;
};

}  // namespace encours::ledger
