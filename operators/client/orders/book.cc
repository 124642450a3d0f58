#include "operators/client/orders/book.h"

#include <tuple>

#include "operators/client/orders/schedule.h"
#include "operators/domain/assert.h"
#include "operators/domain/total.h"

namespace encours::orders {
namespace {

using state::v1::OrderBook;
using state::v1::OrderPlace;
using state::v1::OrderSums;
using state::v1::RuleTally;

bool ends(const BookedOrder& order) {
  return order.verdict() == v1::VERDICT_APPROVED && order.valid_until() != kNoDay;
}

OrderPlace agenda_place(const BookedOrder& order) {
  OrderPlace place;
  place.set_rank(next_day(order));
  place.set_id(order.id());
  return place;
}

Day earlier(Day a, Day b) {
  return a == kNoDay || (b != kNoDay && b < a) ? b : a;
}

// The element of a sorted repeated field for which `compare` says 0, made in its place if absent;
// its position.
template <class Element, class Compare>
int position_of(google::protobuf::RepeatedPtrField<Element>& list, Compare compare,
                const Element& made) {
  int place = 0;
  while (place < list.size() && compare(list[place]) < 0) {
    ++place;
  }
  if (place == list.size() || compare(list[place]) != 0) {
    *list.Add() = made;
    for (int i = list.size() - 1; i > place; --i) {
      list.SwapElements(i, i - 1);
    }
  }
  return place;
}

bool is_zero(const OrderSums& sums) {
  return sums.approved_minor() == 0 && sums.held_minor() == 0 && sums.pending_minor() == 0;
}

// The sum in which an order of that verdict stands; nullptr for a rejected one.
std::int64_t (OrderSums::*getter_of(v1::Verdict verdict))() const {
  switch (verdict) {
    case v1::VERDICT_APPROVED:
      return &OrderSums::approved_minor;
    case v1::VERDICT_HELD:
      return &OrderSums::held_minor;
    case v1::VERDICT_PENDING:
      return &OrderSums::pending_minor;
    default:
      return nullptr;
  }
}

void set_sum(OrderSums& sums, v1::Verdict verdict, std::int64_t minor) {
  switch (verdict) {
    case v1::VERDICT_APPROVED:
      sums.set_approved_minor(minor);
      break;
    case v1::VERDICT_HELD:
      sums.set_held_minor(minor);
      break;
    default:
      sums.set_pending_minor(minor);
      break;
  }
}

auto tally_key(const std::string& rule, v1::RuleMode mode, const std::string& currency) {
  return std::tuple<std::string_view, int, std::string_view>(rule, mode, currency);
}

}  // namespace

bool has_hold(const BookedOrder& order) {
  return order.hold() == v1::HOLD_STATE_ACTIVE || order.hold() == v1::HOLD_STATE_PROPOSED;
}

bool waits(const BookedOrder& order) {
  return has_hold(order) && order.verdict() != v1::VERDICT_REJECTED;
}

Day next_day(const BookedOrder& order) {
  Day next = ends(order) ? order.valid_until() + 1 : kNoDay;
  if (!order.later().empty()) {
    next = earlier(next, order.later(0).counts_on());
  }
  if (order.acknowledge_by() != 0) {
    next = earlier(next, order.acknowledge_by() + 1);
  }
  return next;
}

OrderPlace waiting_place(const BookedOrder& order) {
  OrderPlace place;
  place.set_rank(-std::int64_t{order.priority()});
  place.set_day(order.placed_on());
  place.set_id(order.id());
  return place;
}

Book::Book(Rows& rows, const AccountKey& account)
    : rows_(rows),
      account_(account),
      orders_(rows, kOrderPages, account),
      waiting_(rows, kWaitingHeads, kWaitingPages, account),
      agenda_(rows, kAgendaHeads, kAgendaPages, account) {}

bool Book::exists() const {
  return rows_.find(kOrderBook, account_) != nullptr;
}

const OrderBook& Book::head() const {
  const OrderBook* head = rows_.find(kOrderBook, account_);
  return head == nullptr ? OrderBook::default_instance() : *head;
}

OrderBook& Book::edit() {
  return rows_.edit(kOrderBook, account_);
}

bool Book::find(std::string_view id, BookedOrder& order) const {
  return exists() && orders_.find(head().orders(), id, order);
}

bool Book::count(const BookedOrder& order, int sign) {
  OrderBook& book = edit();
  book.set_waiting(book.waiting() + (waits(order) ? sign : 0));
  book.set_active_holds(book.active_holds() + (order.hold() == v1::HOLD_STATE_ACTIVE ? sign : 0));
  const auto getter = getter_of(order.verdict());
  if (getter == nullptr) {
    return true;
  }
  OrderSums made;
  made.set_currency(order.currency());
  auto& list = *book.mutable_sums();
  const int at = position_of(
      list, [&](const OrderSums& sums) { return sums.currency().compare(order.currency()); }, made);
  std::int64_t minor = (list[at].*getter)();
  if (!add_to_total(minor, sign * order.open_minor())) {
    return false;
  }
  set_sum(list[at], order.verdict(), minor);
  if (order.verdict() == v1::VERDICT_APPROVED) {
    list[at].set_approved_later_minor(list[at].approved_later_minor() + sign * later_minor(order));
    list[at].set_approved_prepaid_minor(list[at].approved_prepaid_minor() +
                                        sign * prepaid_minor(order));
  }
  if (is_zero(list[at])) {
    list.DeleteSubrange(at, 1);
  }
  return true;
}

bool Book::tally(const BookedOrder& order, int sign) {
  auto& list = *edit().mutable_tallies();
  for (const state::v1::HoldingRule& rule : order.holding()) {
    RuleTally made;
    *made.mutable_rule() = rule;
    made.set_currency(order.currency());
    const auto wanted = tally_key(rule.rule(), rule.mode(), order.currency());
    const int at = position_of(
        list,
        [&](const RuleTally& held) {
          const auto key = tally_key(held.rule().rule(), held.rule().mode(), held.currency());
          return key < wanted ? -1 : static_cast<int>(wanted < key);
        },
        made);
    RuleTally& held = list[at];
    std::int64_t minor = held.open_minor();
    if (!add_to_total(minor, sign * order.open_minor())) {
      return false;
    }
    held.set_open_minor(minor);
    held.set_orders(held.orders() + sign);
    ENCOURS_ASSERT(held.orders() >= 0, "a rule holds no fewer orders than none");
    if (held.orders() == 0) {
      list.DeleteSubrange(at, 1);
    }
  }
  return true;
}

bool Book::count_unacknowledged(const BookedOrder& order, int sign) {
  if (!order.unacknowledged()) {
    return true;
  }
  state::v1::UnacknowledgedHolds made;
  made.set_currency(order.currency());
  auto& list = *edit().mutable_unacknowledged();
  const int at = position_of(
      list, [&](const auto& holds) { return holds.currency().compare(order.currency()); }, made);
  std::int64_t minor = list[at].open_minor();
  if (!add_to_total(minor, sign * order.open_minor())) {
    return false;
  }
  list[at].set_open_minor(minor);
  list[at].set_orders(list[at].orders() + sign);
  if (list[at].orders() == 0) {
    list.DeleteSubrange(at, 1);
  }
  return true;
}

void Book::index(const BookedOrder* before, const BookedOrder* after) {
  const bool waited = before != nullptr && waits(*before);
  const bool waits_now = after != nullptr && waits(*after);
  const Day due = before == nullptr ? kNoDay : next_day(*before);
  const Day due_now = after == nullptr ? kNoDay : next_day(*after);
  const bool same = before != nullptr && after != nullptr;
  const bool stays_waiting = same && waited && waits_now && before->priority() == after->priority();
  if (waited && !stays_waiting) {
    waiting_.erase(waiting_place(*before));
  }
  if (waits_now && !stays_waiting) {
    waiting_.insert(waiting_place(*after));
  }
  if (due != kNoDay && due != due_now) {
    agenda_.erase(agenda_place(*before));
  }
  if (due_now != kNoDay && due != due_now) {
    agenda_.insert(agenda_place(*after));
  }
}

bool Book::replace(const BookedOrder* before, const BookedOrder* after) {
  ENCOURS_ASSERT(before == nullptr || after == nullptr ||
                     (before->id() == after->id() && before->placed_on() == after->placed_on()),
                 "an order keeps its id and the day it was placed");
  const auto add = [&](const BookedOrder* order, int sign) {
    return order == nullptr ||
           (count(*order, sign) && tally(*order, sign) && count_unacknowledged(*order, sign));
  };
  if (!add(before, -1) || !add(after, 1)) {
    return false;
  }
  index(before, after);
  if (after != nullptr) {
    orders_.put(*edit().mutable_orders(), *after);
  } else if (before != nullptr) {
    const bool erased = orders_.erase(*edit().mutable_orders(), before->id());
    ENCOURS_ASSERT(erased, "an order that leaves the book was in it");
  }
  return true;
}

void Book::drop_if_empty() {
  const OrderBook* book = rows_.find(kOrderBook, account_);
  if (book != nullptr && book->orders().count() == 0 && !book->has_forced() &&
      book->small().empty() && book->held_deliveries().empty()) {
    rows_.erase(kOrderBook, account_);
  }
}

}  // namespace encours::orders
