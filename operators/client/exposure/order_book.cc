#include "operators/client/exposure/order_book.h"

#include <algorithm>

#include "operators/domain/total.h"

namespace encours::exposure {
namespace {

using state::v1::ExposureBilling;
using state::v1::ExposureDelivery;
using state::v1::ExposureHead;
using state::v1::ExposureOrder;
using state::v1::ExposureTotals;

// Orders of one account: more is a mistake of the feed, and the limit keeps the sums within bounds.
constexpr std::uint64_t kOrdersMax = 1'000'000;

// What a delivery is worth of itself: lines without an order that no document has billed.
std::int64_t free_value(const ExposureDelivery& entry) {
  const auto billed = [&entry](int line) {
    return std::binary_search(entry.billed_line().begin(), entry.billed_line().end(), line);
  };
  std::int64_t value = 0;
  for (int i = 0; i < entry.free_line_size(); ++i) {
    value += billed(0) || billed(entry.free_line(i)) ? 0 : entry.free_gross_minor(i);
  }
  return value;
}

ExposureTotals& totals_to_edit(ExposureHead& head, std::string_view currency) {
  auto& all = *head.mutable_totals();
  const auto place = std::lower_bound(
      all.begin(), all.end(), currency,
      [](const ExposureTotals& row, std::string_view code) { return row.currency() < code; });
  const auto at = place - all.begin();
  if (place == all.end() || place->currency() != currency) {
    all.Add()->set_currency(std::string(currency));
    std::rotate(all.pointer_begin() + at, all.pointer_end() - 1, all.pointer_end());
  }
  return all[static_cast<int>(at)];
}

}  // namespace

OrderBook::OrderBook(Rows& rows, AccountKey account) : rows_(rows), account_(std::move(account)) {
  if (const ExposureHead* head = rows_.find(kExposure, account_); head != nullptr) {
    head_ = *head;
  }
}

ExposureOrder& OrderBook::order(const std::string& id) {
  const auto [place, is_new] = orders_.try_emplace(id);
  Order& order = place->second;
  if (is_new) {
    order.entry.set_id(id);
    OrderSet(rows_, kExposureOrders, account_).find(head_.orders(), id, order.entry);
    order.before = value_of(order.entry);
    order.currency_before = order.entry.currency();
  }
  return order.entry;
}

ExposureDelivery& OrderBook::delivery(const std::string& id) {
  const auto [place, is_new] = deliveries_.try_emplace(id);
  Delivery& delivery = place->second;
  if (is_new) {
    delivery.entry.set_id(id);
    DeliverySet(rows_, kExposureDeliveries, account_).find(head_.deliveries(), id, delivery.entry);
    delivery.before = free_value(delivery.entry);
    delivery.currency_before = delivery.entry.free_currency();
  }
  return delivery.entry;
}

ExposureBilling& OrderBook::billing(const std::string& id) {
  const auto [place, is_new] = billings_.try_emplace(id);
  if (is_new) {
    place->second.set_id(id);
    BillingSet(rows_, kExposureBillings, account_).find(head_.billings(), id, place->second);
  }
  return place->second;
}

bool OrderBook::add_to_totals(std::string_view currency, std::int64_t orders,
                              std::int64_t deliveries) {
  if (currency.empty() || (orders == 0 && deliveries == 0)) {
    return true;
  }
  ExposureTotals& totals = totals_to_edit(head_, currency);
  std::int64_t orders_minor = totals.orders_minor();
  std::int64_t deliveries_minor = totals.deliveries_minor();
  const bool added =
      add_to_total(orders_minor, orders) && add_to_total(deliveries_minor, deliveries);
  totals.set_orders_minor(orders_minor);
  totals.set_deliveries_minor(deliveries_minor);
  return added;
}

bool OrderBook::put_order(const std::string& id, Order& order, Emit& emit, bool& moved) {
  const OrderValue after = value_of(order.entry);
  OrderSet(rows_, kExposureOrders, account_).put(*head_.mutable_orders(), order.entry);
  if (order.entry.known()) {
    // An account and currency that orders have named is shown from then on, zeros included.
    totals_to_edit(head_, order.entry.currency());
  }
  if (!add_to_totals(order.currency_before, -order.before.open, -order.before.delivered) ||
      !add_to_totals(order.entry.currency(), after.open, after.delivered)) {
    return false;
  }
  const bool changed = after != order.before || order.currency_before != order.entry.currency();
  moved = moved || changed || order.placed;
  if (order.entry.known() && (changed || order.placed)) {
    OrderValueChanged said;
    said.account = account_;
    said.order_id = id;
    said.revision = order.entry.revision();
    said.currency = Currency::from_code(order.entry.currency()).value_or(Currency());
    said.open_before = order.before.open;
    said.open_after = after.open;
    said.placed_or_changed = order.placed;
    said.closed = is_done(order.entry, after);
    emit.say(std::move(said));
  }
  return true;
}

bool OrderBook::put_delivery(Delivery& delivery, bool& moved) {
  const std::int64_t after = free_value(delivery.entry);
  DeliverySet(rows_, kExposureDeliveries, account_)
      .put(*head_.mutable_deliveries(), delivery.entry);
  moved = moved || after != delivery.before;
  return add_to_totals(delivery.currency_before, 0, -delivery.before) &&
         add_to_totals(delivery.entry.free_currency(), 0, after);
}

Verdict OrderBook::finish(Emit& emit, bool& moved) {
  for (auto& [id, order] : orders_) {
    if (!put_order(id, order, emit, moved)) {
      return refuse(RejectReason::kAmountOverflow, "the account's orders are beyond their bound");
    }
  }
  for (auto& [id, delivery] : deliveries_) {
    if (!put_delivery(delivery, moved)) {
      return refuse(RejectReason::kAmountOverflow, "its deliveries are beyond their bound");
    }
  }
  for (auto& [id, billing] : billings_) {
    BillingSet(rows_, kExposureBillings, account_).put(*head_.mutable_billings(), billing);
  }
  if (head_.orders().count() > kOrdersMax || head_.deliveries().count() > kOrdersMax) {
    return refuse(RejectReason::kTooLarge, "an account has at most a million orders");
  }
  rows_.edit(kExposure, account_) = head_;
  return accept();
}

}  // namespace encours::exposure
