#include "operators/client/exposure/exposure.h"

#include "operators/client/accounts.h"
#include "operators/client/checked.h"
#include "operators/client/evidence.h"
#include "operators/client/exposure/billing.h"
#include "operators/client/exposure/order_book.h"
#include "operators/client/exposure/wishes.h"
#include "operators/client/findings.h"
#include "operators/client/ledger/ledger.h"
#include "operators/domain/entity.h"

namespace encours {
namespace {

using exposure::Buckets;
using exposure::OrderBook;
using state::v1::ExposureBilling;

// --- one input -----------------------------------------------------------------------------------

// Whether the entry says something newer. Intake lets the newest of an order through and the newest
// of its reopening; here the two meet. Of one revision the order's own word counts.
bool is_newer(const state::v1::ExposureOrder& entry, std::int64_t revision, bool by_reopening) {
  if (!entry.known() || revision == 0 || entry.revision() == 0) {
    return false;
  }
  const bool own_word = by_reopening && !entry.said_by_reopening();
  return entry.revision() > revision || (entry.revision() == revision && own_word);
}

void take_order(const v1::Order& order, std::int64_t revision, bool by_reopening,
                const v1::Policy& policy, OrderBook& book) {
  const std::string id = entity_id(order.ref());
  state::v1::ExposureOrder& entry = book.order(id);
  if (!is_newer(entry, revision, by_reopening)) {
    book.note(exposure::replace_order(order, revision, policy, entry));
    entry.set_said_by_reopening(by_reopening);
  }
  book.mark_placed(id);
}

void reopen_order(const v1::OrderReopened& reopened, std::int64_t revision,
                  const v1::Policy& policy, OrderBook& book) {
  book.order(entity_id(reopened.order().ref())).set_reopened_on(reopened.reopened_on());
  take_order(reopened.order(), revision, true, policy, book);
}

void take_delivery(const v1::Delivery& delivery, const v1::Policy& policy, OrderBook& book) {
  book.note(exposure::replace_delivery(delivery, policy, book.delivery(entity_id(delivery.ref()))));
}

void take_return(const v1::GoodsReturned& returned, OrderBook& book) {
  exposure::replace_return(returned, book.delivery(entity_id(returned.ref())));
}

// The ledger knows whether the invoice was cancelled, now or before it came: then it bills nothing.
bool is_cancelled(const v1::DocumentRef& ref, const Input& input, Rows& rows) {
  const AccountKey account{std::string(input.owner),
                           std::string(segment_of(policy_in_force(rows), ref.seller_company()))};
  state::v1::LedgerItem item;
  return ledger::find_item(rows, account, entity_id(ref), item) &&
         item.state() == state::v1::ITEM_STATE_CANCELLED;
}

void take_billing(const ExposureBilling& billing, OrderBook& book) {
  if (!exposure::is_blank(billing) || book.has_billing(billing.id())) {
    book.replace_billing(billing);
  }
}

ExposureBilling nothing_billed(const v1::DocumentRef& ref) {
  ExposureBilling billing;
  billing.set_id(entity_id(ref));
  return billing;
}

void take_invoice(const v1::Invoice& invoice, const Input& input, Rows& rows, OrderBook& book) {
  const ExposureBilling billing = exposure::billing_of(invoice);
  const bool cancelled = !exposure::is_blank(billing) && is_cancelled(invoice.ref(), input, rows);
  take_billing(cancelled ? nothing_billed(invoice.ref()) : billing, book);
}

// The ledger does not know billing documents: that one was cancelled is remembered here.
void take_cancellation(const v1::DocumentRef& ref, OrderBook& book) {
  ExposureBilling billing = nothing_billed(ref);
  billing.set_cancelled(ref.kind() == v1::DOCUMENT_KIND_BILLING);
  take_billing(billing, book);
}

void take_input(const Input& input, Rows& rows, OrderBook& book) {
  const v1::Event& event = *input.event;
  const v1::Policy& policy = policy_in_force(rows);
  switch (input.kind) {
    case Kind::kOrderPlaced:
      return take_order(event.order_placed().order(), event.revision(), false, policy, book);
    case Kind::kOrderChanged:
      return take_order(event.order_changed().order(), event.revision(), false, policy, book);
    case Kind::kOrderCancelled:
      return book.order(entity_id(event.order_cancelled().ref()))
          .set_cancelled_on(event.order_cancelled().cancelled_on());
    case Kind::kOrderClosed:
      return book.order(entity_id(event.order_closed().ref()))
          .set_closed_on(event.order_closed().closed_on());
    case Kind::kOrderReopened:
      return reopen_order(event.order_reopened(), event.revision(), policy, book);
    case Kind::kDelivery:
      return take_delivery(event.delivery(), policy, book);
    case Kind::kGoodsReturned:
      return take_return(event.goods_returned(), book);
    case Kind::kInvoice:
      return take_invoice(event.invoice(), input, rows, book);
    case Kind::kInvoiceCancelled:
      return take_cancellation(event.invoice_cancelled().ref(), book);
    case Kind::kCreditNote:
      return take_billing(exposure::billing_of(event.credit_note()), book);
    default:
      ENCOURS_ASSERT(false, "exposure hears what it lists");
  }
}

// --- what is found and said ----------------------------------------------------------------------

std::int64_t magnitude(std::int64_t minor) {
  return minor < 0 ? -minor : minor;
}

void find_missing_rates(Rows& rows, Emit& emit, const AccountKey& account, Day today) {
  const v1::Policy& policy = policy_in_force(rows);
  const Currency reporting = reporting_currency(policy);
  std::vector<v1::Cause> causes;
  for (const v1::Rule& rule : policy.rules()) {
    if (rule.kind() != v1::RULE_KIND_FX_MISSING ||
        !rule_applies(rule, account, client_kind(rows, account.client_id))) {
      continue;
    }
    for (const Buckets& part : exposure::buckets(rows, account)) {
      const std::int64_t amount = magnitude(part.documents()) + magnitude(part.orders);
      const Valued stake = value_reported(policy, part.currency, amount);
      if (!stake.rate_missing || stake.minor < rule.minimum_minor()) continue;
      v1::Cause cause =
          make_finding(rows, account, Exposure::kName, rule, part.currency.code(), today);
      wire_from_minor(reporting, stake.minor, *cause.mutable_at_stake());
      add_evidence(cause, "without_rate", part.currency, amount);
      causes.push_back(std::move(cause));
    }
  }
  replace_findings(rows, emit, account, Exposure::kName, std::move(causes));
}

void tell(Rows& rows, Emit& emit, const AccountKey& account, Day today) {
  find_missing_rates(rows, emit, account, today);
  emit.say(ExposureChanged{account});
}

const AccountKey* account_of(const Signal& signal) {
  if (const auto* item = std::get_if<OpenItemChanged>(&signal)) return &item->account;
  if (const auto* unapplied = std::get_if<UnappliedChanged>(&signal)) return &unapplied->account;
  if (const auto* turned = std::get_if<AccountTurned>(&signal)) return &turned->account;
  return nullptr;
}

// The last signal that exposure hears of the account in this step, nullptr if there is none: at it
// the account is looked at once.
const Signal* last_of(const Emit& emit, const AccountKey& account) {
  for (auto signal = emit.signals().rbegin(); signal != emit.signals().rend(); ++signal) {
    const AccountKey* other = account_of(*signal);
    if (other != nullptr && *other == account) return &*signal;
  }
  return nullptr;
}

void take(const Heard& heard, Rows& rows, OrderBook& book) {
  if (heard.kind() == Kind::kOrderAdvanceChanged) {
    const auto& advance = heard.as<OrderAdvanceChanged>();
    book.add_advance(advance.order_id, advance.currency, advance.moved);
  } else {
    take_input(heard.input(), rows, book);
  }
}

Verdict post(const Heard& heard, Rows& rows, Emit& emit) {
  OrderBook book(heard.input(), rows, policy_in_force(rows));
  take(heard, rows, book);
  if (const Verdict verdict = book.finish(emit); !verdict.accepted()) {
    return verdict;
  }
  for (const AccountKey& account : book.moved()) {
    if (last_of(emit, account) == nullptr) {
      tell(rows, emit, account, heard.input().day);
    }
  }
  return accept();
}

}  // namespace

void Exposure::wants(const Heard& heard, Wishes& wishes) {
  exposure::want_rows(heard, wishes);
}

Verdict Exposure::apply(const Heard& heard, Rows& rows, Emit& emit) {
  AccountKey account;
  switch (heard.kind()) {
    case Kind::kOpenItemChanged:
      account = heard.as<OpenItemChanged>().account;
      break;
    case Kind::kUnappliedChanged:
      account = heard.as<UnappliedChanged>().account;
      break;
    case Kind::kAccountTurned:
      account = heard.as<AccountTurned>().account;
      break;
    default:
      return post(heard, rows, emit);
  }
  if (const Signal* last = last_of(emit, account); last != nullptr && heard.is(*last)) {
    tell(rows, emit, account, heard.input().day);
  }
  return accept();
}

namespace exposure {

std::vector<Buckets> buckets(Rows& rows, const AccountKey& account) {
  const auto& items = ledger::head_of(rows, account).totals();
  const auto* head = rows.find(kExposure, account);
  const auto& orders =
      head == nullptr ? state::v1::ExposureHead::default_instance().totals() : head->totals();
  std::vector<Buckets> merged;
  merged.reserve(static_cast<std::size_t>(items.size()) + static_cast<std::size_t>(orders.size()));
  // Both lists are sorted by currency.
  for (int i = 0, k = 0; i < items.size() || k < orders.size();) {
    const bool has_items =
        i < items.size() && (k == orders.size() || items[i].currency() <= orders[k].currency());
    const bool has_orders =
        k < orders.size() && (i == items.size() || orders[k].currency() <= items[i].currency());
    Buckets& part = merged.emplace_back();
    part.currency = checked_currency(has_items ? items[i].currency() : orders[k].currency());
    if (has_items) {
      part.open_items = items[i].open_items_minor();
      part.disputed = items[i].disputed_minor();
      part.unapplied_receipts = items[i].unapplied_receipts_minor();
      part.unapplied_credits = items[i].unapplied_credits_minor();
      part.parked = items[i].parked_gross_minor();
      part.at_risk = items[i].at_risk_minor();
      part.deposits = items[i].deposits_minor();
      part.estimated = items[i].estimated_items() != 0;
      ++i;
    }
    if (has_orders) {
      part.billing_not_posted = orders[k].billings_minor();
      part.deliveries_not_invoiced = orders[k].deliveries_minor();
      part.prepaid_deliveries = orders[k].prepaid_deliveries_minor();
      part.orders = orders[k].orders_minor();
      part.estimated = part.estimated || orders[k].estimated() != 0;
      ++k;
    }
  }
  return merged;
}

Valued documents_in(Rows& rows, const AccountKey& account, const v1::Policy& policy,
                    Currency into) {
  Valued sum;
  for (const Buckets& part : buckets(rows, account)) {
    sum.add(value_in(policy, part.currency, part.documents(), into));
  }
  return sum;
}

}  // namespace exposure
}  // namespace encours
