// The order book of one account: its orders, and everything that is kept about all of them at once
// so that no event has to look through them: sums by verdict, what each rule holds, who waits,
// for which time alone does something first. Used by the desk.
#pragma once

#include <optional>
#include <string_view>

#include "encours/state/v1/orders.pb.h"
#include "operators/client/orders/order_index.h"
#include "operators/domain/day.h"
#include "operators/domain/money.h"
#include "operators/domain/paged_set.h"
#include "operators/operator.h"

namespace encours {

inline constexpr Table<AccountKey, state::v1::OrderBook> kOrderBook{50, "order_book",
                                                                    Content::kHistory};
inline constexpr Table<AccountPageKey, state::v1::Page> kOrderPages{51, "order", Content::kHistory};
inline constexpr Table<AccountKey, state::v1::OrderIndexHead> kWaitingHeads{
    52, "waiting_order_head", Content::kHistory};
inline constexpr Table<AccountPageKey, state::v1::OrderIndexPage> kWaitingPages{53, "waiting_order",
                                                                                Content::kHistory};
// 54 and 55 were an index of approvals alone.
inline constexpr Table<AccountKey, state::v1::OrderIndexHead> kAgendaHeads{57, "order_agenda_head",
                                                                           Content::kHistory};
inline constexpr Table<AccountPageKey, state::v1::OrderIndexPage> kAgendaPages{58, "order_agenda",
                                                                               Content::kHistory};

namespace orders {

using state::v1::BookedOrder;
using OrderSet = PagedSet<BookedOrder, AccountPageKey, AccountKey>;

// Whether the order has a hold that stands, or one that is proposed.
bool has_hold(const BookedOrder& order);

// Whether rules may still change their mind about the order when something gets better.
bool waits(const BookedOrder& order);

// The next day on which time alone does something to the order: its approval has ended, a part of
// it begins to count, its hold should have been acknowledged. kNoDay if there is none.
Day next_day(const BookedOrder& order);

// Where the order stands among those that wait: by priority, then by the day it was placed.
state::v1::OrderPlace waiting_place(const BookedOrder& order);

class Book {
 public:
  // `account` must outlive the book.
  Book(Rows& rows, const AccountKey& account);

  // False when the book has no row: the account never had an order or a hold.
  bool exists() const;
  const state::v1::OrderBook& head() const;
  state::v1::OrderBook& edit();

  bool find(std::string_view id, BookedOrder& order) const;

  // Puts `after` in the place of `before`; nullptr = it is not in the book. False when a sum of the
  // account would grow beyond what can be held exactly; nothing may then be kept of the step.
  [[nodiscard]] bool replace(const BookedOrder* before, const BookedOrder* after);

  // The order that is judged first when room appears, or the first after a place.
  std::optional<state::v1::OrderPlace> first_waiting() const { return waiting_.first(); }
  std::optional<state::v1::OrderPlace> next_waiting(const state::v1::OrderPlace& place) const {
    return waiting_.first_after(place);
  }

  // The order whose next day comes first; its rank is that day.
  std::optional<state::v1::OrderPlace> first_due() const { return agenda_.first(); }

  // Drops the row of an account without orders, holds and memories.
  void drop_if_empty();

 private:
  [[nodiscard]] bool count(const BookedOrder& order, int sign);
  [[nodiscard]] bool tally(const BookedOrder& order, int sign);
  [[nodiscard]] bool count_unacknowledged(const BookedOrder& order, int sign);
  void index(const BookedOrder* before, const BookedOrder* after);

  Rows& rows_;
  const AccountKey& account_;
  OrderSet orders_;
  OrderIndex waiting_;
  OrderIndex agenda_;
};

}  // namespace orders
}  // namespace encours
