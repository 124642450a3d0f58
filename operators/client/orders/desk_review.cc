// The desk's work on orders that the event is not about: those whose day has come, those that wait
// for room. Bounded per step; what is left goes on at the next beat.
#include "operators/client/orders/desk.h"
#include "operators/client/orders/schedule.h"
#include "operators/domain/total.h"

namespace encours::orders {

void Desk::keep_agenda() {
  forget_old();
  while (reviews_left_ > 0) {
    const std::optional<OrderPlace> first = book_.first_due();
    if (!first.has_value() || first->rank() > input_.day) {
      return;
    }
    BookedOrder order;
    const bool found = book_.find(first->id(), order);
    ENCOURS_ASSERT(found, "the agenda is of orders of the book");
    --reviews_left_;
    come_due(order);
  }
}

// An approval is not withdrawn because more of the order counts: the case says so.
void Desk::come_due(const BookedOrder& before) {
  BookedOrder order = before;
  count_due(input_.day, order);
  if (order.acknowledge_by() != 0 && order.acknowledge_by() < input_.day) {
    order.clear_acknowledge_by();
    order.set_unacknowledged(true);
  }
  if (has_ended(order)) {
    judge(&before, std::move(order), Occasion::kEnded);
  } else {
    replace(&before, &order);
  }
}

// Waiting orders are judged again when the rules, the limit or what is found on the account
// changed, or when there is more room than at the end of the last step and it may help one of them.
void Desk::review_waiting() {
  if (book_.head().waiting() == 0) {
    if (book_.head().has_review()) {
      book_.edit().clear_review();
    }
    return;
  }
  const std::int64_t room = room_minor();
  const bool more_room =
      room > book_.head().room_minor() && room >= book_.head().least_room_minor();
  if (more_room || climate().fingerprint() != book_.head().climate()) {
    begin_review();
  }
  if (book_.head().has_review()) {
    continue_review();
    wakes_changed_ = true;
  }
}

void Desk::begin_review() {
  state::v1::OrderBook& book = book_.edit();
  book.set_climate(climate().fingerprint());
  book.clear_review();
  book.mutable_review()->set_least_room_minor(kTotalMinorMax);
}

// Judges the next waiting orders by priority. Those that still wait note in the review what room
// would help them.
void Desk::continue_review() {
  for (; reviews_left_ > 0; --reviews_left_) {
    const state::v1::OrderReview& review = book_.head().review();
    const auto next =
        review.has_after() ? book_.next_waiting(review.after()) : book_.first_waiting();
    if (!next.has_value()) {
      book_.edit().set_least_room_minor(review.least_room_minor());
      book_.edit().clear_review();
      return;
    }
    *book_.edit().mutable_review()->mutable_after() = *next;
    BookedOrder order;
    const bool found = book_.find(next->id(), order);
    ENCOURS_ASSERT(found, "a waiting order is an order of the book");
    judge(&order, order, Occasion::kReview);
  }
}

// The next day of the agenda; at once where the step's share of the work was used up.
void Desk::ask_for_wakes() {
  if (!wakes_changed_) {
    return;
  }
  const std::optional<OrderPlace> first = book_.first_due();
  const Day due = first.has_value() ? static_cast<Day>(first->rank()) : kNoDay;
  const bool overdue = first.has_value() && input_.day != kNoDay && due <= input_.day;
  const Day forgets = forgets_on();
  const bool forgets_first = overdue || due == kNoDay || (forgets != kNoDay && forgets < due);
  const std::string slot = std::string(kOperatorName).append("|").append(account_.segment);
  emit_.wake(slot, forgets_first ? forgets : due);
  if (overdue || book_.head().has_review()) {
    emit_.wake_at_beat();
  }
}

}  // namespace encours::orders
