#include "operators/client/ageing/ladder.h"

#include <algorithm>

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

}  // namespace

std::int32_t month_of(Day day) {
  const std::int32_t date = date_from_day(day);
  return (date / 10000 - 1970) * 12 + date / 100 % 100 - 1;
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

MonthKey Ladder::key(std::int32_t month) const {
  return {account_, currency_, month};
}

bool Ladder::add(Day due_on, std::int64_t open, std::int64_t disputed, Day today) {
  const std::int32_t month = month_of(due_on);
  AgeingMonth& page = rows_.edit(kAgeingMonths, key(month));
  const bool rungs_changed = change_rung(page, due_on, open, disputed);
  if (page.due_on().empty()) {
    rows_.erase(kAgeingMonths, key(month));
  }
  const int bucket = bucket_of(due_on, today);
  if (!add_to_month(month, open, disputed) ||
      !add_to_total((*row_.mutable_bucket_open_minor())[bucket], open) ||
      !add_to_total((*row_.mutable_bucket_disputed_minor())[bucket], disputed)) {
    return false;
  }
  if (rungs_changed) {
    find_marks(today);
  }
  return true;
}

bool Ladder::change_rung(AgeingMonth& page, Day due_on, std::int64_t open,
                         std::int64_t disputed) const {
  const int place = place_of(page.due_on(), due_on);
  const bool held = holds(page.due_on(), place, due_on);
  if (!held) {
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
    return !held;
  }
  remove(*page.mutable_due_on(), place);
  remove(*page.mutable_open_minor(), place);
  remove(*page.mutable_disputed_minor(), place);
  return held;
}

bool Ladder::add_to_month(std::int32_t month, std::int64_t open, std::int64_t disputed) {
  const int place = place_of(row_.month(), month);
  if (!holds(row_.month(), place, month)) {
    insert(*row_.mutable_month(), place, month);
    insert(*row_.mutable_open_minor(), place, std::int64_t{0});
    insert(*row_.mutable_disputed_minor(), place, std::int64_t{0});
  }
  std::int64_t& month_open = (*row_.mutable_open_minor())[place];
  if (!add_to_total(month_open, open) ||
      !add_to_total((*row_.mutable_disputed_minor())[place], disputed)) {
    return false;
  }
  if (month_open == 0) {
    remove(*row_.mutable_month(), place);
    remove(*row_.mutable_open_minor(), place);
    remove(*row_.mutable_disputed_minor(), place);
  }
  return true;
}

// The earliest due date at or after `from` with something open.
std::optional<Day> Ladder::first_due_from(Day from) {
  for (int i = place_of(row_.month(), month_of(from)); i < row_.month_size(); ++i) {
    const AgeingMonth* page = rows_.find(kAgeingMonths, key(row_.month(i)));
    ENCOURS_ASSERT(page != nullptr, "a month with something open has its page");
    const int place = place_of(page->due_on(), from);
    if (place < page->due_on_size()) {
      return page->due_on(place);
    }
  }
  return std::nullopt;
}

// The oldest due date, and the next day on which an amount crosses into another bucket.
void Ladder::find_marks(Day today) {
  row_.clear_oldest_due_on();
  row_.clear_changes_on();
  if (row_.month().empty()) {
    return;
  }
  row_.set_oldest_due_on(rows_.find(kAgeingMonths, key(row_.month(0)))->due_on(0));
  if (today == kNoDay) {  // everything is current until a day tells otherwise
    row_.set_changes_on(row_.oldest_due_on() + kBucketBegins.front());
    return;
  }
  for (const Day begins : kBucketBegins) {
    // Not in that bucket yet: due + begins > today.
    const std::optional<Day> due_on = first_due_from(today - begins + 1);
    if (due_on.has_value() && (!row_.has_changes_on() || *due_on + begins < row_.changes_on())) {
      row_.set_changes_on(*due_on + begins);
    }
  }
}

void Ladder::turn(Day today) {
  auto& open = *row_.mutable_bucket_open_minor();
  auto& disputed = *row_.mutable_bucket_disputed_minor();
  std::fill(open.begin(), open.end(), 0);
  std::fill(disputed.begin(), disputed.end(), 0);
  for (int i = 0; i < row_.month_size(); ++i) {
    const AgeingMonth* page = rows_.find(kAgeingMonths, key(row_.month(i)));
    ENCOURS_ASSERT(page != nullptr && page->due_on_size() > 0,
                   "a month with something open has its page");
    const int bucket = bucket_of(page->due_on(0), today);
    if (bucket == bucket_of(page->due_on(page->due_on_size() - 1), today)) {
      open[bucket] += row_.open_minor(i);
      disputed[bucket] += row_.disputed_minor(i);
      continue;
    }
    for (int rung = 0; rung < page->due_on_size(); ++rung) {
      const int rung_bucket = bucket_of(page->due_on(rung), today);
      open[rung_bucket] += page->open_minor(rung);
      disputed[rung_bucket] += page->disputed_minor(rung);
    }
  }
  find_marks(today);
}

void Ladder::for_each(Rows& rows, const AccountKey& account, const AgeingLadder& row,
                      const Visit& visit) {
  const Currency currency = checked_currency(row.currency());
  for (const std::int32_t month : row.month()) {
    const AgeingMonth* page = rows.find(kAgeingMonths, MonthKey{account, currency, month});
    ENCOURS_ASSERT(page != nullptr, "a month with something open has its page");
    for (int i = 0; i < page->due_on_size(); ++i) {
      if (!visit(page->due_on(i), page->open_minor(i), page->disputed_minor(i))) {
        return;
      }
    }
  }
}

}  // namespace encours::ageing
