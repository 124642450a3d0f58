#include "operators/client/exposure/exposure.h"

#include <algorithm>
#include <deque>
#include <map>

#include "operators/client/accounts.h"
#include "operators/client/checked.h"
#include "operators/client/evidence.h"
#include "operators/client/exposure/order_book.h"
#include "operators/client/findings.h"
#include "operators/client/ledger/ledger.h"
#include "operators/domain/entity.h"

namespace encours {
namespace {

using exposure::Buckets;
using exposure::OrderBook;
using state::v1::ExposureBilling;
using state::v1::ExposureDelivery;

// The books one event touches: one, unless it names orders of several segments.
class Books {
 public:
  Books(const Input& input, Rows& rows)
      : owner_(input.owner), rows_(rows), policy_(policy_in_force(rows)) {}

  OrderBook& of(const v1::DocumentRef& ref) { return of_company(ref.seller_company()); }
  OrderBook& of_entity(std::string_view id) { return of(document_ref(id)); }

  std::deque<OrderBook>& all() { return books_; }

 private:
  OrderBook& of_company(std::string_view seller_company) {
    const std::string_view segment = segment_of(policy_, seller_company);
    for (OrderBook& book : books_) {
      if (book.account().segment == segment) return book;
    }
    return books_.emplace_back(rows_, AccountKey{std::string(owner_), std::string(segment)});
  }

  std::string_view owner_;
  Rows& rows_;
  const v1::Policy& policy_;
  std::deque<OrderBook> books_;
};

// --- orders --------------------------------------------------------------------------------------

void take_order(const v1::Order& order, std::int64_t revision, Books& books) {
  OrderBook& book = books.of(order.ref());
  const std::string id = entity_id(order.ref());
  exposure::replace_order(order, revision, book.order(id));
  book.mark_placed(id);
}

void end_order(const v1::DocumentRef& ref, Books& books) {
  books.of(ref).order(entity_id(ref)).set_ended(true);
}

// --- deliveries ----------------------------------------------------------------------------------

// Adds or, with sign -1, takes back what a delivery moved of orders.
bool move_delivered(const ExposureDelivery& entry, int sign, Books& books) {
  bool added = true;
  for (int i = 0; i < entry.order_id_size(); ++i) {
    auto& order = books.of_entity(entry.order_id(i)).order(entry.order_id(i));
    added = exposure::add_delivered(order, entry.order_line(i), sign * entry.delivered_milli(i),
                                    sign * entry.final_delivery(i)) &&
            added;
  }
  return added;
}

void replace_lines(const v1::Delivery& delivery, ExposureDelivery& entry) {
  entry.clear_order_id();
  entry.clear_order_line();
  entry.clear_delivered_milli();
  entry.clear_final_delivery();
  entry.clear_free_line();
  entry.clear_free_gross_minor();
  std::map<int, std::int64_t> free;
  for (const v1::DeliveryLine& line : delivery.lines()) {
    if (line.has_order_ref()) {
      entry.add_order_id(entity_id(line.order_ref()));
      entry.add_order_line(line.order_ref().line());
      entry.add_delivered_milli(line.quantity_milli());
      entry.add_final_delivery(line.final_delivery() ? 1 : 0);
    } else if (line.has_gross()) {
      entry.set_free_currency(line.gross().currency());
      free[line.line()] += checked_minor(line.gross());
    }
  }
  for (const auto& [line, gross] : free) {
    entry.add_free_line(line);
    entry.add_free_gross_minor(gross);
  }
}

bool take_delivery(const v1::Delivery& delivery, Books& books) {
  ExposureDelivery& entry = books.of(delivery.ref()).delivery(entity_id(delivery.ref()));
  const bool taken_back = move_delivered(entry, -1, books);
  replace_lines(delivery, entry);
  return move_delivered(entry, 1, books) && taken_back;
}

// --- what documents bill -------------------------------------------------------------------------

void count_billed(ExposureDelivery& entry, int line, int sign) {
  auto& lines = *entry.mutable_billed_line();
  auto& counts = *entry.mutable_billed();
  const auto at = std::lower_bound(lines.begin(), lines.end(), line) - lines.begin();
  const int place = static_cast<int>(at);
  if (place == lines.size() || lines[place] != line) {
    lines.Add(line);
    std::rotate(lines.begin() + at, lines.end() - 1, lines.end());
    counts.Add(0);
    std::rotate(counts.begin() + at, counts.end() - 1, counts.end());
  }
  counts[place] += sign;
  if (counts[place] == 0) {
    lines.erase(lines.begin() + at);
    counts.erase(counts.begin() + at);
  }
}

bool move_billed(const ExposureBilling& entry, int sign, Books& books) {
  bool added = true;
  for (int i = 0; i < entry.order_id_size(); ++i) {
    auto& order = books.of_entity(entry.order_id(i)).order(entry.order_id(i));
    added =
        exposure::add_invoiced(order, entry.order_line(i), sign * entry.invoiced_milli(i)) && added;
  }
  for (int i = 0; i < entry.delivery_id_size(); ++i) {
    auto& delivery = books.of_entity(entry.delivery_id(i)).delivery(entry.delivery_id(i));
    count_billed(delivery, entry.delivery_line(i), sign);
  }
  return added;
}

void replace_billed(const v1::Invoice& invoice, ExposureBilling& entry) {
  entry.clear_order_id();
  entry.clear_order_line();
  entry.clear_invoiced_milli();
  entry.clear_delivery_id();
  entry.clear_delivery_line();
  for (const v1::BilledLine& line : invoice.lines()) {
    if (line.has_order_ref()) {
      entry.add_order_id(entity_id(line.order_ref()));
      entry.add_order_line(line.order_ref().line());
      entry.add_invoiced_milli(line.quantity_milli());
    } else if (line.has_delivery_ref()) {
      entry.add_delivery_id(entity_id(line.delivery_ref()));
      entry.add_delivery_line(line.delivery_ref().line());
    }
  }
}

bool bills_something(const v1::Invoice& invoice) {
  return std::any_of(invoice.lines().begin(), invoice.lines().end(), [](const auto& line) {
    return line.has_order_ref() || line.has_delivery_ref();
  });
}

// Whether an invoice was ever seen to bill an order or delivery, so that most invoices cost nothing here.
bool is_known_billing(const v1::DocumentRef& ref, const Input& input, Rows& rows) {
  const AccountKey account{std::string(input.owner),
                           std::string(segment_of(policy_in_force(rows), ref.seller_company()))};
  const auto* head = rows.find(exposure::kExposure, account);
  ExposureBilling entry;
  return head != nullptr && exposure::BillingSet(rows, exposure::kExposureBillings, account)
                                .find(head->billings(), entity_id(ref), entry);
}

bool take_invoice(const v1::Invoice& invoice, const Input& input, Rows& rows, Books& books) {
  if (!bills_something(invoice) && !is_known_billing(invoice.ref(), input, rows)) {
    return true;
  }
  ExposureBilling& entry = books.of(invoice.ref()).billing(entity_id(invoice.ref()));
  if (entry.cancelled()) {
    return true;
  }
  const bool taken_back = move_billed(entry, -1, books);
  replace_billed(invoice, entry);
  return move_billed(entry, 1, books) && taken_back;
}

// Kept even when nothing was billed yet: the invoice itself may come after its cancellation.
bool cancel_invoice(const v1::DocumentRef& ref, Books& books) {
  ExposureBilling& entry = books.of(ref).billing(entity_id(ref));
  const bool taken_back = move_billed(entry, -1, books);
  replace_billed(v1::Invoice::default_instance(), entry);
  entry.set_cancelled(true);
  return taken_back;
}

// --- one input -----------------------------------------------------------------------------------

// False when a quantity overflows.
bool take(const Input& input, Rows& rows, Books& books) {
  const v1::Event& event = *input.event;
  switch (input.kind) {
    case Kind::kOrderPlaced:
      take_order(event.order_placed().order(), event.revision(), books);
      return true;
    case Kind::kOrderChanged:
      take_order(event.order_changed().order(), event.revision(), books);
      return true;
    case Kind::kOrderCancelled:
      end_order(event.order_cancelled().ref(), books);
      return true;
    case Kind::kOrderClosed:
      end_order(event.order_closed().ref(), books);
      return true;
    case Kind::kDelivery:
      return take_delivery(event.delivery(), books);
    case Kind::kInvoice:
      return take_invoice(event.invoice(), input, rows, books);
    case Kind::kInvoiceCancelled:
      return cancel_invoice(event.invoice_cancelled().ref(), books);
    default:
      ENCOURS_ASSERT(false, "exposure hears what it lists");
      return true;
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

// The last signal that exposure hears of the account in this step, nullptr if there is none: at it the account is
// looked at once.
const Signal* last_of(const Emit& emit, const AccountKey& account) {
  for (auto signal = emit.signals().rbegin(); signal != emit.signals().rend(); ++signal) {
    const AccountKey* other = account_of(*signal);
    if (other != nullptr && *other == account) return &*signal;
  }
  return nullptr;
}

Verdict take_input(const Heard& heard, Rows& rows, Emit& emit) {
  Books books(heard.input(), rows);
  if (!take(heard.input(), rows, books)) {
    return refuse(RejectReason::kAmountOverflow, "a line's quantities are beyond their bound");
  }
  for (OrderBook& book : books.all()) {
    bool moved = false;
    if (const Verdict verdict = book.finish(emit, moved); !verdict.accepted()) return verdict;
    if (moved && last_of(emit, book.account()) == nullptr) {
      tell(rows, emit, book.account(), heard.input().day);
    }
  }
  return accept();
}

}  // namespace

void Exposure::wants(const Heard& heard, Wishes& wishes) {
  const v1::Policy* policy = wishes.wanted(kPolicy, ShardKey{});
  const auto head_of = [&](const v1::DocumentRef& ref) {
    const AccountKey account{
        std::string(heard.input().owner),
        std::string(segment_of(policy == nullptr ? v1::Policy::default_instance() : *policy,
                               ref.seller_company()))};
    wishes.want(exposure::kExposure, account);
    return std::pair(account, wishes.wanted(exposure::kExposure, account));
  };
  const auto want_order = [&](const v1::DocumentRef& ref) {
    if (const auto [account, head] = head_of(ref); head != nullptr) {
      exposure::OrderSet::want(wishes, exposure::kExposureOrders, account, head->orders(),
                               entity_id(ref));
    }
  };
  const v1::Event& event = heard.event();
  want_order(event.order_placed().order().ref());
  want_order(event.order_changed().order().ref());
  for (const v1::DeliveryLine& line : event.delivery().lines())
    want_order(line.order_ref());
  for (const v1::BilledLine& line : event.invoice().lines())
    want_order(line.order_ref());
  if (heard.kind() == Kind::kDelivery) {
    if (const auto [account, head] = head_of(event.delivery().ref()); head != nullptr) {
      exposure::DeliverySet::want(wishes, exposure::kExposureDeliveries, account,
                                  head->deliveries(), entity_id(event.delivery().ref()));
    }
  }
  if (heard.kind() == Kind::kInvoice) {
    if (const auto [account, head] = head_of(event.invoice().ref()); head != nullptr) {
      exposure::BillingSet::want(wishes, exposure::kExposureBillings, account, head->billings(),
                                 entity_id(event.invoice().ref()));
    }
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
  std::map<std::string, Buckets> by_currency;
  const auto of = [&](const std::string& code) -> Buckets& {
    Buckets& part = by_currency[code];
    part.currency = checked_currency(code);
    return part;
  };
  for (const state::v1::LedgerTotals& totals : ledger::head_of(rows, account).totals()) {
    Buckets& part = of(totals.currency());
    part.open_items = totals.open_items_minor();
    part.disputed = totals.disputed_minor();
    part.unapplied_receipts = totals.unapplied_receipts_minor();
    part.unapplied_credits = totals.unapplied_credits_minor();
    part.parked = totals.parked_minor();
  }
  if (const auto* head = rows.find(kExposure, account); head != nullptr) {
    for (const state::v1::ExposureTotals& totals : head->totals()) {
      Buckets& part = of(totals.currency());
      part.deliveries_not_invoiced = totals.deliveries_minor();
      part.orders = totals.orders_minor();
    }
  }
  std::vector<Buckets> sorted;
  for (const auto& [code, part] : by_currency)
    sorted.push_back(part);
  return sorted;
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
