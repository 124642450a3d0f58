// The random business: orders, deliveries, what is billed of them.
#include <array>

#include <fmt/format.h>

#include "tests/simulation/business.h"
#include "tests/simulation/business_words.h"

namespace encours::simulation {
namespace {

constexpr std::int64_t kMilli = 1'000;

}  // namespace

v1::Money money_of(const std::string& currency, std::int64_t minor) {
  const std::int64_t per_unit = currency == "JPY" ? 1 : currency == "TND" ? 1'000 : 100;
  v1::Money money;
  money.set_currency(currency);
  money.set_units(minor / per_unit);
  money.set_nanos(static_cast<std::int32_t>(minor % per_unit * (1'000'000'000 / per_unit)));
  return money;
}

const v1::Order& order_in(const v1::Event& event) {
  if (event.has_order_reopened()) {
    return event.order_reopened().order();
  }
  return event.has_order_placed() ? event.order_placed().order() : event.order_changed().order();
}

std::string order_currency(const v1::Order& order) {
  const v1::OrderLine& line = order.lines(0);
  return (line.has_gross() ? line.gross() : line.net()).currency();
}

// Mostly gross; else net, with its tax or without.
template <class Line>
void Business::value(const std::string& currency, Line& line) {
  line.clear_gross();
  line.clear_net();
  line.clear_tax();
  const v1::Money amount = money(currency, amount_minor());
  if (chance_.percent(90)) {
    *line.mutable_gross() = amount;
    return;
  }
  *line.mutable_net() = amount;
  if (chance_.percent(50)) {
    *line.add_tax()->mutable_amount() = money(currency, chance_.between(0, 5'000));
  }
}

void Business::order(Client& client, Day today, Events& events) {
  v1::Event event = event_of(client, today);
  v1::Order& order = *event.mutable_order_placed()->mutable_order();
  *order.mutable_ref() = ref(v1::DOCUMENT_KIND_ORDER, number(client, "O"));
  order.set_document_date(date_from_day(around(today, 2, 0)));
  order.set_priority(chance_.between(0, 3));
  order.set_terms_days(chance_.between(0, 90));
  const std::string currency = chance_.percent(80) ? "EUR" : "USD";
  for (int i = chance_.between(1, 3); i > 0; --i) {
    v1::OrderLine& line = *order.add_lines();
    line.set_line(order.lines_size());
    line.set_quantity_milli(chance_.between(1, 20) * kMilli);
    value(currency, line);
    if (chance_.percent(30)) {
      line.set_scheduled_on(date_from_day(around(today, 3, 70)));
    }
  }
  order.set_estimated(chance_.percent(3));
  order.set_cash_sale(chance_.percent(10));
  order.set_prepaid(chance_.percent(10));
  client.orders.push_back({event, 0});
  events.push_back(event);
}

void Business::change_order(Client& client, Day /*today*/, Events& events) {
  if (client.orders.empty()) {
    return;
  }
  Document& document = chance_.pick(client.orders);
  v1::Order order = order_in(document.event);
  v1::OrderLine& line = *order.mutable_lines(chance_.below(order.lines_size()));
  const int what = chance_.below(4);
  if (what == 0) {
    line.set_rejected_milli(chance_.between(0, 10) * kMilli);
  } else if (what == 1) {
    line.set_final_delivery(!line.final_delivery());
  } else if (what == 2) {
    value(order_currency(order), line);
  } else {
    line.set_quantity_milli(chance_.between(1, 20) * kMilli);
  }
  change(client, document.event);
  *document.event.mutable_order_changed()->mutable_order() = order;
  events.push_back(document.event);
}

void Business::end_order(Client& client, Day today, Events& events) {
  if (client.orders.empty()) {
    return;
  }
  v1::Event event = event_of(client, today);
  const v1::DocumentRef order = order_in(chance_.pick(client.orders).event).ref();
  if (chance_.percent(50)) {
    *event.mutable_order_cancelled()->mutable_ref() = order;
    event.mutable_order_cancelled()->set_cancelled_on(date_from_day(today));
  } else {
    *event.mutable_order_closed()->mutable_ref() = order;
    event.mutable_order_closed()->set_closed_on(date_from_day(today));
  }
  events.push_back(event);
}

// What comes back may be another order than the one that ended, and older than its last change.
void Business::reopen_order(Client& client, Day today, Events& events) {
  if (client.orders.empty()) {
    return;
  }
  const v1::Event& held = chance_.pick(client.orders).event;
  v1::Event event = event_of(client, today);
  v1::OrderReopened& reopened = *event.mutable_order_reopened();
  *reopened.mutable_order() = order_in(held);
  reopened.set_reopened_on(date_from_day(around(today, 2, 0)));
  if (chance_.percent(30)) {
    v1::OrderLine& line = *reopened.mutable_order()->mutable_lines(0);
    line.set_quantity_milli(chance_.between(1, 20) * kMilli);
  }
  events.push_back(event);
}

// The ERP answers for an order that may be held, at a revision that may be its own.
void Business::answer(Client& client, Day today, Events& events) {
  if (client.orders.empty()) {
    return;
  }
  const v1::Event& held = chance_.pick(client.orders).event;
  v1::Event event = event_of(client, today);
  event.clear_revision();
  v1::ErpAcknowledgement& said = *event.mutable_erp_acknowledgement();
  said.set_output_id(number(client, "A"));
  *said.mutable_ref() = order_in(held).ref();
  said.set_document_revision(held.revision() + (chance_.percent(20) ? 1 : 0));
  said.set_result(static_cast<v1::AcknowledgementResult>(chance_.between(1, 4)));
  events.push_back(event);
}

void Business::deliver(Client& client, Day today, Events& events) {
  if (!client.deliveries.empty() && chance_.percent(15)) {
    v1::Event& event = chance_.pick(client.deliveries);
    v1::DeliveryLine& line = *event.mutable_delivery()->mutable_lines(0);
    line.set_quantity_milli(chance_.between(0, 20) * kMilli);
    change(client, event);
    events.push_back(event);
    return;
  }
  v1::Event event = event_of(client, today);
  v1::Delivery& delivery = *event.mutable_delivery();
  *delivery.mutable_ref() = ref(v1::DOCUMENT_KIND_DELIVERY, number(client, "V"));
  delivery.set_delivered_on(date_from_day(around(today, 2, 0)));
  for (int i = chance_.between(1, 2); i > 0; --i) {
    v1::DeliveryLine& line = *delivery.add_lines();
    line.set_line(delivery.lines_size());
    line.set_quantity_milli(chance_.between(1, 12) * kMilli);
    if (!client.orders.empty() && chance_.percent(80)) {
      *line.mutable_order_ref() = order_in(chance_.pick(client.orders).event).ref();
      line.mutable_order_ref()->set_line(chance_.between(1, 3));
      line.set_final_delivery(chance_.percent(15));
    } else if (chance_.percent(30)) {  // an order that has not come yet
      *line.mutable_order_ref() =
          ref(v1::DOCUMENT_KIND_ORDER, fmt::format("O{}", client.numbers + chance_.between(1, 4)));
      line.mutable_order_ref()->set_line(1);
    } else {
      value("EUR", line);
    }
  }
  delivery.set_estimated(chance_.percent(3));
  client.deliveries.push_back(event);
  events.push_back(event);
}

// An invoice that says what it bills.
void Business::bill(Client& client, Day today, Events& events) {
  if (client.orders.empty()) {
    return;
  }
  invoice(client, today, events);
  add_billed_lines(client, *events.back().mutable_invoice());
  client.invoices.back().event = events.back();
}

void Business::add_billed_lines(Client& client, v1::Invoice& invoice) {
  for (int i = chance_.between(1, 2); i > 0; --i) {
    v1::BilledLine& line = *invoice.add_lines();
    line.set_line(invoice.lines_size());
    line.set_quantity_milli(chance_.between(1, 12) * kMilli);
    if (!client.deliveries.empty() && chance_.percent(30)) {
      *line.mutable_delivery_ref() = chance_.pick(client.deliveries).delivery().ref();
      line.mutable_delivery_ref()->set_line(chance_.between(0, 2));
    } else {
      *line.mutable_order_ref() = order_in(chance_.pick(client.orders).event).ref();
      line.mutable_order_ref()->set_line(chance_.between(1, 3));
    }
  }
}

// A billing document, or what becomes of one: accounting posts it, it changes, it is cancelled.
void Business::bill_before_posting(Client& client, Day today, Events& events) {
  if (client.orders.empty()) {
    return;
  }
  if (!client.billings.empty() && chance_.percent(50)) {
    return post_billing(client, today, events);
  }
  if (!client.billings.empty() && chance_.percent(20)) {
    v1::Event& event = chance_.pick(client.billings);
    v1::Invoice& billing = *event.mutable_invoice();
    const std::string currency = billing.gross().currency();
    schedule(today, billing, currency, amount_minor());
    billing.clear_lines();
    add_billed_lines(client, billing);
    change(client, event);
    events.push_back(event);
    return;
  }
  if (!client.billings.empty() && chance_.percent(15)) {
    v1::Event event = event_of(client, today);
    *event.mutable_invoice_cancelled()->mutable_ref() =
        chance_.pick(client.billings).invoice().ref();
    event.mutable_invoice_cancelled()->set_posting_date(date_from_day(today));
    events.push_back(event);
    return;
  }
  invoice(client, today, events);
  client.invoices.pop_back();
  v1::Invoice& billing = *events.back().mutable_invoice();
  billing.mutable_ref()->set_kind(v1::DOCUMENT_KIND_BILLING);
  billing.clear_continues();
  billing.set_billing_ref(billing.ref().number());
  add_billed_lines(client, billing);
  client.billings.push_back(events.back());
}

// The accounting item of a billing document that may not have come yet: as an invoice that may say
// once more what was billed, or as a credit note.
void Business::post_billing(Client& client, Day today, Events& events) {
  const v1::Invoice billing = chance_.pick(client.billings).invoice();
  if (chance_.percent(10)) {
    v1::Event event = event_of(client, today);
    v1::CreditNote& note = *event.mutable_credit_note();
    *note.mutable_ref() = ref(v1::DOCUMENT_KIND_CREDIT_NOTE, number(client, "A"));
    note.mutable_ref()->set_seller_company(billing.ref().seller_company());
    *note.mutable_gross() = money(billing.gross().currency(), amount_minor());
    note.set_posting_date(date_from_day(today));
    note.set_billing_ref(billing.billing_ref());
    events.push_back(event);
    return;
  }
  invoice(client, today, events);
  v1::Invoice& posted = *events.back().mutable_invoice();
  posted.mutable_ref()->set_seller_company(billing.ref().seller_company());
  posted.set_billing_ref(billing.billing_ref());
  posted.clear_continues();
  if (chance_.percent(50)) {
    *posted.mutable_lines() = billing.lines();
  }
  client.invoices.back().event = events.back();
}

void Business::take_back(Client& client, Day today, Events& events) {
  if (client.orders.empty()) {
    return;
  }
  if (!client.returns.empty() && chance_.percent(25)) {
    v1::Event& event = chance_.pick(client.returns);
    v1::DeliveryLine& line = *event.mutable_goods_returned()->mutable_lines(0);
    line.set_quantity_milli(chance_.between(0, 8) * kMilli);
    change(client, event);
    events.push_back(event);
    return;
  }
  v1::Event event = event_of(client, today);
  v1::GoodsReturned& returned = *event.mutable_goods_returned();
  *returned.mutable_ref() = ref(v1::DOCUMENT_KIND_RETURN, number(client, "G"));
  returned.set_returned_on(date_from_day(around(today, 2, 0)));
  v1::DeliveryLine& line = *returned.add_lines();
  line.set_line(1);
  line.set_quantity_milli(chance_.between(1, 8) * kMilli);
  *line.mutable_order_ref() = order_in(chance_.pick(client.orders).event).ref();
  line.mutable_order_ref()->set_line(chance_.between(1, 3));
  client.returns.push_back(event);
  events.push_back(event);
}

}  // namespace encours::simulation
