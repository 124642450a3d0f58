// The ladder of one account and currency: what is open and disputed by due date, kept by changes of
// one rung at a time. Every change costs O(log n) in the due dates, whatever the number of items.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

#include "operators/client/ageing/tables.h"
#include "operators/domain/day.h"

namespace encours::ageing {

// Current, 1-30, 31-60, 61-90, over 90 days late.
inline constexpr int kBuckets = 5;
// Days after the due date on which an amount enters each of the buckets but the first.
inline constexpr std::array<Day, kBuckets - 1> kBucketBegins{1, 31, 61, 91};

// The bucket of an amount due on `due_on`, on day `today`; current when there is no day yet.
int bucket_of(Day due_on, Day today);

// The month of a day, counted from January 1970.
std::int32_t month_of(Day day);

class Ladder {
 public:
  // `row` is the currency's part of the head row, being edited.
  Ladder(Rows& rows, const AccountKey& account, state::v1::AgeingLadder& row);

  // Adds to what is open and disputed of a due date. False when a sum overflows.
  [[nodiscard]] bool add(Day due_on, std::int64_t open, std::int64_t disputed, Day today);

  // Brings buckets and the next change to `today`.
  void turn(Day today);

  // Calls visit(due_on, open, disputed) from the oldest due date until it answers false.
  using Visit = std::function<bool(Day due_on, std::int64_t open, std::int64_t disputed)>;
  static void for_each(Rows& rows, const AccountKey& account, const state::v1::AgeingLadder& row,
                       const Visit& visit);

 private:
  [[nodiscard]] bool add_to_month(std::int32_t month, std::int64_t open, std::int64_t disputed);
  // Whether the rung came into being or went.
  bool change_rung(state::v1::AgeingMonth& page, Day due_on, std::int64_t open,
                   std::int64_t disputed) const;
  std::optional<Day> first_due_from(Day from);
  void find_marks(Day today);
  MonthKey key(std::int32_t month) const;

  Rows& rows_;
  const AccountKey& account_;
  state::v1::AgeingLadder& row_;
  Currency currency_;
};

}  // namespace encours::ageing
