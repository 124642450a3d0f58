#include "operators/client/exposure/order_book.h"

#include <algorithm>

#include "operators/client/checked.h"
#include "operators/client/exposure/billing.h"
#include "operators/client/findings.h"
#include "operators/domain/entity.h"
#include "operators/domain/total.h"

namespace encours::exposure {
namespace {

using state::v1::ExposureDelivery;
using state::v1::ExposureOrder;
using state::v1::ExposureOrderLine;
using state::v1::ExposureTotals;

ExposureTotals totals_of(const ExposureOrder& entry, const OrderValue& value) {
  ExposureTotals totals;
  totals.set_currency(entry.currency());
  totals.set_orders(entry.known() ? 1 : 0);
  totals.set_orders_minor(value.open);
  totals.set_deliveries_minor(value.delivered);
  totals.set_prepaid_deliveries_minor(value.prepaid_delivered);
  totals.set_estimated(entry.estimated() && (value.open != 0 || value.delivered != 0) ? 1 : 0);
  return totals;
}

ExposureTotals totals_of(const ExposureDelivery& entry) {
  ExposureTotals totals;
  totals.set_currency(entry.currency());
  totals.set_deliveries(entry.currency().empty() ? 0 : 1);
  totals.set_deliveries_minor(value_of(entry));
  totals.set_estimated(entry.estimated() && totals.deliveries_minor() != 0 ? 1 : 0);
  return totals;
}

bool says_nothing(const ExposureTotals& totals) {
  return totals.orders() == 0 && totals.deliveries() == 0 && totals.billings() == 0 &&
         totals.orders_minor() == 0 && totals.deliveries_minor() == 0 &&
         totals.billings_minor() == 0 && totals.prepaid_deliveries_minor() == 0;
}

bool same_figures(const ExposureTotals& a, const ExposureTotals& b) {
  return a.currency() == b.currency() && a.orders_minor() == b.orders_minor() &&
         a.deliveries_minor() == b.deliveries_minor() && a.billings_minor() == b.billings_minor() &&
         a.prepaid_deliveries_minor() == b.prepaid_deliveries_minor() &&
         (a.estimated() != 0) == (b.estimated() != 0);
}

ExposureTotals& totals_to_edit(state::v1::ExposureHead& head, std::string_view currency) {
  auto& all = *head.mutable_totals();
  int place = 0;
  while (place < all.size() && all[place].currency() < currency) {
    ++place;
  }
  if (place == all.size() || all[place].currency() != currency) {
    all.Add()->set_currency(std::string(currency));
    std::rotate(all.pointer_begin() + place, all.pointer_end() - 1, all.pointer_end());
  }
  return all[place];
}

}  // namespace

Verdict OrderBook::beyond_bound() {
  return refuse(RejectReason::kAmountOverflow, "quantities or values of an order");
}

void OrderBook::note(const Verdict& verdict) {
  if (verdict_.accepted()) {
    verdict_ = verdict;
  }
}

OrderBook::Account& OrderBook::account_of(std::string_view id) {
  const std::string segment(segment_of(policy_, document_ref(id).seller_company()));
  const auto [place, is_new] = accounts_.try_emplace(segment);
  Account& account = place->second;
  if (is_new) {
    account.key = {std::string(input_.owner), segment};
    if (const auto* head = rows_.find(kExposure, account.key); head != nullptr) {
      account.head = *head;
    }
  }
  return account;
}

OrderBook::Order& OrderBook::open_order(std::string_view id) {
  const auto [place, is_new] = orders_.try_emplace(std::string(id));
  Order& order = place->second;
  if (is_new) {
    order.account = &account_of(id);
    order.entry.set_id(std::string(id));
    OrderSet(rows_, kExposureOrders, order.account->key)
        .find(order.account->head.orders(), id, order.entry);
    order.before = order.entry;
  }
  return order;
}

ExposureDelivery& OrderBook::delivery(std::string_view id) {
  const auto [place, is_new] = deliveries_.try_emplace(std::string(id));
  Delivery& delivery = place->second;
  if (is_new) {
    delivery.account = &account_of(id);
    delivery.entry.set_id(std::string(id));
    DeliverySet(rows_, kExposureDeliveries, delivery.account->key)
        .find(delivery.account->head.deliveries(), id, delivery.entry);
    delivery.before = delivery.entry;
  }
  return delivery.entry;
}

void OrderBook::add_advance(std::string_view id, Currency currency, std::int64_t minor) {
  exposure::add_advance(currency, minor, order(id));
}

void OrderBook::act_on_orders(const ExposureDelivery& delivery, int sign) {
  for (const OrderEffect& effect : effects_of(delivery)) {
    ExposureOrderLine& line = line_of(order(effect.order_id), effect.order_line);
    std::int64_t delivered = line.delivered_milli();
    std::int64_t returned = line.returned_milli();
    const bool added = add_to_total(delivered, sign * effect.delivered_milli) &&
                       add_to_total(returned, sign * effect.returned_milli) &&
                       add_billed(*line.mutable_billed(), effect.billed, sign);
    line.set_delivered_milli(delivered);
    line.set_returned_milli(returned);
    line.set_final_deliveries(line.final_deliveries() + sign * effect.final_deliveries);
    if (!added) {
      note(beyond_bound());
    }
  }
}

Verdict OrderBook::finish(Emit& emit) {
  for (auto& [id, delivery] : deliveries_) {
    act_on_orders(delivery.before, -1);
    act_on_orders(delivery.entry, 1);
    put(delivery);
  }
  for (auto& [id, order] : orders_) {
    put(order, emit);
  }
  for (auto& [segment, account] : accounts_) {
    if (account.touched) {
      close(account);
    }
  }
  return verdict_;
}

void OrderBook::put(Delivery& delivery) {
  Account& account = *delivery.account;
  account.touched = true;
  DeliverySet deliveries(rows_, kExposureDeliveries, account.key);
  if (drop_idle(delivery.entry)) {
    deliveries.put(*account.head.mutable_deliveries(), delivery.entry);
  } else {
    deliveries.erase(*account.head.mutable_deliveries(), delivery.entry.id());
  }
  if (delivery.entry.lines_size() > kLinesPerEntryMax) {
    note(refuse(RejectReason::kTooLarge, "a delivery has at most 10,000 lines"));
  }
  add_totals(account, totals_of(delivery.before), -1);
  add_totals(account, totals_of(delivery.entry), 1);
}

void OrderBook::put(Order& order, Emit& emit) {
  Account& account = *order.account;
  account.touched = true;
  OrderSet orders(rows_, kExposureOrders, account.key);
  if (drop_idle(order.entry)) {
    orders.put(*account.head.mutable_orders(), order.entry);
  } else {
    orders.erase(*account.head.mutable_orders(), order.entry.id());
  }
  if (order.entry.lines_size() > kLinesPerEntryMax) {
    note(refuse(RejectReason::kTooLarge, "an order has at most 10,000 lines"));
  }
  const OrderValue before = value_of(order.before);
  const OrderValue after = value_of(order.entry);
  add_totals(account, totals_of(order.before, before), -1);
  add_totals(account, totals_of(order.entry, after), 1);
  account.moved = account.moved || order.placed;
  say(order, before, after, emit);
}

void OrderBook::say(const Order& order, const OrderValue& before, const OrderValue& after,
                    Emit& emit) {
  const bool changed = before != after || order.before.currency() != order.entry.currency();
  if (!order.entry.known() || (!changed && !order.placed)) {
    return;
  }
  OrderValueChanged said;
  said.account = order.account->key;
  said.order_id = order.entry.id();
  said.revision = order.entry.revision();
  said.currency = checked_currency(order.entry.currency());
  said.open_before = before.open;
  said.open_after = after.open;
  said.prepaid = after.prepaid_open;
  said.placed_or_changed = order.placed;
  said.closed = after.done;
  said.shipped = after.shipped;
  said.came_back = came_back(order.entry);
  said.scheduled = after.scheduled;
  emit.say(std::move(said));
}

void OrderBook::add_totals(Account& account, const ExposureTotals& part, int sign) {
  if (says_nothing(part)) {
    return;
  }
  ExposureTotals& totals = totals_to_edit(account.head, part.currency());
  std::int64_t orders_minor = totals.orders_minor();
  std::int64_t deliveries_minor = totals.deliveries_minor();
  std::int64_t billings_minor = totals.billings_minor();
  std::int64_t prepaid_minor = totals.prepaid_deliveries_minor();
  if (!add_to_total(orders_minor, sign * part.orders_minor()) ||
      !add_to_total(deliveries_minor, sign * part.deliveries_minor()) ||
      !add_to_total(billings_minor, sign * part.billings_minor()) ||
      !add_to_total(prepaid_minor, sign * part.prepaid_deliveries_minor())) {
    note(refuse(RejectReason::kAmountOverflow, "orders, deliveries and billing of the account"));
  }
  totals.set_orders(totals.orders() + sign * part.orders());
  totals.set_deliveries(totals.deliveries() + sign * part.deliveries());
  totals.set_orders_minor(orders_minor);
  totals.set_deliveries_minor(deliveries_minor);
  totals.set_prepaid_deliveries_minor(prepaid_minor);
  totals.set_billings(totals.billings() + sign * part.billings());
  totals.set_billings_minor(billings_minor);
  totals.set_estimated(totals.estimated() + sign * part.estimated());
}

// Puts the head row back, without what would only tell how it came to hold nothing.
void OrderBook::close(Account& account) {
  state::v1::ExposureHead& head = account.head;
  auto& all = *head.mutable_totals();
  all.erase(std::remove_if(all.begin(), all.end(), says_nothing), all.end());
  for (const std::uint64_t count :
       {head.orders().count(), head.deliveries().count(), head.billings().count()}) {
    if (count > kEntriesPerAccountMax) {
      note(refuse(RejectReason::kTooLarge, "an account has at most 1,000,000 orders"));
    }
  }
  if (head.orders().count() == 0) {
    head.clear_orders();
  }
  if (head.deliveries().count() == 0) {
    head.clear_deliveries();
  }
  if (head.billings().count() == 0) {
    head.clear_billings();
  }
  if (head.billing_refs().count() == 0) {
    head.clear_billing_refs();
  }
  const auto* held = rows_.find(kExposure, account.key);
  const auto totals_moved = [&] {
    return held == nullptr ? !all.empty()
                           : !std::equal(all.begin(), all.end(), held->totals().begin(),
                                         held->totals().end(), same_figures);
  };
  account.moved = account.moved || totals_moved();
  if (head.ByteSizeLong() == 0) {
    rows_.erase(kExposure, account.key);
  } else {
    rows_.edit(kExposure, account.key) = head;
  }
}

std::vector<AccountKey> OrderBook::moved() const {
  std::vector<AccountKey> accounts;
  for (const auto& [segment, account] : accounts_) {
    if (account.moved) {
      accounts.push_back(account.key);
    }
  }
  return accounts;
}

}  // namespace encours::exposure
