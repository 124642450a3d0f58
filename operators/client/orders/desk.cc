#include "operators/client/orders/desk.h"

#include <algorithm>

#include "operators/client/checked.h"
#include "operators/client/findings.h"
#include "operators/client/orders/breaker.h"
#include "operators/client/orders/schedule.h"
#include "operators/client/orders/small_orders.h"
#include "operators/client/orders/way_out.h"
#include "operators/domain/entity.h"
#include "operators/domain/total.h"
#include "schemas/topics.h"

namespace encours::orders {
namespace {

constexpr std::string_view kDecisionsTopic = "credit.order-decisions";

std::string sums_text(const state::v1::OrderBook& book) {
  std::string text;
  for (const state::v1::OrderSums& sums : book.sums()) {
    text.append(sums.SerializeAsString()).push_back('\x1f');
  }
  return text;
}

bool any_in_mode(const Causes& reasons, v1::RuleMode mode) {
  return std::any_of(reasons.begin(), reasons.end(),
                     [&](const v1::Cause& cause) { return cause.mode() == mode; });
}

// The rules of that mode become what holds the order.
void set_holding(BookedOrder& order, const Causes& reasons, v1::RuleMode mode) {
  order.clear_holding();
  for (const v1::Cause& cause : reasons) {
    const bool listed =
        order.holding_size() > 0 && order.holding(order.holding_size() - 1).rule() == cause.rule();
    if (cause.mode() != mode || listed) {
      continue;
    }
    state::v1::HoldingRule& rule = *order.add_holding();
    rule.set_rule(cause.rule());
    rule.set_kind(cause.kind());
    rule.set_mode(cause.mode());
    rule.set_severity(cause.severity());
  }
}

// Takes the hold off an order that had one.
void set_free(BookedOrder& order) {
  order.clear_holding();
  if (has_hold(order)) {
    order.set_hold(v1::HOLD_STATE_RELEASED);
  }
}

bool same_hold(const BookedOrder& a, const BookedOrder& b) {
  const auto same_rule = [](const auto& x, const auto& y) {
    return x.rule() == y.rule() && x.mode() == y.mode();
  };
  return a.hold() == b.hold() && std::equal(a.holding().begin(), a.holding().end(),
                                            b.holding().begin(), b.holding().end(), same_rule);
}

// The order of the event, if the event is about that order.
const v1::Order* order_in(const Input& input, std::string_view order_id) {
  const v1::Order* order = nullptr;
  if (input.kind == Kind::kOrderPlaced) {
    order = &input.event->order_placed().order();
  } else if (input.kind == Kind::kOrderChanged) {
    order = &input.event->order_changed().order();
  } else if (input.kind == Kind::kOrderReopened) {
    order = &input.event->order_reopened().order();
  }
  return order != nullptr && entity_id(order->ref()) == order_id ? order : nullptr;
}

// What the order is beside an order on credit.
void set_exempt(const v1::Order& said, BookedOrder& order) {
  order.clear_exempt();
  if (said.prepaid()) {
    order.add_exempt(v1::EXEMPTION_PREPAID);
  }
  if (said.cash_sale()) {
    order.add_exempt(v1::EXEMPTION_CASH);
  }
  if (said.running_contract()) {
    order.add_exempt(v1::EXEMPTION_RUNNING_CONTRACT);
  }
}

// Whether nothing of the order may ship.
bool stands_in_the_way(const BookedOrder& order) {
  return order.hold() == v1::HOLD_STATE_ACTIVE;
}

}  // namespace

Desk::Desk(const Input& input, Rows& rows, Emit& emit, AccountKey account)
    : input_(input),
      rows_(rows),
      emit_(emit),
      account_(std::move(account)),
      policy_(policy_in_force(rows)),
      book_(rows, account_),
      sums_before_(sums_text(book_.head())) {}

Climate& Desk::climate() {
  if (!climate_.has_value()) {
    climate_.emplace(read_climate(input_, rows_, account_, book_.head()));
  }
  return *climate_;
}

BookedOrder Desk::booked(const OrderValueChanged& changed, const BookedOrder* held) const {
  BookedOrder order = held == nullptr ? BookedOrder() : *held;
  const v1::Order* said = order_in(input_, changed.order_id);
  if (held == nullptr) {
    const bool dated = said != nullptr && said->document_date() != 0;
    order.set_id(changed.order_id);
    order.set_placed_on(dated ? checked_day(said->document_date()) : input_.day);
    order.set_valid_until(kNoDay);
  }
  if (said != nullptr) {
    order.set_priority(said->priority());
    order.set_terms_days(said->terms_days());
    set_exempt(*said, order);
  }
  if (held != nullptr && held->currency() != changed.currency.code()) {
    order.clear_release();  // its cap is in the currency it was released in
  }
  order.set_revision(changed.revision);
  order.set_currency(std::string(changed.currency.code()));
  order.set_open_minor(changed.open_after);
  order.set_prepaid_minor(changed.prepaid);
  set_later(changed.scheduled, input_.day, policy_.order_horizon_days(), order);
  order.set_reopened(order.reopened() || (held == nullptr && changed.came_back));
  if (changed.shipped) {
    order.set_checkpoint(v1::CHECKPOINT_DELIVERY);
  } else if (held == nullptr || changed.placed_or_changed) {
    order.set_checkpoint(v1::CHECKPOINT_ORDER_ENTRY);
  }
  return order;
}

// Goods of the order have left by this event.
bool Desk::goods_left(const OrderValueChanged& changed) const {
  return input_.kind == Kind::kDelivery && changed.open_after < changed.open_before;
}

// An approval whose last day has passed, and which the agenda has not come to yet.
bool Desk::has_ended(const BookedOrder& order) const {
  return order.verdict() == v1::VERDICT_APPROVED && order.valid_until() != kNoDay &&
         order.valid_until() < input_.day;
}

void Desk::value_changed(const OrderValueChanged& changed) {
  BookedOrder held;
  const bool known = book_.find(changed.order_id, held);
  const BookedOrder* before = known ? &held : nullptr;
  const bool over = changed.closed || (changed.open_after == 0 && !changed.placed_or_changed);
  if (over && !known) {
    return;
  }
  const bool against_hold = known && goods_left(changed) && stands_in_the_way(held);
  if (against_hold) {
    note_held_delivery(held, changed.open_before - changed.open_after);
  }
  if (over) {
    leave(held);
    return;
  }
  BookedOrder order = booked(changed, before);
  if (!known || changed.placed_or_changed) {
    count_small(before, changed.shipped, order);
    judge(before, std::move(order), Occasion::kPlaced);
  } else if (against_hold || (goods_left(changed) && has_ended(held))) {
    judge(before, std::move(order), Occasion::kShipped);
  } else if (waits(held)) {
    judge(before, std::move(order), Occasion::kReview);
  } else {
    replace(before, &order);
  }
}

void Desk::leave(const BookedOrder& order) {
  BookedOrder gone = order;
  withdraw_small(gone);
  gone.set_open_minor(0);
  set_free(gone);
  replace(&order, nullptr);
  note(&order, gone, {}, false, "");
}

bool Desk::is_released(const BookedOrder& order) {
  return order.has_release() && order.open_minor() <= order.release().cap_minor() &&
         (order.release().valid_until() == kNoDay || input_.day <= order.release().valid_until());
}

// The last day of an approval given today; a policy that names no days lets it stand.
Day Desk::approval_ends() const {
  const int days = policy_.approval_valid_days();
  return days == 0 || input_.day == kNoDay ? kNoDay : input_.day + days;
}

// What is approved besides the order, in the limit's currency.
std::int64_t Desk::approved_without(const BookedOrder* order) {
  const bool counts = order != nullptr && order->verdict() == v1::VERDICT_APPROVED;
  Valued approved;
  for (const state::v1::OrderSums& sums : book_.head().sums()) {
    const bool of_order = counts && sums.currency() == order->currency();
    const std::int64_t minor = sums.approved_minor() - sums.approved_later_minor() -
                               sums.approved_prepaid_minor() -
                               (of_order ? counted_minor(*order) : 0);
    approved.add({in_limit_currency(climate(), sums.currency(), minor), false});
  }
  return approved.minor;
}

std::int64_t Desk::room_minor() {
  return std::clamp(
      climate().allowance_minor() - climate().documents_minor - approved_without(nullptr),
      -kTotalMinorMax, kTotalMinorMax);
}

// Whether rules hold the order. Where the breaker is open they may only propose; an order that they
// hold already stays held, and waiting for an advance is no alarm.
bool Desk::hold_by_rules(Causes& reasons, const BookedOrder* before, bool forced) {
  if (!any_in_mode(reasons, v1::RULE_MODE_ENFORCE)) {
    return false;
  }
  const bool held = before != nullptr && before->verdict() == v1::VERDICT_HELD;
  if (held || forced || awaits_prepayment(reasons) ||
      may_hold(input_, rows_, emit_, account_.segment, policy_.holds_per_hour_max())) {
    return true;
  }
  stop_by_breaker(reasons);
  return false;
}

void Desk::judge(const BookedOrder* before, BookedOrder order, Occasion occasion) {
  const std::int64_t others = std::clamp(climate().documents_minor + approved_without(before),
                                         -kTotalMinorMax, kTotalMinorMax);
  Causes reasons = reasons_against(climate(), book_.head(), order, others);
  const bool rejected = order.verdict() == v1::VERDICT_REJECTED && occasion != Occasion::kDecided;
  if (rejected) {
    note(before, order, {rejected_cause(climate(), order)}, occasion != Occasion::kReview,
         order.rejected_by());
    replace(before, &order);
    return;
  }
  if (occasion == Occasion::kReview && order.verdict() == v1::VERDICT_APPROVED) {
    relieve(*before, std::move(order), reasons);
    return;
  }
  if (occasion == Occasion::kEnded) {
    order.set_checkpoint(v1::CHECKPOINT_DELIVERY);  // it was entered long ago
  }
  // An order of which nothing is open is decided on, but there is nothing to hold or to keep.
  const bool empty = order.open_minor() == 0;
  const bool spoken_against =
      any_in_mode(reasons, v1::RULE_MODE_ENFORCE) || any_in_mode(reasons, v1::RULE_MODE_PROPOSE);
  const bool forced = climate().forced && !is_exempt(policy_, order);
  const bool released = spoken_against && !forced && is_released(order);
  order.clear_rejected_by();
  if (!empty && !released && hold_by_rules(reasons, before, forced)) {
    order.set_verdict(v1::VERDICT_HELD);
    order.set_valid_until(kNoDay);
    order.set_hold(v1::HOLD_STATE_ACTIVE);
    set_holding(order, reasons, v1::RULE_MODE_ENFORCE);
  } else {
    order.set_verdict(v1::VERDICT_APPROVED);
    order.set_valid_until(released ? order.release().valid_until() : approval_ends());
    set_free(order);
    if (!empty && !released && any_in_mode(reasons, v1::RULE_MODE_PROPOSE)) {
      order.set_hold(v1::HOLD_STATE_PROPOSED);
      set_holding(order, reasons, v1::RULE_MODE_PROPOSE);
    }
  }
  await_acknowledgement(before, order);
  const bool changed = before == nullptr || before->verdict() != order.verdict();
  note(before, order, std::move(reasons), changed || occasion != Occasion::kReview,
       released ? order.release().decided_by() : "");
  replace(before, empty ? nullptr : &order);
  note_waiting(order);
}

// An approval stands; what was proposed against it goes as its causes go.
void Desk::relieve(const BookedOrder& before, BookedOrder order, const Causes& reasons) {
  auto& holding = *order.mutable_holding();
  for (int i = holding.size() - 1; i >= 0; --i) {
    const bool still = std::any_of(reasons.begin(), reasons.end(), [&](const v1::Cause& cause) {
      return cause.rule() == holding[i].rule() && cause.mode() >= v1::RULE_MODE_PROPOSE;
    });
    if (!still) {
      holding.DeleteSubrange(i, 1);
    }
  }
  if (holding.empty()) {
    set_free(order);
  }
  note(&before, order, reasons, false, "");
  replace(&before, &order);
  note_waiting(order);
}

void Desk::replace(const BookedOrder* before, const BookedOrder* after) {
  wakes_changed_ = true;
  overflow_ = overflow_ || !book_.replace(before, after);
}

void Desk::note(const BookedOrder* before, const BookedOrder& after, Causes reasons, bool decision,
                std::string_view decided_by) {
  const auto [place, first] = told_.try_emplace(after.id());
  Told& told = place->second;
  if (first && before != nullptr) {
    told.before = *before;
  }
  told.after = after;
  told.reasons = std::move(reasons);
  told.decision = told.decision || decision;
  told.decided_by = decided_by;
}

// The room that would help a waiting order: a held one must fit, one that is approved under a
// proposal is relieved when all that is approved fits, and where no rule speaks of the limit room
// does not help.
std::int64_t Desk::room_wanted(const BookedOrder& order) {
  const bool by_limit =
      std::any_of(order.holding().begin(), order.holding().end(),
                  [](const auto& rule) { return rule.kind() == v1::RULE_KIND_LIMIT_EXCEEDED; });
  if (!by_limit) {
    return kTotalMinorMax;
  }
  return order.verdict() == v1::VERDICT_APPROVED
             ? 0
             : in_limit_currency(climate(), order.currency(), counted_minor(order));
}

// Keeps what a later review goes by: the first order that waits sets it, the others lower it.
void Desk::note_waiting(const BookedOrder& order) {
  if (!waits(order)) {
    return;
  }
  const std::int64_t wanted = room_wanted(order);
  state::v1::OrderBook& book = book_.edit();
  const bool only = book.waiting() == 1;
  if (only) {
    book.set_climate(climate().fingerprint());
  }
  book.set_least_room_minor(only ? wanted : std::min(book.least_room_minor(), wanted));
  if (book.has_review()) {
    state::v1::OrderReview& review = *book.mutable_review();
    review.set_least_room_minor(std::min(review.least_room_minor(), wanted));
  }
}

Verdict Desk::finish() {
  if (overflow_) {
    return refuse(RejectReason::kAmountOverflow, "orders of the account");
  }
  say_told();
  if (book_.exists()) {
    if (book_.head().waiting() > 0) {
      book_.edit().set_room_minor(room_minor());
    }
    replace_findings(rows_, emit_, account_, kOperatorName,
                     findings_of(rows_, account_, book_.head(), climate()));
    book_.drop_if_empty();
  }
  if (sums_text(book_.head()) != sums_before_) {
    emit_.say(OrderBookChanged{account_});
  }
  ask_for_wakes();
  return accept();
}

void Desk::say_told() {
  for (const auto& [id, told] : told_) {
    const BookedOrder& before = told.before.has_value() ? *told.before : BookedOrder();
    if (told.decision || (told.before.has_value() && before.verdict() != told.after.verdict())) {
      v1::OrderDecision decision =
          order_decision(account_, told.after, told.reasons, told.decided_by);
      if (told.after.verdict() == v1::VERDICT_HELD) {
        find_way_out(rows_, climate(), told.after, told.reasons,
                     climate().documents_minor + approved_without(nullptr),
                     *decision.mutable_way_out());
      }
      *decision.mutable_origin() = emit_.origin(kOperatorName, id);
      decision.mutable_origin()->set_policy_version(policy_.version());
      emit_.send(kDecisionsTopic, client_segment_key(account_.client_id, account_.segment),
                 decision);
    }
    if (!same_hold(before, told.after)) {
      emit_.say(
          HoldChanged{account_, order_hold(account_, told.after, told.reasons, told.decided_by)});
    }
  }
}

}  // namespace encours::orders
