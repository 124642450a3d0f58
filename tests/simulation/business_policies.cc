// The random business: its policies, and events that are refused whoever is asked.
#include <array>

#include <fmt/format.h>

#include "tests/simulation/business.h"
#include "tests/simulation/business_words.h"

namespace encours::simulation {
namespace {

struct Row {
  const char* name;
  v1::RuleKind kind;
  int threshold_bp;
  int threshold_days;
  v1::RuleMode strongest;
};
constexpr std::array kRules{
    Row{"a limit exceeded", v1::RULE_KIND_LIMIT_EXCEEDED, 500, 0, v1::RULE_MODE_ENFORCE},
    Row{"b limit near", v1::RULE_KIND_LIMIT_NEAR, 9'000, 0, v1::RULE_MODE_PROPOSE},
    Row{"c oldest overdue", v1::RULE_KIND_OLDEST_OVERDUE, 0, 30, v1::RULE_MODE_ENFORCE},
    Row{"d overdue share", v1::RULE_KIND_OVERDUE_SHARE, 3'000, 0, v1::RULE_MODE_ENFORCE},
    Row{"e order value", v1::RULE_KIND_ORDER_VALUE, 0, 0, v1::RULE_MODE_ENFORCE},
    Row{"f limit expired", v1::RULE_KIND_LIMIT_EXPIRED, 0, 14, v1::RULE_MODE_ENFORCE},
    Row{"g forced hold", v1::RULE_KIND_FORCED_HOLD, 0, 0, v1::RULE_MODE_ENFORCE},
    Row{"h fx missing", v1::RULE_KIND_FX_MISSING, 0, 0, v1::RULE_MODE_PROPOSE},
    Row{"i allocation", v1::RULE_KIND_ALLOCATION, 0, 0, v1::RULE_MODE_PROPOSE},
    Row{"j terms", v1::RULE_KIND_TERMS, 0, 0, v1::RULE_MODE_ENFORCE},
    Row{"k conflict", v1::RULE_KIND_CONFLICTING_REVISION, 0, 0, v1::RULE_MODE_PROPOSE},
    Row{"l stale", v1::RULE_KIND_STALE_ENTITY, 0, 0, v1::RULE_MODE_PROPOSE},
    Row{"l unpaid", v1::RULE_KIND_AWAITING_PREPAYMENT, 0, 0, v1::RULE_MODE_ENFORCE},
    Row{"m split", v1::RULE_KIND_ORDER_SPLIT, 0, 10, v1::RULE_MODE_ENFORCE},
    Row{"n reopened", v1::RULE_KIND_ORDER_REOPENED, 0, 0, v1::RULE_MODE_ENFORCE},
    Row{"o held delivery", v1::RULE_KIND_HELD_DELIVERY, 0, 0, v1::RULE_MODE_PROPOSE},
    Row{"p no answer", v1::RULE_KIND_HOLD_UNACKNOWLEDGED, 0, 0, v1::RULE_MODE_PROPOSE},
    Row{"q returned", v1::RULE_KIND_PAYMENT_RETURNED, 0, 0, v1::RULE_MODE_PROPOSE},
    Row{"r drift", v1::RULE_KIND_DRIFT, 0, 0, v1::RULE_MODE_PROPOSE},
};

}  // namespace

void Business::set_rules(v1::Policy& policy) {
  for (const Row& row : kRules) {
    v1::Rule& rule = *policy.add_rules();
    rule.set_name(row.name);
    rule.set_kind(row.kind);
    const bool always = row.kind == v1::RULE_KIND_FORCED_HOLD;
    rule.set_mode(always || chance_.percent(60)
                      ? row.strongest
                      : static_cast<v1::RuleMode>(chance_.between(1, row.strongest)));
    rule.set_severity(static_cast<v1::Severity>(chance_.between(1, 5)));
    rule.set_threshold_bp(row.threshold_bp);
    rule.set_threshold_days(row.threshold_days);
    rule.set_minimum_minor(chance_.percent(50) ? 0 : chance_.between(0, 100'000));
    const bool steady = row.threshold_bp == 0 || options_.revisions_only;
    rule.set_hysteresis_bp(steady ? 0 : chance_.between(0, 1'000));
  }
}

void Business::set_desk(v1::Policy& policy) {
  policy.set_order_horizon_days(horizon_days_);
  policy.set_acknowledge_days(chance_.between(0, 3));
  policy.set_holds_per_hour_max(chance_.percent(60) ? 0 : chance_.between(1, 10));
  if (chance_.percent(50)) policy.add_hold_exemptions(v1::EXEMPTION_PREPAID);
  if (chance_.percent(50)) policy.add_hold_exemptions(v1::EXEMPTION_CASH);
}

v1::Event Business::policy() {
  v1::Event event;
  event.set_event_id(fmt::format("policy {}", ++policies_));
  v1::Policy& policy = *event.mutable_policy();
  policy.set_version(event.event_id());
  policy.set_reporting_currency("EUR");
  set_rules(policy);
  for (const auto& [currency, rate] : {std::pair("JPY", 6'100), std::pair("USD", 920'000)}) {
    if (chance_.percent(80)) {
      v1::FxRate& row = *policy.add_fx();
      row.set_currency(currency);
      row.set_rate_micro(rate + chance_.between(0, 500));
    }
  }
  policy.set_fx_fallback_micro(1'200'000);
  policy.set_default_grace_days(chance_.between(0, 5));
  policy.set_default_tax_bp(chance_.percent(50) ? 0 : 2'000);
  if (options_.segments) {
    v1::SegmentOfCompany& segment = *policy.add_segments();
    segment.set_seller_company("2000");
    segment.set_segment("export");
  }
  policy.set_default_limit_kind(static_cast<v1::LimitKind>(chance_.between(1, 2)));
  policy.set_approval_valid_days(chance_.between(0, 30));
  policy.set_case_step_bp(2'000);
  policy.set_case_step_minor(500'000);
  policy.set_idempotency_horizon_days(396);
  policy.set_dispute_days(chance_.percent(30) ? 0 : chance_.between(5, 60));
  policy.set_returned_payment_days(chance_.between(0, 40));
  for (const auto instrument : {v1::INSTRUMENT_SDD_CORE, v1::INSTRUMENT_BILL_ACCEPTED}) {
    if (chance_.percent(40)) {
      v1::Finality& finality = *policy.add_finality();
      finality.set_instrument(instrument);
      finality.set_bank_days(chance_.between(0, 15));
    }
  }
  set_desk(policy);
  return event;
}

// --- nonsense ---------------------------------------------------------------------------------

Business::Nonsense Business::nonsense(Day today) {
  Client& client = chance_.pick(clients_);
  Events events;
  invoice(client, today, events);
  client.invoices.pop_back();
  v1::Event event = events.front();
  v1::Invoice& invoice = *event.mutable_invoice();
  switch (chance_.below(8)) {
    case 0:
      invoice.mutable_gross()->set_currency("QQQ");
      invoice.clear_schedule();
      return {event, "BAD_CURRENCY"};
    case 1:
      invoice.mutable_gross()->set_nanos(1);
      invoice.clear_schedule();
      return {event, "BAD_AMOUNT"};
    case 2:
      invoice.set_posting_date(20240230);
      return {event, "BAD_DATE"};
    case 3:
      invoice.clear_schedule();
      *invoice.add_schedule()->mutable_amount() = money(invoice.gross().currency(), 123'456'789);
      return {event, "SCHEDULE_MISMATCH"};
    case 4:
      invoice.mutable_ref()->clear_number();
      return {event, "BAD_REFERENCE"};
    case 5:
      invoice.clear_gross();
      invoice.clear_schedule();
      return {event, "MISSING_FIELD"};
    case 6:
      event.mutable_promise();
      return {event, "UNSUPPORTED_KIND"};
    default: {
      v1::Settlement& settlement = *event.mutable_settlement();
      settlement.set_settlement_id("S");
      settlement.set_posting_date(date_from_day(today));
      v1::Movement& movement = *settlement.add_movements();
      *movement.mutable_amount() = money("EUR", 1);
      movement.set_cause(v1::MOVEMENT_CAUSE_CASH);
      return {event, "UNBALANCED_SETTLEMENT"};
    }
  }
}

}  // namespace encours::simulation
