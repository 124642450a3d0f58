#include "operators/client/orders/small_orders.h"

#include <tuple>

#include "operators/client/checked.h"

namespace encours::orders {
namespace {

using state::v1::BookedOrder;
using state::v1::OrderBook;
using state::v1::SmallOrders;

bool in_reach(Day day, Day today) {
  return today != kNoDay && day >= today - kSmallOrdersDays && day <= today + kSmallOrdersDays;
}

auto key_of(Day placed_on, const std::string& currency) {
  return std::tuple<Day, std::string_view>(placed_on, currency);
}

// Where the sum of an order's day and currency stands, or would.
int place_of(const OrderBook& book, const BookedOrder& order) {
  const auto wanted = key_of(order.placed_on(), order.currency());
  int place = 0;
  while (place < book.small_size() &&
         key_of(book.small(place).placed_on(), book.small(place).currency()) < wanted) {
    ++place;
  }
  return place;
}

bool holds(const OrderBook& book, int place, const BookedOrder& order) {
  return place < book.small_size() && book.small(place).placed_on() == order.placed_on() &&
         book.small(place).currency() == order.currency();
}

}  // namespace

void add_small(std::int64_t value_minor, Day today, BookedOrder& order, OrderBook& book) {
  if (!in_reach(order.placed_on(), today)) {
    return;
  }
  const int place = place_of(book, order);
  if (!holds(book, place, order)) {
    SmallOrders& added = *book.add_small();
    added.set_placed_on(order.placed_on());
    added.set_currency(order.currency());
    for (int i = book.small_size() - 1; i > place; --i) {
      book.mutable_small()->SwapElements(i, i - 1);
    }
  }
  SmallOrders& sum = *book.mutable_small(place);
  sum.set_orders(sum.orders() + 1);
  sum.set_value_minor(sum.value_minor() + value_minor);
  order.set_small_minor(value_minor);
}

void remove_small(BookedOrder& order, OrderBook& book) {
  const int place = place_of(book, order);
  // The day may be forgotten by now.
  if (order.small_minor() != 0 && holds(book, place, order)) {
    SmallOrders& sum = *book.mutable_small(place);
    sum.set_orders(sum.orders() - 1);
    sum.set_value_minor(sum.value_minor() - order.small_minor());
    if (sum.orders() == 0) {
      book.mutable_small()->DeleteSubrange(place, 1);
    }
  }
  order.clear_small_minor();
}

void forget_small(Day today, OrderBook& book) {
  auto& small = *book.mutable_small();
  for (int i = small.size() - 1; i >= 0; --i) {
    if (!in_reach(small[i].placed_on(), today)) {
      small.DeleteSubrange(i, 1);
    }
  }
}

SmallSum small_around(const OrderBook& book, const v1::Policy& policy, Day day, int days,
                      Currency into) {
  SmallSum found;
  Valued value;
  for (const SmallOrders& sum : book.small()) {
    if (sum.placed_on() > day - days && sum.placed_on() < day + days) {
      found.orders += sum.orders();
      value.add(value_in(policy, checked_currency(sum.currency()), sum.value_minor(), into));
    }
  }
  found.minor = value.minor;
  return found;
}

}  // namespace encours::orders
