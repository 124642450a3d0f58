#include "operators/client/ageing/ladder.h"

#include <algorithm>
#include <bit>

#include "operators/client/checked.h"
#include "operators/domain/total.h"

namespace encours::ageing {
namespace {

using state::v1::AgeingLadder;
using state::v1::AgeingMonth;

// Where `value` stands in an ascending list, or would.
template <class List, class Value>
int place_of(const List& list, Value value) {
  return static_cast<int>(std::lower_bound(list.begin(), list.end(), value) - list.begin());
}

template <class List>
bool holds(const List& list, int place, std::int32_t value) {
  return place < list.size() && list.Get(place) == value;
}

// Puts `value` in front of the element at `place`.
template <class List, class Value>
void insert(List& list, int place, Value value) {
  list.Add(value);
  std::rotate(list.begin() + place, list.end() - 1, list.end());
}

template <class List>
void remove(List& list, int place) {
  list.erase(list.begin() + place);
}

// The bits of the days of a month before the day, which lies in that month or after it.
std::uint32_t days_before(std::int32_t month, Day day) {
  const Day days = day - first_day_of(month);
  return days >= 31 ? ~0U : (1U << days) - 1;
}

const AgeingMonth& page_of(Rows& rows, const AccountKey& account, const AgeingLadder& row,
                           std::int32_t month) {
  const AgeingMonth* page = rows.find(
      kAgeingMonths, MonthKey{account, checked_currency(row.currency()), month, row.put_off()});
  ENCOURS_ASSERT(page != nullptr, "a month with something open has its page");
  return *page;
}

}  // namespace

std::int32_t month_of(Day day) {
  const std::int32_t date = date_from_day(day);
  return (date / 10000 - 1970) * 12 + date / 100 % 100 - 1;
}

Day first_day_of(std::int32_t month) {
  const std::int32_t months = month + 1970 * 12;
  return checked_day(months / 12 * 10000 + (months % 12 + 1) * 100 + 1);
}

int bucket_of(Day due_on, Day today) {
  int bucket = 0;
  if (today != kNoDay) {
    for (const Day begins : kBucketBegins) {
      bucket += today - due_on >= begins ? 1 : 0;
    }
  }
  return bucket;
}

Ladder::Ladder(Rows& rows, const AccountKey& account, AgeingLadder& row)
    : rows_(rows), account_(account), row_(row), currency_(checked_currency(row.currency())) {
  row_.mutable_bucket_open_minor()->Resize(kBuckets, 0);
  row_.mutable_bucket_disputed_minor()->Resize(kBuckets, 0);
}

bool Ladder::add(Day due_on, std::int64_t open, std::int64_t disputed, Day today) {
  const bool stands = change_rung(due_on, open, disputed);
  const int bucket = bucket_of(due_on, today);
  return add_to_month(due_on, stands, open, disputed) &&
         add_to_total((*row_.mutable_bucket_open_minor())[bucket], open) &&
         add_to_total((*row_.mutable_bucket_disputed_minor())[bucket], disputed);
}

bool Ladder::change_rung(Day due_on, std::int64_t open, std::int64_t disputed) {
  const MonthKey key{account_, currency_, month_of(due_on), row_.put_off()};
  AgeingMonth& page = rows_.edit(kAgeingMonths, key);
  const int place = place_of(page.due_on(), due_on);
  if (!holds(page.due_on(), place, due_on)) {
    insert(*page.mutable_due_on(), place, due_on);
    insert(*page.mutable_open_minor(), place, std::int64_t{0});
    insert(*page.mutable_disputed_minor(), place, std::int64_t{0});
  }
  std::int64_t& rung_open = (*page.mutable_open_minor())[place];
  std::int64_t& rung_disputed = (*page.mutable_disputed_minor())[place];
  rung_open += open;
  rung_disputed += disputed;
  ENCOURS_ASSERT(rung_open >= 0 && rung_disputed >= 0 && rung_disputed <= rung_open,
                 "what is open of a due date is positive and the disputed part lies within it");
  if (rung_open != 0) {
    return true;
  }
  remove(*page.mutable_due_on(), place);
  remove(*page.mutable_open_minor(), place);
  remove(*page.mutable_disputed_minor(), place);
  if (page.due_on().empty()) {
    rows_.erase(kAgeingMonths, key);
  }
  return false;
}

bool Ladder::add_to_month(Day due_on, bool stands, std::int64_t open, std::int64_t disputed) {
  const std::int32_t month = month_of(due_on);
  const int place = place_of(row_.month(), month);
  if (!holds(row_.month(), place, month)) {
    insert(*row_.mutable_month(), place, month);
    insert(*row_.mutable_due_days(), place, 0U);
    insert(*row_.mutable_open_minor(), place, std::int64_t{0});
    insert(*row_.mutable_disputed_minor(), place, std::int64_t{0});
  }
  const std::uint32_t bit = 1U << (due_on - first_day_of(month));
  std::uint32_t& due_days = (*row_.mutable_due_days())[place];
  due_days = stands ? due_days | bit : due_days & ~bit;
  if (!add_to_total((*row_.mutable_open_minor())[place], open) ||
      !add_to_total((*row_.mutable_disputed_minor())[place], disputed)) {
    return false;
  }
  if (due_days == 0) {
    remove(*row_.mutable_month(), place);
    remove(*row_.mutable_due_days(), place);
    remove(*row_.mutable_open_minor(), place);
    remove(*row_.mutable_disputed_minor(), place);
  }
  return true;
}

void Ladder::turn(Day today) {
  Amounts younger = due_before(rows_, account_, row_, INT32_MAX);
  for (int bucket = 0; bucket < kBuckets; ++bucket) {
    // What is at least as old as the next bucket begins: all of it is older than this one.
    Amounts older;
    if (bucket + 1 < kBuckets && today != kNoDay) {
      const Day begins = kBucketBegins.at(static_cast<std::size_t>(bucket));
      older = due_before(rows_, account_, row_, today - begins + 1);
    }
    row_.set_bucket_open_minor(bucket, younger.open - older.open);
    row_.set_bucket_disputed_minor(bucket, younger.disputed - older.disputed);
    younger = older;
  }
}

Day first_due_from(const AgeingLadder& row, Day from) {
  const std::int32_t month = month_of(from);
  for (int i = place_of(row.month(), month); i < row.month_size(); ++i) {
    const std::uint32_t passed = row.month(i) == month ? days_before(month, from) : 0;
    const std::uint32_t days = row.due_days(i) & ~passed;
    if (days != 0) {
      return first_day_of(row.month(i)) + std::countr_zero(days);
    }
  }
  return kNoDay;
}

Day oldest_due_on(const AgeingLadder& row) {
  return row.month().empty() ? kNoDay
                             : first_day_of(row.month(0)) + std::countr_zero(row.due_days(0));
}

Day next_crossing(const AgeingLadder& row, Day today) {
  const Day oldest = oldest_due_on(row);
  if (oldest == kNoDay || today == kNoDay) {
    // Everything is current until a day tells otherwise.
    return oldest == kNoDay ? kNoDay : oldest + kBucketBegins.front();
  }
  Day next = kNoDay;
  for (const Day begins : kBucketBegins) {
    const Day due_on = first_due_from(row, today - begins + 1);  // not in that bucket yet
    if (due_on != kNoDay && (next == kNoDay || due_on + begins < next)) {
      next = due_on + begins;
    }
  }
  return next;
}

Amounts due_before(Rows& rows, const AccountKey& account, const AgeingLadder& row, Day day) {
  Amounts sum;
  for (int i = 0; i < row.month_size() && first_day_of(row.month(i)) < day; ++i) {
    if ((row.due_days(i) & ~days_before(row.month(i), day)) == 0) {
      sum.open += row.open_minor(i);
      sum.disputed += row.disputed_minor(i);
      continue;
    }
    const AgeingMonth& page = page_of(rows, account, row, row.month(i));
    for (int rung = 0; rung < page.due_on_size() && page.due_on(rung) < day; ++rung) {
      sum.open += page.open_minor(rung);
      sum.disputed += page.disputed_minor(rung);
    }
  }
  return sum;
}

Day oldest_beyond(Rows& rows, const AccountKey& account, const AgeingLadder& row,
                  std::int64_t credit) {
  for (int i = 0; i < row.month_size(); ++i) {
    const std::int64_t clean = row.open_minor(i) - row.disputed_minor(i);
    if (clean <= credit) {
      credit -= clean;
      continue;
    }
    const AgeingMonth& page = page_of(rows, account, row, row.month(i));
    for (int rung = 0; rung < page.due_on_size(); ++rung) {
      const std::int64_t rung_clean = page.open_minor(rung) - page.disputed_minor(rung);
      if (rung_clean > credit) {
        return page.due_on(rung);
      }
      credit -= rung_clean;
    }
    ENCOURS_ASSERT(false, "a month's rungs add up to the month");
  }
  return kNoDay;
}

}  // namespace encours::ageing
