// Orders, deliveries, limits, people's decisions.
#include "operators/domain/money.h"
#include "tests/stories/events_internal.h"

namespace encours::story {
namespace {

constexpr std::int64_t kMilli = 1'000;

// What was said is the net value.
void take_as_net(v1::OrderLine& line) {
  *line.mutable_net() = line.gross();
  line.clear_gross();
}

// "10 at 100.00 EUR rejected 2 final", "3 worth 100.00 EUR", "3 worth 100.00 EUR net tax 20.00"
void read_order_line(Words& words, v1::OrderLine& line) {
  line.set_quantity_milli(words.quantity_milli());
  if (words.take("at")) {
    const v1::Money price = words.money(kUsualCurrency);
    const auto currency = Currency::from_code(price.currency());
    const auto minor = minor_from_wire(price);
    if (!currency.has_value() || !minor.has_value()) {
      throw Mistake("no exact price; write a value that cannot be reckoned as: 3 worth 100.00");
    }
    const auto value = multiply_divide_half_up(*minor, line.quantity_milli(), kMilli);
    wire_from_minor(*currency, value.value_or(0), *line.mutable_gross());
  } else if (words.take("worth")) {
    *line.mutable_gross() = words.money(kUsualCurrency);
  } else {
    words.fail("write it as: 10 at 100.00 EUR, or: 3 worth 100.00 EUR");
  }
  while (!words.at_entry_end()) {
    if (words.take("rejected")) {
      line.set_rejected_milli(words.quantity_milli());
    } else if (words.take("final")) {
      line.set_final_delivery(true);
    } else if (words.take("ships")) {
      line.set_scheduled_on(date_from_day(words.date()));
    } else if (words.take("net")) {
      take_as_net(line);
    } else if (words.take("tax")) {
      *line.add_tax()->mutable_amount() = words.money(kUsualCurrency);
    } else {
      words.fail("an order line may have: rejected, final, ships, net, tax");
    }
  }
}

void read_order_body(Words& words, const Place& place, v1::Order& order) {
  *order.mutable_ref() = read_ref(words, v1::DOCUMENT_KIND_ORDER);
  order.set_document_date(date_from_day(place.today));
  while (!words.take(":")) {
    if (words.take("priority")) {
      order.set_priority(static_cast<int>(words.integer("the priority")));
    } else if (words.take("terms")) {
      order.set_terms_days(static_cast<int>(words.integer("days")));
    } else if (words.take("prepaid")) {
      order.set_prepaid(true);
    } else if (words.take_all({"cash", "sale"})) {
      order.set_cash_sale(true);
    } else if (words.take_all({"running", "contract"})) {
      order.set_running_contract(true);
    } else if (words.take("dated")) {
      order.set_document_date(date_from_day(words.date()));
    } else {
      words.fail(
          "an order may have: priority, terms, prepaid, cash sale, running contract, dated; then "
          "':' and its lines");
    }
  }
  while (!words.at_end()) {
    v1::OrderLine& line = *order.add_lines();
    line.set_line(order.lines_size());
    read_order_line(words, line);
    words.take(",");
  }
}

void read_delivery_line(Words& words, v1::DeliveryLine& line) {
  line.set_quantity_milli(words.quantity_milli());
  if (words.take("of")) {
    *line.mutable_order_ref() = read_ref(words, v1::DOCUMENT_KIND_ORDER);
  }
  if (words.take("worth")) {
    *line.mutable_gross() = words.money(kUsualCurrency);
  }
  if (words.take("final")) {
    line.set_final_delivery(true);
  }
  if (!words.at_entry_end()) {
    words.fail("write it as: 6 of O1/1 final, or: 3 worth 90.00 EUR");
  }
}

bool read_limit_kind(Words& words, v1::CreditLimitSet& limit) {
  if (words.take("zero")) {
    limit.set_kind(v1::LIMIT_KIND_ZERO);
  } else if (words.take("none")) {
    limit.set_kind(v1::LIMIT_KIND_NONE);
  } else if (words.take("unlimited")) {
    limit.set_kind(v1::LIMIT_KIND_UNLIMITED);
  } else if (words.next_is_amount()) {
    limit.set_kind(v1::LIMIT_KIND_AMOUNT);
    *limit.mutable_amount() = words.money("");
  } else {
    return false;
  }
  return true;
}

bool read_limit_terms(Words& words, v1::CreditLimitSet& limit) {
  if (words.take_all({"largest", "order"})) {
    *limit.mutable_max_order_value() = words.money(kUsualCurrency);
  } else if (words.take_all({"most", "days", "late"})) {
    limit.set_max_days_late(static_cast<int>(words.integer("days")));
  } else if (words.take_all({"longest", "terms"})) {
    limit.set_max_terms_days(static_cast<int>(words.integer("days")));
  } else if (words.take_all({"on", "expiry"})) {
    limit.set_on_expiry(
        read_enum<v1::LimitOnExpiry>(words, "LIMIT_ON_EXPIRY_", v1::LimitOnExpiry_Parse));
  } else if (words.take_all({"in", "currency"})) {
    limit.mutable_amount()->set_currency(words.name("a currency"));
  } else {
    return false;
  }
  return true;
}

bool read_limit_validity(Words& words, v1::CreditLimitSet& limit) {
  if (words.take("from")) {
    limit.set_valid_from(date_from_day(words.date()));
  } else if (words.take("until")) {
    limit.set_valid_to(date_from_day(words.date()));
  } else if (words.take("decided")) {
    limit.set_decided_on(date_from_day(words.date()));
  } else if (words.take("replaces")) {
    limit.set_mode(v1::LIMIT_MODE_REPLACES);
  } else if (words.take_all({"adds", "to", "base"})) {
    limit.set_mode(v1::LIMIT_MODE_ADDS_TO_BASE);
  } else if (words.take("in")) {
    limit.set_segment(words.name("a segment"));
  } else {
    return false;
  }
  return true;
}

// A decision on an order, or without one on the account.
void read_decision(Words& words, const Place& place, v1::Event& event, v1::DecisionAction action,
                   bool about_order) {
  v1::HumanDecision& decision = *event.mutable_human_decision();
  decision.set_decision_id(fmt::format("decision {}", place.line));
  decision.set_action(action);
  decision.set_decided_on(date_from_day(place.today));
  if (about_order) {
    *decision.mutable_order_ref() = read_ref(words, v1::DOCUMENT_KIND_ORDER);
  }
  while (!words.at_end()) {
    if (words.take("by")) {
      decision.set_decided_by(words.name("a person"));
    } else if (words.take_all({"up", "to"})) {
      *decision.mutable_cap() = words.money(kUsualCurrency);
    } else if (words.take("until")) {
      decision.set_valid_until(date_from_day(words.date()));
    } else if (words.take("in")) {
      decision.set_segment(words.name("a segment"));
    } else if (words.take("reason")) {
      decision.set_reason(words.name("a reason"));
    } else if (words.take("to")) {
      decision.set_assignee(words.name("a person"));
    } else if (words.take("case")) {
      decision.set_case_id(words.name("a case"));
    } else {
      words.fail("a decision may have: by, up to, until, in, reason, to, case");
    }
  }
}

}  // namespace

void read_order(Words& words, const Place& place, v1::Event& event) {
  read_order_body(words, place, *event.mutable_order_placed()->mutable_order());
}

void read_order_changed(Words& words, const Place& place, v1::Event& event) {
  read_order_body(words, place, *event.mutable_order_changed()->mutable_order());
}

void read_order_cancelled(Words& words, const Place& place, v1::Event& event) {
  v1::OrderCancelled& cancelled = *event.mutable_order_cancelled();
  *cancelled.mutable_ref() = read_ref(words, v1::DOCUMENT_KIND_ORDER);
  cancelled.set_cancelled_on(date_from_day(place.today));
}

void read_order_closed(Words& words, const Place& place, v1::Event& event) {
  v1::OrderClosed& closed = *event.mutable_order_closed();
  *closed.mutable_ref() = read_ref(words, v1::DOCUMENT_KIND_ORDER);
  closed.set_closed_on(date_from_day(place.today));
}

void read_order_reopened(Words& words, const Place& place, v1::Event& event) {
  v1::OrderReopened& reopened = *event.mutable_order_reopened();
  reopened.set_reopened_on(date_from_day(place.today));
  read_order_body(words, place, *reopened.mutable_order());
}

void read_acknowledgement(Words& words, const Place& place, v1::Event& event) {
  v1::ErpAcknowledgement& said = *event.mutable_erp_acknowledgement();
  said.set_output_id(fmt::format("output {}", place.line));
  *said.mutable_ref() = read_ref(words, v1::DOCUMENT_KIND_ORDER);
  said.set_document_revision(event.revision());
  event.clear_revision();  // it is the order's, not the answer's
  said.set_result(read_enum<v1::AcknowledgementResult>(words, "ACKNOWLEDGEMENT_RESULT_",
                                                       v1::AcknowledgementResult_Parse));
}

// "breaker main opens", "breaker main is reset": what another shard said, or a person. Beats of a
// story lie in the first minutes of its day.
void read_breaker(Words& words, const Place& place, v1::Event& event) {
  constexpr std::int64_t kSecondsPerDay = 86'400;
  v1::BreakerTripped& tripped = *event.mutable_breaker_tripped();
  tripped.set_segment(words.name("a segment"));
  tripped.mutable_at()->set_seconds(place.today * kSecondsPerDay);
  tripped.set_reset(words.take_all({"is", "reset"}));
  if (!tripped.reset() && !words.take("opens")) {
    words.fail("write it as: breaker main opens, or: breaker main is reset");
  }
}

void read_delivery(Words& words, const Place& place, v1::Event& event) {
  v1::Delivery& delivery = *event.mutable_delivery();
  *delivery.mutable_ref() = read_ref(words, v1::DOCUMENT_KIND_DELIVERY);
  delivery.set_delivered_on(date_from_day(place.today));
  if (!words.take(":")) {
    words.fail("write it as: deliver C1 L1: 6 of O1/1");
  }
  while (!words.at_end()) {
    v1::DeliveryLine& line = *delivery.add_lines();
    line.set_line(delivery.lines_size());
    read_delivery_line(words, line);
    words.take(",");
  }
}

void read_return(Words& words, const Place& place, v1::Event& event) {
  v1::GoodsReturned& returned = *event.mutable_goods_returned();
  *returned.mutable_ref() = read_ref(words, v1::DOCUMENT_KIND_RETURN);
  returned.set_returned_on(date_from_day(place.today));
  if (!words.take(":")) {
    words.fail("write it as: return C1 R1: 2 of O1/1");
  }
  while (!words.at_end()) {
    v1::DeliveryLine& line = *returned.add_lines();
    line.set_line(returned.lines_size());
    read_delivery_line(words, line);
    words.take(",");
  }
}

void read_limit(Words& words, const Place& place, v1::Event& event) {
  v1::CreditLimitSet& limit = *event.mutable_credit_limit_set();
  limit.set_limit_id(words.name("the limit's name"));
  limit.set_decided_on(date_from_day(place.today));
  while (!words.at_end()) {
    if (!read_limit_kind(words, limit) && !read_limit_terms(words, limit) &&
        !read_limit_validity(words, limit)) {
      words.fail(
          "a limit may have: an amount, zero, none, unlimited, from, until, decided, replaces, "
          "adds to base, in, in currency, on expiry, largest order, most days late, longest terms");
    }
  }
}

void read_release(Words& words, const Place& place, v1::Event& event) {
  read_decision(words, place, event, v1::DECISION_ACTION_RELEASE, true);
}

void read_reject(Words& words, const Place& place, v1::Event& event) {
  read_decision(words, place, event, v1::DECISION_ACTION_REJECT, true);
}

void read_recheck(Words& words, const Place& place, v1::Event& event) {
  read_decision(words, place, event, v1::DECISION_ACTION_RECHECK, true);
}

void read_hold(Words& words, const Place& place, v1::Event& event) {
  read_decision(words, place, event, v1::DECISION_ACTION_FORCED_HOLD, false);
}

void read_acknowledge(Words& words, const Place& place, v1::Event& event) {
  read_decision(words, place, event, v1::DECISION_ACTION_ACKNOWLEDGE, false);
}

void read_snooze(Words& words, const Place& place, v1::Event& event) {
  read_decision(words, place, event, v1::DECISION_ACTION_SNOOZE, false);
}

void read_assign(Words& words, const Place& place, v1::Event& event) {
  read_decision(words, place, event, v1::DECISION_ACTION_ASSIGN, false);
}

void read_lift(Words& words, const Place& place, v1::Event& event) {
  read_decision(words, place, event, v1::DECISION_ACTION_LIFT, false);
}

}  // namespace encours::story
