#include "src/cli/demo/company.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "operators/domain/money.h"

namespace encours::demo {
namespace {

constexpr std::string_view kSystem = "erp";
constexpr std::string_view kSeller = "1000";
constexpr std::int64_t kMilli = 1'000;

// What a month sells of an average one, in percent: quiet in August, full in autumn.
constexpr std::array kSeason{85, 90, 100, 105, 105, 110, 95, 45, 115, 125, 130, 105};

bool working_day(Day day) {
  const int weekday = (day % 7 + 7 + 3) % 7;  // 1970-01-01 was a Thursday; Monday = 0
  return weekday < 5;
}

int month_of(Day day) {
  return date_from_day(day) / 100 % 100;
}

Currency euro() {
  return *Currency::from_code("EUR");
}

void set_ref(v1::DocumentRef& ref, v1::DocumentKind kind, const std::string& number) {
  ref.set_source_system(std::string(kSystem));
  ref.set_seller_company(std::string(kSeller));
  ref.set_kind(kind);
  ref.set_number(number);
}

v1::DocumentRef order_ref(const std::string& number, int line = 0) {
  v1::DocumentRef ref;
  set_ref(ref, v1::DOCUMENT_KIND_ORDER, number);
  ref.set_line(line);
  return ref;
}

}  // namespace

Company::Company(std::uint64_t seed, int clients, Day first_day)
    : random_(seed), clients_(make_clients(random_, clients, first_day)) {
  for (const Client& client : clients_) {
    names_[client.id] = client.name;
  }
}

v1::Event& Company::add(Day day, std::size_t client, std::string event_id) {
  v1::Event& event = today_.emplace_back();
  event.set_event_id(std::move(event_id));
  event.set_feed("demo");
  event.set_client_id(clients_[client].id);
  // Through the working day, a minute apart.
  const auto minute = static_cast<std::int64_t>(today_.size());
  event.mutable_logged_at()->set_seconds(std::int64_t{day} * 86'400 + 7 * 3'600 + minute * 20);
  return event;
}

std::vector<v1::Event> Company::business_of(Day day) {
  today_.clear();
  if (next_order_ == 1 && orders_.empty() && invoices_.empty()) {
    open_accounts(day);
  }
  if (working_day(day)) {
    pay(day);
    raise_limits(day);
    place_orders(day);
    decide(day);
    ship(day);
    dispute(day);
  }
  return std::exchange(today_, {});
}

void Company::hear(const v1::OrderDecision& decision) {
  const auto found = orders_.find(decision.order_ref().number());
  if (found != orders_.end()) {
    found->second.held = decision.verdict() != v1::VERDICT_APPROVED;
  }
}

void Company::open_accounts(Day day) {
  for (std::size_t i = 0; i < clients_.size(); ++i) {
    const Client& client = clients_[i];
    v1::Client& master = *add(day, i, "client/" + client.id).mutable_client();
    master.set_kind(v1::CLIENT_KIND_COMPANY);
    master.set_country("FR");
    master.set_currency("EUR");
    master.set_terms_days(client.terms_days);
    v1::CreditLimitSet& limit = *add(day, i, "limit/" + client.id).mutable_credit_limit_set();
    limit.set_limit_id("L-" + client.id);
    limit.set_kind(v1::LIMIT_KIND_AMOUNT);
    wire_from_minor(euro(), client.limit_cents, *limit.mutable_amount());
    limit.set_decided_on(date_from_day(day));
    limit.set_requested_by("sales");
    limit.add_approved_by("credit-committee");
  }
}

void Company::place_orders(Day day) {
  const int season = kSeason.at(static_cast<std::size_t>(month_of(day) - 1));
  for (std::size_t i = 0; i < clients_.size(); ++i) {
    const Client& client = clients_[i];
    // Orders per hundred days, over the five days of seven that are worked, in the season's
    // measure.
    if (!random_.chance(client.orders_per_hundred_days * 14 * season / 100)) {
      continue;
    }
    Order order;
    order.client = i;
    order.number = fmt::format("CMD-{:05}", next_order_++);
    order.quantity = random_.between(1, 12);
    order.cents =
        client.order_cents * random_.between(45, 190) / 100 / order.quantity * order.quantity;
    order.ships_on = day + random_.between(2, 9);
    v1::Order& placed =
        *add(day, i, "order/" + order.number).mutable_order_placed()->mutable_order();
    *placed.mutable_ref() = order_ref(order.number);
    placed.set_document_date(date_from_day(day));
    placed.set_terms_days(client.terms_days);
    v1::OrderLine& line = *placed.add_lines();
    line.set_line(1);
    line.set_quantity_milli(order.quantity * kMilli);
    line.set_unit("PCE");
    line.set_scheduled_on(date_from_day(order.ships_on));
    wire_from_minor(euro(), order.cents, *line.mutable_gross());
    orders_.emplace(order.number, std::move(order));
  }
}

// The credit manager goes through the held orders: good payers are let through, hopeless accounts
// are closed.
void Company::decide(Day day) {
  for (auto& [number, order] : orders_) {
    const Client& client = clients_[order.client];
    const bool good = client.habit == Habit::kPrompt || client.habit == Habit::kUsual;
    if (!order.held || order.asked || !good || !random_.chance(350)) {
      continue;
    }
    order.asked = true;
    const std::string id = fmt::format("D-{:04}", next_decision_++);
    v1::HumanDecision& decision =
        *add(day, order.client, "decision/" + id).mutable_human_decision();
    decision.set_decision_id(id);
    decision.set_action(v1::DECISION_ACTION_RELEASE);
    *decision.mutable_order_ref() = order_ref(number);
    wire_from_minor(euro(), order.cents, *decision.mutable_cap());
    decision.set_valid_until(date_from_day(day + 15));
    decision.set_decided_by("credit-manager");
    decision.set_reason("GOOD_PAYER");
    decision.set_decided_on(date_from_day(day));
  }
  for (std::size_t i = 0; i < clients_.size(); ++i) {
    const Client& client = clients_[i];
    if (client.habit != Habit::kFailing || day != client.fails_on + 63 ||
        !forced_.insert(client.id).second) {
      continue;
    }
    const std::string id = fmt::format("D-{:04}", next_decision_++);
    v1::HumanDecision& decision = *add(day, i, "decision/" + id).mutable_human_decision();
    decision.set_decision_id(id);
    decision.set_action(v1::DECISION_ACTION_FORCED_HOLD);
    decision.set_decided_by("credit-manager");
    decision.set_reason("NO_PAYMENT");
    decision.set_decided_on(date_from_day(day));
  }
}

void Company::ship(Day day) {
  std::vector<std::string> shipped;
  for (const auto& [number, order] : orders_) {
    if (order.held || order.ships_on > day) {
      continue;
    }
    const std::string delivery_number = "BL" + number.substr(3);
    v1::Delivery& delivery =
        *add(day, order.client, "delivery/" + delivery_number).mutable_delivery();
    set_ref(*delivery.mutable_ref(), v1::DOCUMENT_KIND_DELIVERY, delivery_number);
    delivery.set_delivered_on(date_from_day(day));
    v1::DeliveryLine& line = *delivery.add_lines();
    line.set_line(1);
    *line.mutable_order_ref() = order_ref(number, 1);
    line.set_quantity_milli(order.quantity * kMilli);
    bill(day, order.client, order, delivery_number);
    shipped.push_back(number);
  }
  for (const std::string& number : shipped) {
    orders_.erase(number);
  }
}

void Company::bill(Day day, std::size_t client, const Order& order, const std::string& delivery) {
  Invoice invoice;
  invoice.client = client;
  invoice.number = fmt::format("FAC-{:05}", next_invoice_++);
  invoice.cents = order.cents;
  invoice.due_on = day + clients_[client].terms_days;
  const int late = days_late(clients_[client], invoice.due_on, random_);
  invoice.paid_on = late == kNeverPaid ? kNoDay : std::max(day + 1, invoice.due_on + late);
  v1::Invoice& billed = *add(day, client, "invoice/" + invoice.number).mutable_invoice();
  set_ref(*billed.mutable_ref(), v1::DOCUMENT_KIND_INVOICE, invoice.number);
  wire_from_minor(euro(), invoice.cents, *billed.mutable_gross());
  billed.set_document_date(date_from_day(day));
  billed.set_posting_date(date_from_day(day));
  billed.set_performed_on(date_from_day(day));
  v1::ScheduleLine& due = *billed.add_schedule();
  due.set_line(1);
  due.set_due_on(date_from_day(invoice.due_on));
  wire_from_minor(euro(), invoice.cents, *due.mutable_amount());
  v1::BilledLine& line = *billed.add_lines();
  line.set_line(1);
  *line.mutable_order_ref() = order_ref(order.number, 1);
  set_ref(*line.mutable_delivery_ref(), v1::DOCUMENT_KIND_DELIVERY, delivery);
  line.mutable_delivery_ref()->set_line(1);
  line.set_quantity_milli(order.quantity * kMilli);
  invoices_.emplace(invoice.number, std::move(invoice));
}

void Company::pay(Day day) {
  std::map<std::size_t, std::vector<Invoice>> paid;
  for (const auto& [number, invoice] : invoices_) {
    if (invoice.paid_on != kNoDay && invoice.paid_on <= day && !in_dispute_.contains(number)) {
      paid[invoice.client].push_back(invoice);
    }
  }
  for (const auto& [client, invoices] : paid) {
    settle(day, client, invoices);
    for (const Invoice& invoice : invoices) {
      invoices_.erase(invoice.number);
    }
  }
}

// One transfer for all that a client pays today.
void Company::settle(Day day, std::size_t client, const std::vector<Invoice>& paid) {
  std::int64_t cents = 0;
  for (const Invoice& invoice : paid) {
    cents += invoice.cents;
  }
  const std::string number = fmt::format("VIR-{:05}", next_receipt_++);
  v1::Receipt& receipt = *add(day, client, "receipt/" + number).mutable_receipt();
  set_ref(*receipt.mutable_ref(), v1::DOCUMENT_KIND_RECEIPT, number);
  wire_from_minor(euro(), cents, *receipt.mutable_amount());
  receipt.set_posting_date(date_from_day(day));
  receipt.set_instrument(v1::INSTRUMENT_TRANSFER);
  v1::Settlement& settlement = *add(day, client, "settlement/" + number).mutable_settlement();
  settlement.set_settlement_id("LET-" + number);
  settlement.set_source_system(std::string(kSystem));
  settlement.set_seller_company(std::string(kSeller));
  settlement.set_posting_date(date_from_day(day));
  for (const Invoice& invoice : paid) {
    v1::Movement& movement = *settlement.add_movements();
    set_ref(*movement.mutable_item_ref(), v1::DOCUMENT_KIND_INVOICE, invoice.number);
    wire_from_minor(euro(), -invoice.cents, *movement.mutable_amount());
    movement.set_cause(v1::MOVEMENT_CAUSE_CASH);
  }
  v1::Movement& used = *settlement.add_movements();
  set_ref(*used.mutable_item_ref(), v1::DOCUMENT_KIND_RECEIPT, number);
  wire_from_minor(euro(), cents, *used.mutable_amount());
  used.set_cause(v1::MOVEMENT_CAUSE_CASH);
}

// Now and then a delivery is contested; a fortnight later the dispute is closed and the invoice is
// paid as it stands.
void Company::dispute(Day day) {
  for (auto& [number, invoice] : invoices_) {
    if (!invoice.disputed && invoice.due_on == day + 5 && random_.chance(25)) {
      invoice.disputed = true;
      in_dispute_.insert(number);
      v1::DisputeOpened& opened =
          *add(day, invoice.client, "dispute/" + number).mutable_dispute_opened();
      opened.set_dispute_id("LIT-" + number);
      set_ref(*opened.mutable_item_ref(), v1::DOCUMENT_KIND_INVOICE, number);
      opened.set_reason("QUANTITY");
      opened.set_opened_on(date_from_day(day));
      opened.set_expected_by(date_from_day(day + 14));
    } else if (in_dispute_.contains(number) && day >= invoice.due_on + 9) {
      in_dispute_.erase(number);
      v1::DisputeClosed& closed =
          *add(day, invoice.client, "dispute-closed/" + number).mutable_dispute_closed();
      closed.set_dispute_id("LIT-" + number);
      set_ref(*closed.mutable_item_ref(), v1::DOCUMENT_KIND_INVOICE, number);
      closed.set_outcome(v1::DISPUTE_OUTCOME_REJECTED);
      closed.set_closed_on(date_from_day(day));
    }
  }
}

// On the first of October the committee lends the good large payers more for the season.
void Company::raise_limits(Day day) {
  constexpr std::int64_t kLargeOrderCents = 600'000;
  constexpr Day kSeasonDays = 91;
  if (date_from_day(day) / 100 % 100 != 10 || date_from_day(day - 1) / 100 % 100 == 10) {
    return;
  }
  for (std::size_t i = 0; i < clients_.size(); ++i) {
    const Client& client = clients_[i];
    if (client.habit != Habit::kPrompt || client.order_cents < kLargeOrderCents) {
      continue;
    }
    v1::CreditLimitSet& limit = *add(day, i, "season/" + client.id).mutable_credit_limit_set();
    limit.set_limit_id("T-" + client.id);
    limit.set_kind(v1::LIMIT_KIND_AMOUNT);
    limit.set_mode(v1::LIMIT_MODE_ADDS_TO_BASE);
    wire_from_minor(euro(), client.limit_cents / 2, *limit.mutable_amount());
    limit.set_valid_from(date_from_day(day));
    limit.set_valid_to(date_from_day(day + kSeasonDays));
    limit.set_decided_on(date_from_day(day));
    limit.add_approved_by("credit-committee");
    limit.set_reason("SEASON");
  }
}

}  // namespace encours::demo
