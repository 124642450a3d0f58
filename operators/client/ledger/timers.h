// What in an account counts from a day and changes by time alone: a dispute expires, a payment
// becomes final, a returned one is forgiven. Used by the account's book.
//
// By timer and day the items are listed, so that the turn of a day finds those it concerns without
// looking at the others; a border in the head row tells which days have run out, so that rows are
// the same whether an account was touched since or not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "encours/v1/policy.pb.h"
#include "operators/client/ledger/tables.h"
#include "operators/client/ledger/timer.h"

namespace encours::ledger {

// The first day on which what counts from `from` has run out in that segment; kNoDay: never.
Day runs_out_on(const v1::Policy& policy, std::string_view segment, Timer timer, Day from);

class TimedDays {
 public:
  // All are kept by reference; `head` holds the lists of days.
  TimedDays(Rows& rows, const AccountKey& account, const v1::Policy& policy, Day today,
            state::v1::LedgerHead& head)
      : rows_(rows), account_(account), policy_(policy), today_(today), head_(head) {}

  // The item begins or ceases to count from that day.
  void add(const TimedDay& timed, std::string_view item_id);
  void remove(const TimedDay& timed, std::string_view item_id);

  // Whether it still counts on the day of the step.
  bool runs(Timer timer, Day from) const;

  // The listed days that run out with the step or, when a new policy gives more time, run again:
  // their items are to be counted anew. Moves the borders.
  std::vector<TimedDay> move_borders();

  // The next day on which one of the listed days runs out, kNoDay if none will.
  Day next_run_out() const;

  // Items that count from that day.
  std::vector<std::string> items_of(const TimedDay& timed) const;

 private:
  const state::v1::LedgerTimer* find(Timer timer) const;

  Rows& rows_;
  const AccountKey& account_;
  const v1::Policy& policy_;
  const Day today_;
  state::v1::LedgerHead& head_;
};

// Which days had run out when it was made: how items stand in the totals until they are counted
// anew.
class Borders {
 public:
  explicit Borders(const state::v1::LedgerHead& head);
  bool runs(Timer timer, Day from) const;

 private:
  std::vector<TimedDay> last_run_out_;
};

}  // namespace encours::ledger
