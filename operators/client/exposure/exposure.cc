#include "operators/client/exposure/exposure.h"

#include "operators/client/accounts.h"
#include "operators/client/checked.h"
#include "operators/client/evidence.h"
#include "operators/client/exposure/billing.h"
#include "operators/client/exposure/order_book.h"
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

void take_order(const v1::Order& order, std::int64_t revision, bool by_reopening, OrderBook& book) {
  const std::string id = entity_id(order.ref());
  state::v1::ExposureOrder& entry = book.order(id);
  if (!is_newer(entry, revision, by_reopening)) {
    exposure::replace_order(order, revision, entry);
    entry.set_said_by_reopening(by_reopening);
  }
  book.mark_placed(id);
}

void reopen_order(const v1::OrderReopened& reopened, std::int64_t revision, OrderBook& book) {
  book.order(entity_id(reopened.order().ref())).set_reopened_on(reopened.reopened_on());
  take_order(reopened.order(), revision, true, book);
}

void take_delivery(const v1::Delivery& delivery, OrderBook& book) {
  book.note(exposure::replace_delivery(delivery, book.delivery(entity_id(delivery.ref()))));
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
  if (!billing.lines().empty() || book.has_billing(billing.id())) {
    book.replace_billing(billing);
  }
}

void take_invoice(const v1::DocumentRef& ref, ExposureBilling billing, const Input& input,
                  Rows& rows, OrderBook& book) {
  if (!billing.lines().empty() && is_cancelled(ref, input, rows)) {
    billing.clear_lines();
  }
  take_billing(billing, book);
}

ExposureBilling nothing_billed(const v1::DocumentRef& ref) {
  ExposureBilling billing;
  billing.set_id(entity_id(ref));
  return billing;
}

void take(const Input& input, Rows& rows, OrderBook& book) {
  const v1::Event& event = *input.event;
  switch (input.kind) {
    case Kind::kOrderPlaced:
      return take_order(event.order_placed().order(), event.revision(), false, book);
    case Kind::kOrderChanged:
      return take_order(event.order_changed().order(), event.revision(), false, book);
    case Kind::kOrderCancelled:
      return book.order(entity_id(event.order_cancelled().ref()))
          .set_cancelled_on(event.order_cancelled().cancelled_on());
    case Kind::kOrderClosed:
      return book.order(entity_id(event.order_closed().ref()))
          .set_closed_on(event.order_closed().closed_on());
    case Kind::kOrderReopened:
      return reopen_order(event.order_reopened(), event.revision(), book);
    case Kind::kDelivery:
      return take_delivery(event.delivery(), book);
    case Kind::kInvoice:
      return take_invoice(event.invoice().ref(), exposure::billing_of(event.invoice()), input, rows,
                          book);
    case Kind::kInvoiceCancelled:
      return take_billing(nothing_billed(event.invoice_cancelled().ref()), book);
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

Verdict take_input(const Heard& heard, Rows& rows, Emit& emit) {
  OrderBook book(heard.input(), rows, policy_in_force(rows));
  take(heard.input(), rows, book);
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

// --- what an event will touch --------------------------------------------------------------------

class Wanted {
 public:
  Wanted(const Input& input, Wishes& wishes) : input_(input), wishes_(wishes) {
    if (const v1::Policy* policy = wishes.wanted(kPolicy, ShardKey{}); policy != nullptr) {
      policy_ = policy;
    }
  }

  void order(const v1::DocumentRef& ref) { order(ref, entity_id(ref)); }

  // A delivery, and the orders it serves once it is in memory.
  void delivery(const v1::DocumentRef& ref) {
    const AccountKey account = account_of(ref);
    const auto* head = head_of(account);
    if (head == nullptr) {
      return;
    }
    const std::string id = entity_id(ref);
    exposure::DeliverySet::want(wishes_, exposure::kExposureDeliveries, account, head->deliveries(),
                                id);
    state::v1::ExposureDelivery held;
    exposure::DeliverySet::peek(wishes_, exposure::kExposureDeliveries, account, head->deliveries(),
                                id, held);
    for (const state::v1::ExposureDeliveryLine& line : held.lines()) {
      if (!line.order_id().empty()) {
        order(document_ref(line.order_id()), line.order_id());
      }
    }
  }

  template <class Document>
  void billing(const Document& document) {
    const AccountKey account = account_of(document.ref());
    const auto* head = head_of(account);
    if (head != nullptr && head->billings().count() > 0) {
      exposure::BillingSet::want(wishes_, exposure::kExposureBillings, account, head->billings(),
                                 entity_id(document.ref()));
    }
  }

  template <class Lines>
  void billed_lines(const Lines& lines) {
    for (const v1::BilledLine& line : lines) {
      if (line.has_order_ref()) {
        order(line.order_ref());
      }
      if (line.has_delivery_ref()) {
        delivery(line.delivery_ref());
      }
    }
  }

 private:
  AccountKey account_of(const v1::DocumentRef& ref) const {
    return {std::string(input_.owner), std::string(segment_of(*policy_, ref.seller_company()))};
  }

  const state::v1::ExposureHead* head_of(const AccountKey& account) {
    wishes_.want(exposure::kExposure, account);
    return wishes_.wanted(exposure::kExposure, account);
  }

  void order(const v1::DocumentRef& ref, std::string_view id) {
    const AccountKey account = account_of(ref);
    if (const auto* head = head_of(account); head != nullptr) {
      exposure::OrderSet::want(wishes_, exposure::kExposureOrders, account, head->orders(), id);
    }
  }

  const Input& input_;
  Wishes& wishes_;
  const v1::Policy* policy_ = &v1::Policy::default_instance();
};

}  // namespace

void Exposure::wants(const Heard& heard, Wishes& wishes) {
  const v1::Event& event = heard.event();
  Wanted wanted(heard.input(), wishes);
  switch (heard.kind()) {
    case Kind::kOrderPlaced:
      return wanted.order(event.order_placed().order().ref());
    case Kind::kOrderChanged:
      return wanted.order(event.order_changed().order().ref());
    case Kind::kOrderCancelled:
      return wanted.order(event.order_cancelled().ref());
    case Kind::kOrderClosed:
      return wanted.order(event.order_closed().ref());
    case Kind::kOrderReopened:
      return wanted.order(event.order_reopened().order().ref());
    case Kind::kDelivery:
      wanted.delivery(event.delivery().ref());
      for (const v1::DeliveryLine& line : event.delivery().lines()) {
        if (line.has_order_ref()) {
          wanted.order(line.order_ref());
        }
      }
      return;
    case Kind::kInvoice:
      wanted.billing(event.invoice());
      return wanted.billed_lines(event.invoice().lines());
    case Kind::kInvoiceCancelled:
      return wanted.billing(event.invoice_cancelled());
    case Kind::kCreditNote:
      wanted.billing(event.credit_note());
      return wanted.billed_lines(event.credit_note().lines());
    default:
      return;
  }
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
      return take_input(heard, rows, emit);
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
      ++i;
    }
    if (has_orders) {
      part.deliveries_not_invoiced = orders[k].deliveries_minor();
      part.orders = orders[k].orders_minor();
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
