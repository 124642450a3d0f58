#include "operators/client/orders/judging.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "operators/client/checked.h"
#include "operators/client/evidence.h"
#include "operators/client/findings.h"
#include "operators/client/orders/book.h"
#include "operators/client/orders/schedule.h"
#include "operators/client/orders/small_orders.h"
#include "operators/domain/entity.h"
#include "operators/domain/total.h"

namespace encours::orders {
namespace {

using state::v1::BookedOrder;

// An order on the bench: what rules ask of it.
struct Order {
  const BookedOrder& booked;
  Currency currency;
  std::string name;          // for people
  std::int64_t limit_minor;  // what counts of it, in the limit's currency
};

// About natural persons a rule may only propose: a person decides.
bool is_natural_person(v1::ClientKind kind) {
  return kind == v1::CLIENT_KIND_SOLE_TRADER || kind == v1::CLIENT_KIND_CONSUMER;
}

// Whether a rule holds by this reason, and not a person.
bool holds_by_rule(const v1::Cause& cause) {
  return cause.mode() == v1::RULE_MODE_ENFORCE && cause.kind() != v1::RULE_KIND_FORCED_HOLD;
}

v1::Cause start_reason(const Climate& climate, const v1::Rule& rule, const Order& order,
                       const Valued& at_stake) {
  v1::Cause cause;
  cause.set_rule(rule.name());
  cause.set_kind(rule.kind());
  cause.set_mode(rule.mode());
  cause.set_severity(rule.severity());
  cause.set_subject(order.name);
  cause.set_since(date_from_day(climate.day));
  wire_from_minor(reporting_currency(climate.policy), at_stake.minor, *cause.mutable_at_stake());
  add_evidence(cause, "order", order.currency, order.booked.open_minor());
  return cause;
}

void check_limit(const Climate& climate, const v1::Rule& rule, const Order& order,
                 std::int64_t others_minor, Causes& reasons) {
  const LimitTerms& limit = climate.limit;
  const std::int64_t total =
      std::clamp(others_minor + order.limit_minor, -kTotalMinorMax, kTotalMinorMax);
  // What is beyond the horizon takes nothing of the limit yet.
  if (!limit.bounded() || order.limit_minor <= 0 || total <= ceiling_minor(limit, rule)) {
    return;
  }
  const Valued at_stake =
      value_reported(climate.policy, limit.currency, total - limit.amount_minor);
  if (at_stake.minor < rule.minimum_minor()) {
    return;
  }
  v1::Cause cause = start_reason(climate, rule, order, at_stake);
  add_evidence(cause, "exposure", limit.currency, others_minor);
  add_evidence(cause, "limit", limit.currency, limit.amount_minor);
  if (rule.threshold_bp() != 0) {
    add_evidence(cause, "tolerance_bp", std::int64_t{rule.threshold_bp()});
  }
  reasons.push_back(std::move(cause));
}

void check_order_value(const Climate& climate, const v1::Rule& rule, const Order& order,
                       Causes& reasons) {
  const LimitTerms& limit = climate.limit;
  const Valued at_stake = value_reported(climate.policy, order.currency, order.booked.open_minor());
  if (limit.max_order_minor == 0 || at_stake.minor < rule.minimum_minor() ||
      value_in(climate.policy, order.currency, order.booked.open_minor(), limit.order_currency)
              .minor <= limit.max_order_minor) {
    return;
  }
  v1::Cause cause = start_reason(climate, rule, order, at_stake);
  add_evidence(cause, "max_order_value", limit.order_currency, limit.max_order_minor);
  reasons.push_back(std::move(cause));
}

void check_terms(const Climate& climate, const v1::Rule& rule, const Order& order,
                 Causes& reasons) {
  const int allowed =
      climate.limit.max_terms_days != 0 ? climate.limit.max_terms_days : climate.usual_terms_days;
  const Valued at_stake = value_reported(climate.policy, order.currency, order.booked.open_minor());
  if (allowed == 0 || order.booked.terms_days() <= allowed ||
      at_stake.minor < rule.minimum_minor()) {
    return;
  }
  v1::Cause cause = start_reason(climate, rule, order, at_stake);
  add_evidence(cause, "terms_days", std::int64_t{order.booked.terms_days()});
  add_evidence(cause, "max_terms_days", std::int64_t{allowed});
  reasons.push_back(std::move(cause));
}

// Orders within the largest allowed value, placed so near to each other that they are judged as
// one.
void check_split(const Climate& climate, const v1::Rule& rule, const state::v1::OrderBook& book,
                 const Order& order, Causes& reasons) {
  const LimitTerms& limit = climate.limit;
  if (limit.max_order_minor == 0 || order.booked.small_minor() == 0) {
    return;
  }
  const SmallSum together = small_around(book, climate.policy, order.booked.placed_on(),
                                         rule.threshold_days(), limit.order_currency);
  const Valued at_stake = value_reported(climate.policy, limit.order_currency, together.minor);
  if (together.orders < 2 || together.minor <= limit.max_order_minor ||
      at_stake.minor < rule.minimum_minor()) {
    return;
  }
  v1::Cause cause = start_reason(climate, rule, order, at_stake);
  add_evidence(cause, "orders_together", together.orders);
  add_evidence(cause, "value_together", limit.order_currency, together.minor);
  add_evidence(cause, "max_order_value", limit.order_currency, limit.max_order_minor);
  add_evidence(cause, "within_days", std::int64_t{rule.threshold_days()});
  reasons.push_back(std::move(cause));
}

void check_reopened(const Climate& climate, const v1::Rule& rule, const Order& order,
                    Causes& reasons) {
  const Valued at_stake = value_reported(climate.policy, order.currency, order.booked.open_minor());
  if (order.booked.reopened() && at_stake.minor >= rule.minimum_minor()) {
    reasons.push_back(start_reason(climate, rule, order, at_stake));
  }
}

// The client pays before we ship, and has not yet.
void check_prepayment(const Climate& climate, const v1::Rule& rule, const Order& order,
                      Causes& reasons) {
  const auto& exempt = order.booked.exempt();
  const bool prepaid =
      std::find(exempt.begin(), exempt.end(), v1::EXEMPTION_PREPAID) != exempt.end();
  const std::int64_t missing = order.booked.open_minor() - order.booked.prepaid_minor();
  const Valued at_stake = value_reported(climate.policy, order.currency, missing);
  if (!prepaid || missing <= 0 || at_stake.minor < rule.minimum_minor()) {
    return;
  }
  v1::Cause cause = start_reason(climate, rule, order, at_stake);
  add_evidence(cause, "prepaid", order.currency, order.booked.prepaid_minor());
  reasons.push_back(std::move(cause));
}

void check_rule(const Climate& climate, const v1::Rule& rule, const state::v1::OrderBook& book,
                const Order& order, std::int64_t others_minor, Causes& reasons) {
  switch (rule.kind()) {
    case v1::RULE_KIND_LIMIT_EXCEEDED:
      return check_limit(climate, rule, order, others_minor, reasons);
    case v1::RULE_KIND_ORDER_VALUE:
      return check_order_value(climate, rule, order, reasons);
    case v1::RULE_KIND_TERMS:
      return check_terms(climate, rule, order, reasons);
    case v1::RULE_KIND_ORDER_SPLIT:
      return check_split(climate, rule, book, order, reasons);
    case v1::RULE_KIND_ORDER_REOPENED:
      return check_reopened(climate, rule, order, reasons);
    case v1::RULE_KIND_AWAITING_PREPAYMENT:
      return check_prepayment(climate, rule, order, reasons);
    default:
      return;
  }
}

// By what the order passes an account-wide hold; UNSPECIFIED if by nothing.
v1::Exemption exemption_of(const v1::Policy& policy, const BookedOrder& order) {
  for (const int exemption : order.exempt()) {
    const auto& passing = policy.hold_exemptions();
    const bool granted = exemption != v1::EXEMPTION_PREPAID || is_paid_for(order);
    if (granted && std::find(passing.begin(), passing.end(), exemption) != passing.end()) {
      return static_cast<v1::Exemption>(exemption);
    }
  }
  return v1::EXEMPTION_UNSPECIFIED;
}

// The person's hold is listed, and does nothing.
void let_pass(v1::Exemption exemption, Causes& reasons) {
  for (v1::Cause& cause : reasons) {
    if (cause.kind() == v1::RULE_KIND_FORCED_HOLD) {
      cause.set_mode(v1::RULE_MODE_SHADOW);
      add_evidence(cause, "exempt",
                   exemption == v1::EXEMPTION_PREPAID ? "PREPAID"
                   : exemption == v1::EXEMPTION_CASH  ? "CASH"
                                                      : "RUNNING_CONTRACT");
    }
  }
}

}  // namespace

bool is_paid_for(const BookedOrder& order) {
  return order.open_minor() > 0 && order.prepaid_minor() >= order.open_minor();
}

bool is_exempt(const v1::Policy& policy, const BookedOrder& order) {
  return exemption_of(policy, order) != v1::EXEMPTION_UNSPECIFIED;
}

void stop_by_breaker(Causes& reasons) {
  for (v1::Cause& cause : reasons) {
    if (holds_by_rule(cause)) {
      cause.set_mode(v1::RULE_MODE_PROPOSE);
      add_evidence(cause, "circuit_breaker", "BREAKER");
    }
  }
}

v1::Cause rejected_cause(const Climate& climate, const BookedOrder& order) {
  const Currency currency = checked_currency(order.currency());
  v1::Cause cause;
  cause.set_rule(std::string(kRejectedRule));
  cause.set_kind(v1::RULE_KIND_FORCED_HOLD);
  cause.set_mode(v1::RULE_MODE_ENFORCE);
  cause.set_severity(v1::SEVERITY_NOTE);
  cause.set_subject(display_name(document_ref(order.id())));
  const Valued at_stake = value_reported(climate.policy, currency, order.open_minor());
  wire_from_minor(reporting_currency(climate.policy), at_stake.minor, *cause.mutable_at_stake());
  add_evidence(cause, "decided_by", order.rejected_by());
  return cause;
}

Causes reasons_against(const Climate& climate, const state::v1::OrderBook& book,
                       const BookedOrder& booked, std::int64_t others_minor) {
  Causes reasons = climate.account_wide;
  const Order order{booked, checked_currency(booked.currency()),
                    display_name(document_ref(booked.id())),
                    in_limit_currency(climate, booked.currency(), counted_minor(booked))};
  if (const v1::Exemption exemption = exemption_of(climate.policy, booked);
      exemption != v1::EXEMPTION_UNSPECIFIED) {
    let_pass(exemption, reasons);
  }
  // What adds nothing to the exposure, a return or an order that is paid for, needs no credit: only
  // a person may hold it. So during a first load, whose figures nobody has looked at, unless it is
  // held already.
  if (booked.open_minor() <= 0 || is_paid_for(booked) || (climate.muted && !has_hold(booked))) {
    std::erase_if(reasons,
                  [](const v1::Cause& cause) { return cause.kind() != v1::RULE_KIND_FORCED_HOLD; });
    return reasons;
  }
  for (const v1::Rule& rule : climate.policy.rules()) {
    if (rule_applies(rule, climate.account, climate.client_kind)) {
      check_rule(climate, rule, book, order, others_minor, reasons);
    }
  }
  if (is_natural_person(climate.client_kind)) {
    for (v1::Cause& cause : reasons) {
      cause.set_mode(holds_by_rule(cause) ? v1::RULE_MODE_PROPOSE : cause.mode());
    }
  }
  std::sort(reasons.begin(), reasons.end(), [](const v1::Cause& a, const v1::Cause& b) {
    return std::tie(a.rule(), a.subject()) < std::tie(b.rule(), b.subject());
  });
  return reasons;
}

}  // namespace encours::orders
