// What documents bill, in one step: the part of the order book that an invoice, a credit note or a
// billing document touches.
#include <algorithm>

#include "operators/client/exposure/billing.h"
#include "operators/client/exposure/order_book.h"

namespace encours::exposure {

using state::v1::ExposureBilledLine;
using state::v1::ExposureBilling;
using state::v1::ExposureBillingRef;
using state::v1::ExposureTotals;

bool OrderBook::has_billing(std::string_view id) {
  const Account& account = account_of(id);
  ExposureBilling held;
  return account.head.billings().count() > 0 &&
         BillingSet(rows_, kExposureBillings, account.key).find(account.head.billings(), id, held);
}

// What a document counts depends on who else bears its billing_ref: all of them are taken out, and
// put back when the document has changed.
void OrderBook::replace_billing(const ExposureBilling& billing) {
  Account& account = account_of(billing.id());
  const ExposureBilling held = held_billing(account, billing.id());
  if (held.cancelled()) {
    return;
  }
  const bool same_ref = held.ref_id() == billing.ref_id();
  count_bearers(account, held.ref_id(), -1);
  if (!same_ref) {
    count_bearers(account, billing.ref_id(), -1);
  }
  if (held.ref_id().empty()) {
    count_billing(account, held, {}, -1);
  }
  move_bearer(account, held, -1);
  move_bearer(account, billing, 1);
  put_billing(account, billing);
  if (billing.ref_id().empty()) {
    count_billing(account, billing, {}, 1);
  }
  if (!same_ref) {
    count_bearers(account, billing.ref_id(), 1);
  }
  count_bearers(account, held.ref_id(), 1);
}

ExposureBilling OrderBook::held_billing(const Account& account, std::string_view id) {
  ExposureBilling held;
  held.set_id(std::string(id));
  BillingSet(rows_, kExposureBillings, account.key).find(account.head.billings(), id, held);
  return held;
}

ExposureBillingRef OrderBook::held_ref(const Account& account, std::string_view id) {
  ExposureBillingRef held;
  held.set_id(std::string(id));
  BillingRefSet(rows_, kExposureBillingRefs, account.key)
      .find(account.head.billing_refs(), id, held);
  return held;
}

void OrderBook::put_billing(Account& account, const ExposureBilling& billing) {
  BillingSet billings(rows_, kExposureBillings, account.key);
  account.touched = true;
  if (is_blank(billing)) {
    billings.erase(*account.head.mutable_billings(), billing.id());
  } else {
    billings.put(*account.head.mutable_billings(), billing);
  }
}

// The document begins to bear its billing_ref, or with sign -1 bears it no more.
void OrderBook::move_bearer(Account& account, const ExposureBilling& billing, int sign) {
  if (billing.ref_id().empty()) {
    return;
  }
  ExposureBillingRef ref = held_ref(account, billing.ref_id());
  auto& ids = is_billing_document(billing) ? *ref.mutable_billing_id() : *ref.mutable_posting_id();
  const auto place = std::lower_bound(ids.begin(), ids.end(), billing.id());
  if (sign < 0) {
    ids.erase(place);
  } else {
    const auto index = place - ids.begin();
    *ids.Add() = billing.id();
    std::rotate(ids.pointer_begin() + index, ids.pointer_end() - 1, ids.pointer_end());
  }
  BillingRefSet refs(rows_, kExposureBillingRefs, account.key);
  account.touched = true;
  if (ref.billing_id().empty() && ref.posting_id().empty()) {
    refs.erase(*account.head.mutable_billing_refs(), ref.id());
  } else {
    refs.put(*account.head.mutable_billing_refs(), ref);
  }
  if (ref.billing_id_size() + ref.posting_id_size() > kBearersMax) {
    note(refuse(RejectReason::kTooLarge, "billing_ref: at most 64 documents share one"));
  }
}

void OrderBook::count_bearers(Account& account, std::string_view ref_id, int sign) {
  if (ref_id.empty()) {
    return;
  }
  const ExposureBillingRef bearers = held_ref(account, ref_id);
  for (const auto* ids : {&bearers.billing_id(), &bearers.posting_id()}) {
    for (const std::string& id : *ids) {
      count_billing(account, held_billing(account, id), bearers, sign);
    }
  }
}

// A billing document is owed until accounting has posted it. Of the two it is the one that says
// what was billed: an item that accounting posted for a billing document that we know bills nothing
// once more.
void OrderBook::count_billing(Account& account, const ExposureBilling& billing,
                              const ExposureBillingRef& bearers, int sign) {
  if (!is_billing_document(billing)) {
    if (bearers.billing_id().empty()) {
      count_lines(billing, sign);
    }
    return;
  }
  count_lines(billing, sign);
  ExposureTotals totals;
  totals.set_currency(billing.currency());
  totals.set_billings(1);
  totals.set_billings_minor(bearers.posting_id().empty() ? billing.gross_minor() : 0);
  totals.set_estimated(billing.estimated() && totals.billings_minor() != 0 ? 1 : 0);
  add_totals(account, totals, sign);
}

// A line that names both counts at the order; the delivery then only learns that it is billed.
void OrderBook::count_lines(const ExposureBilling& billing, int sign) {
  bool added = true;
  for (const ExposureBilledLine& line : billing.lines()) {
    const bool with_order = !line.order_id().empty();
    if (with_order) {
      auto& sums = *line_of(order(line.order_id()), line.order_line()).mutable_billed();
      added = add_billed(sums, line.quantity_milli(), billing.credit(), sign) && added;
    }
    if (!line.delivery_id().empty()) {
      auto& named = line_of(delivery(line.delivery_id()), line.delivery_line());
      auto& sums = with_order ? *named.mutable_billed_with_order() : *named.mutable_billed();
      added = add_billed(sums, line.quantity_milli(), billing.credit(), sign) && added;
    }
  }
  if (!added) {
    note(beyond_bound());
  }
}

}  // namespace encours::exposure
