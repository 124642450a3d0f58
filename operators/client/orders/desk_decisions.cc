// What people decide about orders and accounts. Only a person's word lifts a forced hold or lets an
// order pass above a rule.
#include "operators/client/checked.h"
#include "operators/client/findings.h"
#include "operators/client/orders/desk.h"
#include "operators/domain/entity.h"

namespace encours::orders {
namespace {

Verdict bad_decision(std::string_view detail) {
  return refuse(RejectReason::kBadDecision, detail);
}

bool about_account(v1::DecisionAction action) {
  return action == v1::DECISION_ACTION_FORCED_HOLD || action == v1::DECISION_ACTION_LIFT;
}

}  // namespace

Verdict Desk::decide(const v1::HumanDecision& decision) {
  const bool other_segment = !decision.segment().empty() && decision.segment() != account_.segment;
  if (other_segment) return bad_decision("order_ref: an order of another segment");
  if (decision.action() == v1::DECISION_ACTION_LIFT) return lift_hold(decision);
  if (about_account(decision.action())) {
    force_hold(decision);
    return accept();
  }
  BookedOrder order;
  const bool found = book_.find(entity_id(decision.order_ref()), order);
  if (!found) return bad_decision("order_ref: no open order of that name");
  if (decision.action() == v1::DECISION_ACTION_RELEASE) return release(decision, order);
  if (decision.action() == v1::DECISION_ACTION_REJECT) {
    reject(decision, order);
  } else {
    judge(&order, order, Occasion::kDecided);
  }
  return accept();
}

// The release covers the order up to the cap and the day; what grows beyond is judged again. Under
// a forced hold it waits until that is lifted.
Verdict Desk::release(const v1::HumanDecision& decision, const BookedOrder& order) {
  const Day until = checked_day(decision.valid_until());
  const bool ended = until != kNoDay && until < input_.day;
  const bool other_currency = decision.has_cap() && decision.cap().currency() != order.currency();
  if (other_currency) return refuse(RejectReason::kBadCurrency, "cap: not the order's");
  if (ended) return bad_decision("valid_until: the day has passed");
  BookedOrder released = order;
  state::v1::OrderRelease& release = *released.mutable_release();
  release.set_cap_minor(decision.has_cap() ? checked_minor(decision.cap()) : order.open_minor());
  release.set_valid_until(until == kNoDay ? approval_ends() : until);
  release.set_decided_by(decision.decided_by());
  judge(&order, std::move(released), Occasion::kDecided);
  return accept();
}

// The order stays under a hold, so that nobody ships it, until the source cancels it or a person
// decides anew.
void Desk::reject(const v1::HumanDecision& decision, const BookedOrder& order) {
  BookedOrder rejected = order;
  rejected.clear_release();
  rejected.set_verdict(v1::VERDICT_REJECTED);
  rejected.set_valid_until(kNoDay);
  rejected.set_rejected_by(decision.decided_by());
  const v1::Cause cause = rejected_cause(climate(), rejected);
  rejected.set_hold(v1::HOLD_STATE_ACTIVE);
  rejected.clear_holding();
  state::v1::HoldingRule& rule = *rejected.add_holding();
  rule.set_rule(cause.rule());
  rule.set_kind(cause.kind());
  rule.set_mode(cause.mode());
  rule.set_severity(cause.severity());
  await_acknowledgement(&order, rejected);
  note(&order, rejected, {cause}, true, decision.decided_by());
  replace(&order, &rejected);
}

void Desk::force_hold(const v1::HumanDecision& decision) {
  state::v1::ForcedHold& forced = *book_.edit().mutable_forced();
  forced.set_decision_id(decision.decision_id());
  forced.set_decided_by(decision.decided_by());
  forced.set_reason(decision.reason());
  forced.set_since(input_.day);
  climate_.reset();
  Causes causes;
  for (const v1::Cause& cause : climate().account_wide) {
    if (cause.kind() == v1::RULE_KIND_FORCED_HOLD) {
      causes.push_back(cause);
    }
  }
  emit_.say(HoldChanged{account_, account_hold(account_, policy_, causes, v1::HOLD_STATE_ACTIVE,
                                               decision.decided_by())});
}

Verdict Desk::lift_hold(const v1::HumanDecision& decision) {
  if (!book_.head().has_forced()) return bad_decision("action: there is no forced hold to lift");
  book_.edit().clear_forced();
  climate_.reset();
  emit_.say(HoldChanged{account_, account_hold(account_, policy_, {}, v1::HOLD_STATE_RELEASED,
                                               decision.decided_by())});
  return accept();
}

}  // namespace encours::orders
