// What the desk keeps of orders beside their verdict: how they add up with others of the same
// weeks, whether the ERP has taken note of their holds, which goods left all the same.
#include <algorithm>

#include "operators/client/checked.h"
#include "operators/client/findings.h"
#include "operators/client/orders/desk.h"
#include "operators/client/orders/small_orders.h"
#include "operators/domain/entity.h"

namespace encours::orders {
namespace {

// Days that a delivery under a hold stands in the case: time for a person to see it.
constexpr Day kHeldDeliveryDays = 30;

// The newest of an account: a feed gone wrong cannot fill its row.
constexpr int kHeldDeliveriesMax = 50;

bool watches_splits(const Climate& climate) {
  return climate.limit.max_order_minor > 0 &&
         std::any_of(climate.policy.rules().begin(), climate.policy.rules().end(),
                     [&](const v1::Rule& rule) {
                       return rule.kind() == v1::RULE_KIND_ORDER_SPLIT &&
                              rule_applies(rule, climate.account, climate.client_kind);
                     });
}

}  // namespace

// An order that ships in parts counts with the value it had before.
void Desk::count_small(const BookedOrder* before, bool shipped, BookedOrder& order) {
  const std::int64_t counted = before != nullptr ? before->small_minor() : 0;
  if (counted == 0 && !watches_splits(climate())) {
    return;
  }
  remove_small(order, book_.edit());
  wakes_changed_ = true;
  if (!watches_splits(climate())) {
    return;
  }
  const LimitTerms& limit = climate().limit;
  const Currency currency = checked_currency(order.currency());
  const std::int64_t value = std::max(order.open_minor(), shipped ? counted : 0);
  if (value > 0 &&
      value_in(policy_, currency, value, limit.order_currency).minor <= limit.max_order_minor) {
    add_small(value, input_.day, order, book_.edit());
  }
}

// What was cancelled or closed before it shipped was not bought; what left stays in the sums.
void Desk::withdraw_small(BookedOrder& order) {
  const bool withdrawn = input_.kind == Kind::kOrderCancelled || input_.kind == Kind::kOrderClosed;
  if (!withdrawn || order.small_minor() == 0) {
    return;
  }
  const std::int64_t left = order.small_minor() - order.open_minor();
  remove_small(order, book_.edit());
  if (left > 0) {
    add_small(left, input_.day, order, book_.edit());
  }
}

// A hold is acknowledged once for each revision of its order.
void Desk::await_acknowledgement(const BookedOrder* before, BookedOrder& order) const {
  const bool holds = order.hold() == v1::HOLD_STATE_ACTIVE;
  const bool known = before != nullptr && before->hold() == v1::HOLD_STATE_ACTIVE &&
                     before->revision() == order.revision();
  if (holds && known) {
    return;
  }
  const bool asked = holds && policy_.acknowledge_days() != 0 && input_.day != kNoDay;
  order.set_acknowledge_by(asked ? input_.day + policy_.acknowledge_days() : 0);
  order.set_unacknowledged(false);
}

// An acknowledgement binds as the decision does: to the order at its revision. One of an order that
// is no longer here, or no longer held, tells nothing.
void Desk::acknowledge(const v1::ErpAcknowledgement& said) {
  BookedOrder order;
  const bool held =
      book_.find(entity_id(said.ref()), order) && order.hold() == v1::HOLD_STATE_ACTIVE;
  if (!held) {
    return;
  }
  if (said.document_revision() != order.revision() ||
      said.result() == v1::ACKNOWLEDGEMENT_RESULT_OTHER_REVISION) {
    book_.edit().set_other_revisions_acknowledged(book_.head().other_revisions_acknowledged() + 1);
    return;
  }
  BookedOrder answered = order;
  answered.clear_acknowledge_by();
  answered.set_unacknowledged(said.result() != v1::ACKNOWLEDGEMENT_RESULT_APPLIED);
  replace(&order, &answered);
}

void Desk::note_held_delivery(const BookedOrder& order, std::int64_t left_minor) {
  auto& deliveries = *book_.edit().mutable_held_deliveries();
  if (deliveries.size() == kHeldDeliveriesMax) {
    deliveries.DeleteSubrange(0, 1);
  }
  state::v1::HeldDelivery& delivery = *deliveries.Add();
  delivery.set_order_id(order.id());
  delivery.set_heard_on(input_.day);
  delivery.set_currency(order.currency());
  delivery.set_value_minor(left_minor);
  wakes_changed_ = true;
}

void Desk::forget_old() {
  const Day forgets = forgets_on();
  if (forgets == kNoDay || input_.day == kNoDay || forgets > input_.day) {
    return;
  }
  auto& deliveries = *book_.edit().mutable_held_deliveries();
  while (!deliveries.empty() && deliveries[0].heard_on() + kHeldDeliveryDays < input_.day) {
    deliveries.DeleteSubrange(0, 1);
  }
  forget_small(input_.day, book_.edit());
  wakes_changed_ = true;
}

// The day on which the oldest of what is remembered has been kept long enough, kNoDay if nothing
// is.
Day Desk::forgets_on() const {
  const state::v1::OrderBook& book = book_.head();
  const auto forgotten = [](Day since, Day days) {
    return since == kNoDay ? kNoDay : since + days + 1;
  };
  const Day delivery = book.held_deliveries().empty()
                           ? kNoDay
                           : forgotten(book.held_deliveries(0).heard_on(), kHeldDeliveryDays);
  const Day small =
      book.small().empty() ? kNoDay : forgotten(book.small(0).placed_on(), kSmallOrdersDays);
  return delivery == kNoDay || (small != kNoDay && small < delivery) ? small : delivery;
}

}  // namespace encours::orders
