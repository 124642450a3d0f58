#include "tests/bench/workload.h"

#include <cmath>

#include <fmt/format.h>

namespace encours::bench {
namespace {

constexpr double kTheta = 0.99;
constexpr std::int32_t kFirstDate = 20250602;
constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr int kDueDays = 30;  // items are spread over so many due dates

double zeta(std::uint64_t n) {
  double sum = 0;
  for (std::uint64_t i = 1; i <= n; ++i)
    sum += 1.0 / std::pow(static_cast<double>(i), kTheta);
  return sum;
}

std::int64_t amount_cents(std::uint32_t number) {
  return 10'000 + number % 977 * 100;
}

void set_money(v1::Money& money, std::int64_t cents) {
  money.set_currency("EUR");
  money.set_units(cents / 100);
  money.set_nanos(static_cast<std::int32_t>(cents % 100 * 10'000'000));
}

void set_ref(v1::DocumentRef& ref, v1::DocumentKind kind, std::uint64_t client,
             std::uint32_t number) {
  ref.set_source_system("erp");
  ref.set_seller_company("1000");
  ref.set_kind(kind);
  ref.set_number(fmt::format("{:07}-{:06}", client, number));
}

}  // namespace

Workload::Workload(WorkloadSize size, Spread spread, std::uint64_t seed)
    : size_(size), spread_(spread), state_(seed), books_(size.clients) {
  if (spread == Spread::kZipf) {
    zipf_n_ = zeta(size.clients);
    zipf_alpha_ = 1.0 / (1.0 - kTheta);
    const auto n = static_cast<double>(size.clients);
    zipf_eta_ = (1.0 - std::pow(2.0 / n, 1.0 - kTheta)) / (1.0 - zeta(2) / zipf_n_);
  }
}

Day Workload::first_day() {
  return *day_from_date(kFirstDate);
}

std::uint64_t Workload::random() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

std::uint64_t Workload::pick_client() {
  if (spread_ == Spread::kUniform) return random() % size_.clients;
  const double u = static_cast<double>(random() >> 11) / 9007199254740992.0;
  const double uz = u * zipf_n_;
  if (uz < 1.0) return 0;
  if (uz < 1.0 + std::pow(0.5, kTheta)) return 1;
  const auto n = static_cast<double>(size_.clients);
  const auto rank =
      static_cast<std::uint64_t>(n * std::pow(zipf_eta_ * u - zipf_eta_ + 1.0, zipf_alpha_));
  return rank < size_.clients ? rank : size_.clients - 1;
}

v1::Event Workload::event(std::uint64_t client, std::string event_id) const {
  v1::Event event;
  event.set_event_id(std::move(event_id));
  event.set_feed("bench");
  event.set_client_id(fmt::format("C{:07}", client));
  event.mutable_logged_at()->set_seconds(first_day() * kSecondsPerDay + 36'000);
  return event;
}

v1::Event Workload::invoice(std::uint64_t client) {
  const std::uint32_t number = books_[client].next_invoice++;
  v1::Event event = this->event(client, fmt::format("i/{}/{}", client, number));
  v1::Invoice& invoice = *event.mutable_invoice();
  set_ref(*invoice.mutable_ref(), v1::DOCUMENT_KIND_INVOICE, client, number);
  set_money(*invoice.mutable_gross(), amount_cents(number));
  invoice.set_document_date(date_from_day(first_day()));
  invoice.set_posting_date(date_from_day(first_day()));
  v1::ScheduleLine& line = *invoice.add_schedule();
  line.set_line(1);
  line.set_due_on(date_from_day(first_day() + 15 + static_cast<Day>(number % kDueDays)));
  set_money(*line.mutable_amount(), amount_cents(number));
  return event;
}

v1::Event Workload::receipt(std::uint64_t client, std::uint32_t number) {
  v1::Event event = this->event(client, fmt::format("r/{}/{}", client, number));
  v1::Receipt& receipt = *event.mutable_receipt();
  set_ref(*receipt.mutable_ref(), v1::DOCUMENT_KIND_RECEIPT, client, number);
  set_money(*receipt.mutable_amount(), amount_cents(number));
  receipt.set_posting_date(date_from_day(first_day()));
  return event;
}

v1::Event Workload::settlement(std::uint64_t client) {
  const std::uint32_t number = books_[client].first_open++;
  v1::Event event = this->event(client, fmt::format("s/{}/{}", client, number));
  v1::Settlement& settlement = *event.mutable_settlement();
  settlement.set_settlement_id(fmt::format("{:07}-{:06}", client, number));
  settlement.set_source_system("erp");
  settlement.set_seller_company("1000");
  settlement.set_posting_date(date_from_day(first_day()));
  for (const bool paid : {true, false}) {
    v1::Movement& movement = *settlement.add_movements();
    set_ref(*movement.mutable_item_ref(),
            paid ? v1::DOCUMENT_KIND_INVOICE : v1::DOCUMENT_KIND_RECEIPT, client, number);
    set_money(*movement.mutable_amount(), paid ? -amount_cents(number) : amount_cents(number));
    movement.set_cause(v1::MOVEMENT_CAUSE_CASH);
  }
  return event;
}

v1::Event Workload::order(std::uint64_t client) {
  const std::uint32_t number = books_[client].next_order++;
  v1::Event event = this->event(client, fmt::format("o/{}/{}", client, number));
  v1::Order& order = *event.mutable_order_placed()->mutable_order();
  set_ref(*order.mutable_ref(), v1::DOCUMENT_KIND_ORDER, client, number);
  order.set_document_date(date_from_day(first_day()));
  v1::OrderLine& line = *order.add_lines();
  line.set_line(1);
  line.set_quantity_milli(1'000);
  set_money(*line.mutable_gross(), amount_cents(number));
  return event;
}

v1::Event Workload::order_closed(std::uint64_t client) {
  const std::uint32_t number = books_[client].first_order++;
  v1::Event event = this->event(client, fmt::format("c/{}/{}", client, number));
  v1::OrderClosed& closed = *event.mutable_order_closed();
  set_ref(*closed.mutable_ref(), v1::DOCUMENT_KIND_ORDER, client, number);
  closed.set_closed_on(date_from_day(first_day()));
  return event;
}

v1::Event Workload::next_fill() {
  const std::uint64_t client = filled_ / per_client();
  const std::uint64_t place = filled_++ % per_client();
  if (place < size_.items_per_client) return invoice(client);
  if (place < size_.items_per_client + size_.receipts_per_client) {
    return receipt(client, books_[client].next_receipt++);
  }
  return order(client);
}

v1::Event Workload::next_stream() {
  switch (phase_++ % (size_.orders_per_client > 0 ? 5 : 3)) {
    case 0:
      client_ = pick_client();
      return invoice(client_);
    case 1:
      return receipt(client_, books_[client_].first_open);
    case 2:
      return settlement(client_);
    case 3:
      return order(client_);
    default:
      return order_closed(client_);
  }
}

}  // namespace encours::bench
