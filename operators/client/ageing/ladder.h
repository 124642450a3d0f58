// The ladder of one account and currency: what is open and disputed by due date, kept by changes of
// one rung at a time. A change costs one page of a month, whatever the number of items and dates;
// most questions are answered from the head row alone.
#pragma once

#include <array>
#include <cstdint>

#include "operators/client/ageing/tables.h"
#include "operators/domain/day.h"

namespace encours::ageing {

// Current, 1-30, 31-60, 61-90, over 90 days late.
inline constexpr int kBuckets = 5;
// Days after the due date on which an amount enters each of the buckets but the first.
inline constexpr std::array<Day, kBuckets - 1> kBucketBegins{1, 31, 61, 91};

// The bucket of an amount due on `due_on`, on day `today`; current when there is no day yet.
int bucket_of(Day due_on, Day today);

// The month of a day, counted from January 1970, and the first day of a month.
std::int32_t month_of(Day day);
Day first_day_of(std::int32_t month);

// Changes of a ladder. `row` is the currency's part of the head row, being edited.
class Ladder {
 public:
  Ladder(Rows& rows, const AccountKey& account, state::v1::AgeingLadder& row);

  // Adds to what is open and disputed of a due date. False when a sum goes beyond its bound.
  [[nodiscard]] bool add(Day due_on, std::int64_t open, std::int64_t disputed, Day today);

  // Brings the buckets to `today`.
  void turn(Day today);

 private:
  // Whether something is open on the day afterwards.
  bool change_rung(Day due_on, std::int64_t open, std::int64_t disputed);
  [[nodiscard]] bool add_to_month(Day due_on, bool stands, std::int64_t open,
                                  std::int64_t disputed);

  Rows& rows_;
  const AccountKey& account_;
  state::v1::AgeingLadder& row_;
  Currency currency_;
};

// The earliest due date at or after `from` with something open, kNoDay if there is none.
Day first_due_from(const state::v1::AgeingLadder& row, Day from);

// The earliest due date with something open, kNoDay if nothing is.
Day oldest_due_on(const state::v1::AgeingLadder& row);

// The next day on which an amount changes its bucket, kNoDay if none will.
Day next_crossing(const state::v1::AgeingLadder& row, Day today);

struct Amounts {
  std::int64_t open = 0;
  std::int64_t disputed = 0;
};

// What is due before the day. Reads the page of one month at most.
Amounts due_before(Rows& rows, const AccountKey& account, const state::v1::AgeingLadder& row,
                   Day day);

// The due date at which the clean amounts, added up from the oldest, exceed `credit`: the oldest
// that is left when credits pay the oldest first. kNoDay when the credit pays all. Reads the page
// of one month at most.
Day oldest_beyond(Rows& rows, const AccountKey& account, const state::v1::AgeingLadder& row,
                  std::int64_t credit);

}  // namespace encours::ageing
