#include "operators/client/marks.h"

#include <algorithm>

#include "operators/client/checked.h"

namespace encours {
namespace {

using state::v1::ClosedPeriod;
using state::v1::FeedMark;
using state::v1::Marks;

const Marks& held_marks(Rows& rows) {
  const Marks* held = rows.find(kMarks, ShardKey{});
  return held == nullptr ? Marks::default_instance() : *held;
}

// The row of that name, or where it would stand.
template <class List, class Name>
int place_of(const List& list, std::string_view wanted, Name name) {
  return static_cast<int>(std::lower_bound(list.begin(), list.end(), wanted,
                                           [&](const auto& row, std::string_view one) {
                                             return name(row) < one;
                                           }) -
                          list.begin());
}

std::string_view feed_of(const FeedMark& row) {
  return row.feed();
}

std::string_view company_of(const ClosedPeriod& row) {
  return row.seller_company();
}

template <class List>
auto& insert(List& list, int place) {
  list.Add();
  std::rotate(list.pointer_begin() + place, list.pointer_end() - 1, list.pointer_end());
  return list[place];
}

}  // namespace

Verdict keep_mark(const v1::FeedCompleteThrough& mark, Rows& rows) {
  const auto& held = held_marks(rows).feeds();
  const int place = place_of(held, mark.feed(), feed_of);
  const bool known = place < held.size() && held[place].feed() == mark.feed();
  const Day through = checked_day(mark.date());
  if (known && held[place].through() >= through) {
    return repeat();
  }
  auto& feeds = *rows.edit(kMarks, ShardKey{}).mutable_feeds();
  FeedMark& row = known ? feeds[place] : insert(feeds, place);
  row.set_feed(mark.feed());
  row.set_through(through);
  return accept();
}

Verdict keep_period(const v1::PeriodClosed& period, Rows& rows) {
  const auto& held = held_marks(rows).periods();
  const int place = place_of(held, period.seller_company(), company_of);
  const bool known =
      place < held.size() && held[place].seller_company() == period.seller_company();
  if (known && held[place].period() >= period.period()) {
    return repeat();
  }
  auto& periods = *rows.edit(kMarks, ShardKey{}).mutable_periods();
  ClosedPeriod& row = known ? periods[place] : insert(periods, place);
  row.set_seller_company(period.seller_company());
  row.set_period(period.period());
  return accept();
}

Day complete_through(Rows& rows, std::string_view feed) {
  const auto& feeds = held_marks(rows).feeds();
  const int place = place_of(feeds, feed, feed_of);
  return place < feeds.size() && feeds[place].feed() == feed ? feeds[place].through() : kNoDay;
}

bool is_closed(Rows& rows, std::string_view seller_company, Day posted_on) {
  const auto& periods = held_marks(rows).periods();
  const int place = place_of(periods, seller_company, company_of);
  constexpr int kDaysFactor = 100;  // yyyymmdd to yyyymm
  return posted_on != kNoDay && place < periods.size() &&
         periods[place].seller_company() == seller_company &&
         date_from_day(posted_on) / kDaysFactor <= periods[place].period();
}

}  // namespace encours
