// The random business: instruments, what comes back, what is put off, sold, recovered and moved.
#include <array>

#include <fmt/format.h>

#include "tests/simulation/business.h"
#include "tests/simulation/business_words.h"

namespace encours::simulation {
namespace {

const std::string& currency_of(const v1::Event& event) {
  if (event.has_invoice()) {
    return event.invoice().gross().currency();
  }
  return event.has_receipt() ? event.receipt().amount().currency()
                             : event.credit_note().gross().currency();
}

const v1::DocumentRef& ref_of(const v1::Event& event) {
  if (event.has_invoice()) {
    return event.invoice().ref();
  }
  return event.has_receipt() ? event.receipt().ref() : event.credit_note().ref();
}

}  // namespace

void Business::instrument(Client& client, Day today, v1::Receipt& receipt) {
  receipt.set_instrument(static_cast<v1::Instrument>(chance_.between(0, 8)));
  if (chance_.percent(40)) {
    receipt.set_maturity(date_from_day(around(today, 20, 60)));
  }
  if (chance_.percent(15)) {
    receipt.set_final_on(date_from_day(around(today, 5, 20)));
  }
  if (chance_.percent(5)) {
    receipt.set_state(v1::RECEIPT_STATE_RETURNED);
  }
  if (chance_.percent(10)) {
    receipt.set_purpose(v1::RECEIPT_PURPOSE_DEPOSIT);
  } else if (!client.orders.empty() && chance_.percent(30)) {
    const v1::DocumentRef& order = order_in(chance_.pick(client.orders).event).ref();
    if (order.seller_company() == receipt.ref().seller_company()) {
      receipt.set_purpose(v1::RECEIPT_PURPOSE_DOWN_PAYMENT);
      *receipt.mutable_order_ref() = order;
    }
  }
}

void Business::payment_state(Client& client, Day today, Events& events) {
  v1::Event event = event_of(client, today);
  v1::ReceiptStateChanged& changed = *event.mutable_receipt_state_changed();
  const Document* credit = client.credits.empty() ? nullptr : &chance_.pick(client.credits);
  if (credit != nullptr && credit->event.has_receipt() && chance_.percent(95)) {
    *changed.mutable_ref() = credit->event.receipt().ref();
  } else {
    const int ahead = client.numbers + chance_.between(1, 6);
    *changed.mutable_ref() = ref(v1::DOCUMENT_KIND_RECEIPT, fmt::format("R{}", ahead));
  }
  changed.set_state(static_cast<v1::ReceiptState>(chance_.between(1, 5)));
  changed.set_changed_on(date_from_day(around(today, 5, 0)));
  changed.set_reason(chance_.percent(50) ? "AM04" : "");
  events.push_back(event);
}

void Business::extend(Client& client, Day today, Events& events) {
  if (client.invoices.empty()) {
    return;
  }
  v1::Event event = event_of(client, today);
  v1::DueDateExtended& extended = *event.mutable_due_date_extended();
  *extended.mutable_item_ref() = ref_of(chance_.pick(client.invoices).event);
  if (chance_.percent(30)) {
    extended.mutable_item_ref()->set_line(chance_.between(1, 3));
  }
  extended.set_agreed_on(date_from_day(around(today, 10, 0)));
  extended.set_due_on(date_from_day(around(today, 20, 90)));
  events.push_back(event);
}

void Business::assign(Client& client, Day today, Events& events) {
  if (client.invoices.empty()) {
    return;
  }
  v1::Event event = event_of(client, today);
  const v1::DocumentRef& item = ref_of(chance_.pick(client.invoices).event);
  // One name for a few: a factor may buy, give back and buy again.
  const std::string name = fmt::format("A{}", chance_.between(1, 2));
  if (chance_.percent(70)) {
    v1::ReceivableAssigned& assigned = *event.mutable_receivable_assigned();
    assigned.set_assignment_id(name);
    *assigned.mutable_item_ref() = item;
    assigned.set_factor_id("factor");
    assigned.set_recourse(chance_.percent(40));
    assigned.set_assigned_on(date_from_day(today));
  } else {
    v1::ReceivableReturned& returned = *event.mutable_receivable_returned();
    returned.set_assignment_id(name);
    *returned.mutable_item_ref() = item;
    returned.set_returned_on(date_from_day(today));
  }
  events.push_back(event);
}

void Business::recover(Client& client, Day today, Events& events) {
  if (client.invoices.empty()) {
    return;
  }
  v1::Event event = event_of(client, today);
  const Document& document = chance_.pick(client.invoices);
  v1::Recovery& recovery = *event.mutable_recovery();
  recovery.set_recovery_id(number(client, "V"));
  *recovery.mutable_item_ref() = ref_of(document.event);
  *recovery.mutable_amount() = money(currency_of(document.event), amount_minor() + 1);
  recovery.set_posting_date(date_from_day(today));
  events.push_back(event);
}

// Moves one or two documents to another client, whose half may be lost on the way for good.
void Business::transfer(Client& client, Day today, Events& events) {
  if (client.invoices.empty()) {
    return;
  }
  Client& other = chance_.pick(clients_);
  if (&other == &client) {
    return;
  }
  v1::Event out = event_of(client, today);
  v1::TransferOut& leaving = *out.mutable_transfer_out();
  leaving.set_transfer_id(number(client, client.id.c_str()));
  leaving.set_to_client_id(other.id);
  leaving.set_posting_date(date_from_day(today));
  const auto add = [&](Document& document, std::int64_t sign) {
    v1::TransferredItem& item = *leaving.add_items();
    *item.mutable_item_ref() = ref_of(document.event);
    const std::int64_t minor = std::max<std::int64_t>(1, document.left);
    *item.mutable_amount() = money(currency_of(document.event), sign * minor);
    item.set_due_on(chance_.percent(80) ? date_from_day(around(today, 60, 60)) : 0);
  };
  add(chance_.pick(client.invoices), 1);
  if (!client.credits.empty() && chance_.percent(40)) {
    add(chance_.pick(client.credits), -1);
  }
  v1::Event in = event_of(other, today);
  v1::TransferIn& entering = *in.mutable_transfer_in();
  entering.set_transfer_id(leaving.transfer_id());
  entering.set_from_client_id(client.id);
  entering.set_posting_date(leaving.posting_date());
  *entering.mutable_items() = leaving.items();
  events.push_back(out);
  events.push_back(in);
  if (other.has_revisions && chance_.percent(15)) {  // corrected: one item less, or the same again
    change(other, in);
    if (entering.items_size() > 1) {
      entering.mutable_items()->RemoveLast();
    }
    events.push_back(in);
  }
}

// A statement of a few documents of one company and currency, and often its payment, whole or not.
void Business::statement(Client& client, Day today, Events& events) {
  if (client.invoices.empty()) {
    return;
  }
  v1::Event event = event_of(client, today);
  v1::Statement& statement = *event.mutable_statement();
  *statement.mutable_ref() = ref(v1::DOCUMENT_KIND_STATEMENT, number(client, "K"));
  statement.set_document_date(date_from_day(today));
  if (chance_.percent(60)) {
    statement.set_due_on(date_from_day(around(today, 5, 40)));
  }
  std::int64_t total = 0;
  std::string currency;
  const auto list = [&](Document& document, std::int64_t sign) {
    const v1::DocumentRef& item = ref_of(document.event);
    const bool fits = item.seller_company() == statement.ref().seller_company() &&
                      (currency.empty() || currency == currency_of(document.event));
    if (!fits) {
      return;
    }
    currency = currency_of(document.event);
    v1::StatementItem& line = *statement.add_items();
    *line.mutable_item_ref() = item;
    const std::int64_t minor = sign * std::max<std::int64_t>(1, document.left);
    *line.mutable_amount() = money(currency, minor);
    total += minor;
  };
  for (int i = chance_.between(2, 6); i > 0; --i) {
    if (!client.credits.empty() && chance_.percent(25)) {
      list(chance_.pick(client.credits), -1);
    } else {
      list(chance_.pick(client.invoices), 1);
    }
  }
  if (statement.items().empty()) {
    return;
  }
  *statement.mutable_total() = money(currency, total);
  events.push_back(event);
  if (chance_.percent(60)) {
    v1::Event payment = event_of(client, today);
    v1::Settlement& settlement = *payment.mutable_settlement();
    settlement.set_settlement_id(number(client, "S"));
    settlement.set_source_system("erp");
    settlement.set_seller_company(statement.ref().seller_company());
    settlement.set_posting_date(date_from_day(around(today, 3, 0)));
    const std::int64_t paid = chance_.percent(60) ? total : total / 2 + chance_.between(0, 99);
    for (const std::int64_t sign : {-1, 1}) {
      v1::Movement& movement = *settlement.add_movements();
      movement.set_cause(v1::MOVEMENT_CAUSE_CASH);
      *movement.mutable_amount() = money(currency, sign * paid);
      if (sign < 0) {
        *movement.mutable_item_ref() = statement.ref();
      }
    }
    client.settlements.push_back(payment);
    events.push_back(payment);
  }
}

}  // namespace encours::simulation
