// The random business: invoices, credits, settlements, disputes.
#include <array>

#include <fmt/format.h>

#include "tests/simulation/business.h"
#include "tests/simulation/business_words.h"

namespace encours::simulation {
namespace {

const std::vector<std::string> kCurrencies{"EUR", "EUR", "EUR", "EUR", "USD", "JPY", "TND"};

constexpr std::array kOutsideCauses{
    v1::MOVEMENT_CAUSE_CASH_DISCOUNT,    v1::MOVEMENT_CAUSE_BANK_CHARGE,
    v1::MOVEMENT_CAUSE_SMALL_DIFFERENCE, v1::MOVEMENT_CAUSE_WITHHOLDING_TAX,
    v1::MOVEMENT_CAUSE_FX_DIFFERENCE,    v1::MOVEMENT_CAUSE_REFUND,
};

const v1::DocumentRef& ref_of(const v1::Event& event) {
  if (event.has_invoice()) {
    return event.invoice().ref();
  }
  return event.has_receipt() ? event.receipt().ref() : event.credit_note().ref();
}

const std::string& currency_of(const v1::Event& event) {
  if (event.has_invoice()) {
    return event.invoice().gross().currency();
  }
  return event.has_receipt() ? event.receipt().amount().currency()
                             : event.credit_note().gross().currency();
}

}  // namespace

void Business::schedule(Day today, v1::Invoice& invoice, const std::string& currency,
                        std::int64_t minor) {
  invoice.clear_schedule();
  *invoice.mutable_gross() = money(currency, minor);
  invoice.set_estimated(chance_.percent(3));
  const int lines = chance_.percent(60) ? 1 : chance_.between(0, 4);
  std::int64_t left = minor;
  for (int i = 1; i <= lines; ++i) {
    const std::int64_t part = i == lines ? left : left / 3;
    left -= part;
    v1::ScheduleLine& line = *invoice.add_schedule();
    line.set_line(chance_.percent(50) ? i : 0);
    line.set_due_on(chance_.percent(95) ? date_from_day(around(today, 100, 60)) : 0);
    if (line.due_on() != 0 && chance_.percent(10)) {
      line.set_kind(chance_.percent(70) ? v1::SCHEDULE_KIND_RETENTION
                                        : v1::SCHEDULE_KIND_DOWN_PAYMENT_REQUEST);
    }
    *line.mutable_amount() = money(currency, part);
  }
}

// Now and then it is what is left of an earlier one of the same company, which may never come. Only
// smaller numbers are named: the feed of an ERP has no circles.
void Business::continue_one(Client& client, v1::Invoice& invoice) {
  if (!chance_.percent(20)) {
    return;
  }
  for (int number = client.numbers - 1; number > 0; --number) {
    const v1::DocumentRef other = ref(v1::DOCUMENT_KIND_INVOICE, fmt::format("F{}", number));
    if (other.seller_company() == invoice.ref().seller_company() && chance_.percent(40)) {
      *invoice.mutable_continues() = other;
      invoice.mutable_continues()->set_line(chance_.percent(30) ? chance_.between(1, 3) : 0);
      return;
    }
  }
}

void Business::invoice(Client& client, Day today, Events& events) {
  v1::Event event = event_of(client, today);
  v1::Invoice& invoice = *event.mutable_invoice();
  *invoice.mutable_ref() = ref(v1::DOCUMENT_KIND_INVOICE, number(client, "F"));
  const std::int64_t minor = amount_minor();
  invoice.set_posting_date(date_from_day(around(today, 5, 0)));
  invoice.set_document_date(invoice.posting_date());
  schedule(today, invoice, chance_.pick(kCurrencies), minor);
  continue_one(client, invoice);
  client.invoices.push_back({event, minor});
  events.push_back(event);
}

void Business::change_invoice(Client& client, Day today, Events& events) {
  if (client.invoices.empty()) {
    return;
  }
  Document& document = chance_.pick(client.invoices);
  change(client, document.event);
  const std::string currency =
      chance_.percent(90) ? currency_of(document.event) : chance_.pick(kCurrencies);
  document.left = amount_minor();
  schedule(today, *document.event.mutable_invoice(), currency, document.left);
  events.push_back(document.event);
}

void Business::cancel_invoice(Client& client, Day today, Events& events) {
  if (client.invoices.empty()) {
    return;
  }
  v1::Event event = event_of(client, today);
  *event.mutable_invoice_cancelled()->mutable_ref() = ref_of(chance_.pick(client.invoices).event);
  event.mutable_invoice_cancelled()->set_posting_date(date_from_day(today));
  events.push_back(event);
}

void Business::credit(Client& client, Day today, Events& events) {
  v1::Event event = event_of(client, today);
  const std::int64_t minor = amount_minor() + 1;
  // Often what some invoice comes to, as payments are.
  const bool meant = !client.invoices.empty() && chance_.percent(50);
  const Document* invoice = meant ? &chance_.pick(client.invoices) : nullptr;
  const std::string currency =
      invoice == nullptr ? chance_.pick(kCurrencies) : currency_of(invoice->event);
  const std::int64_t amount = invoice != nullptr && invoice->left > 0 ? invoice->left : minor;
  if (chance_.percent(75)) {
    v1::Receipt& receipt = *event.mutable_receipt();
    *receipt.mutable_ref() = ref(v1::DOCUMENT_KIND_RECEIPT, number(client, "R"));
    *receipt.mutable_amount() = money(currency, amount);
    receipt.set_posting_date(date_from_day(around(today, 3, 0)));
    instrument(client, today, receipt);
  } else {
    v1::CreditNote& note = *event.mutable_credit_note();
    *note.mutable_ref() = ref(v1::DOCUMENT_KIND_CREDIT_NOTE, number(client, "A"));
    *note.mutable_gross() = money(currency, amount);
    note.set_posting_date(date_from_day(around(today, 3, 0)));
  }
  client.credits.push_back({event, amount});
  events.push_back(event);
}

// Books on one to three invoices: what is open of them, a part of it, or too much; sometimes on a
// line, sometimes on an invoice that has not come or never will.
void Business::allocate(Client& client, v1::Settlement& settlement, const std::string& currency,
                        std::int64_t& sum) {
  for (int i = chance_.between(1, 3); i > 0; --i) {
    v1::Movement& movement = *settlement.add_movements();
    movement.set_cause(v1::MOVEMENT_CAUSE_CASH);
    std::int64_t minor = amount_minor() + 1;
    if (client.invoices.empty() || chance_.percent(10)) {
      const int ahead = client.numbers + chance_.between(1, 6);
      *movement.mutable_item_ref() = ref(v1::DOCUMENT_KIND_INVOICE, fmt::format("F{}", ahead));
    } else {
      Document& document = chance_.pick(client.invoices);
      *movement.mutable_item_ref() = ref_of(document.event);
      if (currency_of(document.event) == currency && document.left > 0 && !chance_.percent(10)) {
        minor = chance_.percent(60) ? document.left : std::max<std::int64_t>(1, document.left / 3);
        document.left -= minor;
      }
      if (chance_.percent(20)) {
        movement.mutable_item_ref()->set_line(chance_.between(1, 4));
      }
    }
    *movement.mutable_amount() = money(currency, -minor);
    sum += minor;
  }
}

void Business::settle(Client& client, Day today, Events& events) {
  v1::Event event = event_of(client, today);
  const bool corrected = !client.settlements.empty() && chance_.percent(10);
  if (corrected) {
    event = chance_.pick(client.settlements);
    change(client, event);
  }
  v1::Settlement& settlement = *event.mutable_settlement();
  settlement.clear_movements();
  if (!corrected) {
    settlement.set_settlement_id(number(client, "S"));
    settlement.set_source_system("erp");
    settlement.set_seller_company(chance_.percent(80) ? "1000" : "2000");
    settlement.set_posting_date(date_from_day(around(today, 3, 0)));
  }
  std::string currency = chance_.pick(kCurrencies);
  Document* credit = client.credits.empty() ? nullptr : &chance_.pick(client.credits);
  if (credit != nullptr && chance_.percent(95)) {
    currency = currency_of(credit->event);
  }
  std::int64_t sum = 0;
  allocate(client, settlement, currency, sum);
  if (credit != nullptr && chance_.percent(90)) {
    v1::Movement& movement = *settlement.add_movements();
    *movement.mutable_item_ref() = ref_of(credit->event);
    movement.set_cause(credit->event.has_receipt() ? v1::MOVEMENT_CAUSE_CASH
                                                   : v1::MOVEMENT_CAUSE_CREDIT_NOTE);
    const std::int64_t minor = chance_.percent(70) ? sum : sum / 2;
    *movement.mutable_amount() = money(currency, minor);
    credit->left -= minor;
    sum -= minor;
  }
  if (sum != 0) {
    v1::Movement& movement = *settlement.add_movements();
    movement.set_cause(kOutsideCauses.at(static_cast<std::size_t>(chance_.below(6))));
    *movement.mutable_amount() = money(currency, sum);
  }
  client.settlements.push_back(event);
  events.push_back(event);
}

void Business::reverse(Client& client, Day today, Events& events) {
  if (client.settlements.empty()) {
    return;
  }
  v1::Event event = event_of(client, today);
  const v1::Settlement& settlement = chance_.pick(client.settlements).settlement();
  v1::SettlementReversed& reversed = *event.mutable_settlement_reversed();
  reversed.set_settlement_id(settlement.settlement_id());
  if (chance_.percent(10)) {  // one that has not come yet
    reversed.set_settlement_id(fmt::format("S{}", client.numbers + chance_.between(1, 4)));
  }
  reversed.set_source_system(settlement.source_system());
  reversed.set_seller_company(settlement.seller_company());
  reversed.set_posting_date(date_from_day(today));
  events.push_back(event);
}

void Business::write_off(Client& client, Day today, Events& events) {
  if (client.invoices.empty()) {
    return;
  }
  v1::Event event = event_of(client, today);
  const Document& document = chance_.pick(client.invoices);
  v1::WriteOff& write_off = *event.mutable_write_off();
  write_off.set_write_off_id(number(client, "W"));
  *write_off.mutable_item_ref() = ref_of(document.event);
  *write_off.mutable_amount() =
      money(currency_of(document.event), std::max<std::int64_t>(1, document.left / 2));
  write_off.set_posting_date(date_from_day(today));
  events.push_back(event);
}

void Business::dispute(Client& client, Day today, Events& events) {
  if (client.invoices.empty()) {
    return;
  }
  v1::Event event = event_of(client, today);
  const bool again = !client.disputes.empty() && chance_.percent(40);
  if (again && chance_.percent(60)) {
    const v1::DisputeOpened& opened = chance_.pick(client.disputes).dispute_opened();
    v1::DisputeClosed& closed = *event.mutable_dispute_closed();
    closed.set_dispute_id(opened.dispute_id());
    *closed.mutable_item_ref() = opened.item_ref();
    closed.set_outcome(v1::DISPUTE_OUTCOME_PARTIAL);
    closed.set_closed_on(date_from_day(today));
    events.push_back(event);
    return;
  }
  v1::DisputeOpened dispute;
  if (again) {
    dispute = chance_.pick(client.disputes).dispute_opened();
    event.set_revision(client.has_revisions ? events_ + 3 : 0);
  } else {
    const Document& document = chance_.pick(client.invoices);
    dispute.set_dispute_id(number(client, "X"));
    *dispute.mutable_item_ref() = ref_of(document.event);
    if (chance_.percent(20)) {
      dispute.mutable_item_ref()->set_line(chance_.between(1, 4));
    }
    dispute.set_opened_on(date_from_day(around(today, 15, 0)));
    *dispute.mutable_amount() = money(currency_of(document.event), 1);
  }
  dispute.clear_amount();
  if (chance_.percent(70)) {
    const std::string currency = chance_.percent(90) ? "EUR" : "USD";
    *dispute.mutable_amount() = money(currency, amount_minor() + 1);
  }
  if (again) {
    *event.mutable_dispute_changed()->mutable_dispute() = dispute;
    event.mutable_dispute_changed()->set_changed_on(date_from_day(today));
  } else {
    *event.mutable_dispute_opened() = dispute;
    client.disputes.push_back(event);
  }
  events.push_back(event);
}

}  // namespace encours::simulation
