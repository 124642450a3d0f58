// What may be wrong with invoices, credit notes and receipts.
#include "operators/client/intake/checks.h"
#include "operators/client/intake/fields.h"

namespace encours::intake {
namespace {

bool lacks_amount(const v1::ScheduleLine& line) {
  return !line.has_amount();
}

bool known_schedule_kind(const v1::ScheduleLine& line) {
  return v1::ScheduleKind_IsValid(line.kind());
}

bool sound_schedule_dates(const v1::ScheduleLine& line) {
  return sound_date(line.due_on()) && sound_date(line.discount_until());
}

// The number of a line: its own, or else its place from 1.
bool lines_differ(const google::protobuf::RepeatedPtrField<v1::ScheduleLine>& schedule) {
  std::vector<std::int32_t> numbers;
  for (const v1::ScheduleLine& line : schedule) {
    const auto place = static_cast<std::int32_t>(numbers.size()) + 1;
    numbers.push_back(line.line() == 0 ? place : line.line());
  }
  std::sort(numbers.begin(), numbers.end());
  return std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end() &&
         (numbers.empty() || numbers.front() >= 1);
}

Verdict schedule_mismatch(std::string_view field) {
  return refuse(RejectReason::kScheduleMismatch, field);
}

// Amounts are exact by now. More lines than allowed, which might overflow, are left to the check
// that follows.
bool adds_up(const v1::Invoice& invoice) {
  if (invoice.schedule().empty() || invoice.schedule_size() > kScheduleLinesMax) {
    return true;
  }
  std::int64_t sum = 0;
  for (const v1::ScheduleLine& line : invoice.schedule()) {
    sum += minor_from_wire(line.amount()).value_or(0);
  }
  return sum == minor_from_wire(invoice.gross());
}

bool sound_refs(const v1::BilledLine& line) {
  return (!line.has_order_ref() || sound_ref(line.order_ref(), {v1::DOCUMENT_KIND_ORDER})) &&
         (!line.has_delivery_ref() || sound_ref(line.delivery_ref(), {v1::DOCUMENT_KIND_DELIVERY}));
}

// What is retained without a date would count as late at once.
bool lacks_date(const v1::ScheduleLine& line) {
  return line.kind() == v1::SCHEDULE_KIND_RETENTION && line.due_on() == 0;
}

bool of_one_company(const v1::DocumentRef& a, const v1::DocumentRef& b) {
  return a.source_system() == b.source_system() && a.seller_company() == b.seller_company();
}

// Another invoice of the same books.
bool sound_continues(const v1::Invoice& invoice) {
  const v1::DocumentRef& other = invoice.continues();
  return !invoice.has_continues() ||
         (sound_ref(other, {v1::DOCUMENT_KIND_INVOICE}) && of_one_company(other, invoice.ref()) &&
          (other.number() != invoice.ref().number() ||
           other.fiscal_year() != invoice.ref().fiscal_year()));
}

bool names_payment(const v1::DocumentRef& ref) {
  return sound_ref(ref, {v1::DOCUMENT_KIND_RECEIPT, v1::DOCUMENT_KIND_BILL}) && ref.line() == 0;
}

// The order of an advance, which stands in the same account.
bool sound_order(const v1::Receipt& receipt) {
  return !receipt.has_order_ref() ||
         (names_document(receipt.order_ref(), v1::DOCUMENT_KIND_ORDER) &&
          receipt.order_ref().seller_company() == receipt.ref().seller_company());
}

bool refs_too_long(const v1::BilledLine& line) {
  return too_long(line.order_ref()) || too_long(line.delivery_ref());
}

// An invoice, or a billing document that accounting has not posted yet.
bool names_claim(const v1::DocumentRef& ref) {
  return names_document(ref, v1::DOCUMENT_KIND_INVOICE) ||
         names_document(ref, v1::DOCUMENT_KIND_BILLING);
}

bool lacks_billing_ref(const v1::Invoice& invoice) {
  return invoice.ref().kind() == v1::DOCUMENT_KIND_BILLING && invoice.billing_ref().empty();
}

bool odd_quantity(const v1::BilledLine& line) {
  return line.quantity_milli() < -kQuantityMilliMax || line.quantity_milli() > kQuantityMilliMax;
}

}  // namespace

Verdict check(const v1::Invoice& invoice) {
  const std::string& currency = invoice.gross().currency();
  const auto& schedule = invoice.schedule();
  const auto& lines = invoice.lines();
  const auto other_currency = [&](const auto& line) {
    return line.amount().currency() != currency;
  };
  const auto inexact = [](const auto& line) { return !exact(line.amount()); };
  const auto bad_net = [&](const auto& line) {
    return line.has_net() && (!exact(line.net()) || line.net().currency() != currency);
  };
  if (!all(schedule, known_schedule_kind)) return unsupported("schedule.kind");
  if (!invoice.has_ref()) return missing("ref");
  if (!invoice.has_gross()) return missing("gross");
  if (invoice.posting_date() == 0) return missing("posting_date");
  if (any(schedule, lacks_amount)) return missing("schedule.amount");
  if (any(schedule, lacks_date)) return missing("schedule.due_on: of a retention");
  if (lacks_billing_ref(invoice)) return missing("billing_ref");
  if (!sound_currency(invoice.gross())) return bad_currency("gross");
  if (any(schedule, other_currency)) return bad_currency("schedule.amount: not the invoice's");
  if (!exact(invoice.gross())) return bad_amount("gross");
  if (any(schedule, inexact)) return bad_amount("schedule.amount");
  if (any(lines, bad_net)) return bad_amount("lines.net");
  if (any(lines, odd_quantity)) return bad_amount("lines.quantity_milli");
  if (!sound_date(invoice.document_date())) return bad_date("document_date");
  if (!sound_date(invoice.posting_date())) return bad_date("posting_date");
  if (!sound_date(invoice.performed_on())) return bad_date("performed_on");
  if (!all(schedule, sound_schedule_dates)) return bad_date("schedule");
  if (!names_claim(invoice.ref())) return bad_reference("ref");
  if (!lines_differ(schedule)) return bad_reference("schedule.line");
  if (!all(lines, sound_refs)) return bad_reference("lines");
  if (!printable(invoice.billing_ref())) return bad_reference("billing_ref");
  if (!sound_continues(invoice)) return bad_reference("continues");
  if (!adds_up(invoice)) return schedule_mismatch("schedule: not the gross amount");
  if (schedule.size() > kScheduleLinesMax) return too_large("schedule");
  if (lines.size() > kLinesMax) return too_large("lines");
  if (too_long(invoice.ref())) return too_large("ref");
  if (too_long(invoice.continues())) return too_large("continues");
  if (too_long(invoice.billing_ref())) return too_large("billing_ref");
  if (any(lines, refs_too_long)) return too_large("lines");
  return accept();
}

Verdict check(const v1::InvoiceCancelled& cancelled) {
  if (!cancelled.has_ref()) return missing("ref");
  if (cancelled.posting_date() == 0) return missing("posting_date");
  if (!sound_date(cancelled.posting_date())) return bad_date("posting_date");
  if (!names_claim(cancelled.ref())) return bad_reference("ref");
  if (too_long(cancelled.ref())) return too_large("ref");
  return accept();
}

Verdict check(const v1::CreditNote& credit_note) {
  const auto& lines = credit_note.lines();
  const bool names_credit_note = names_document(credit_note.ref(), v1::DOCUMENT_KIND_CREDIT_NOTE);
  if (!credit_note.has_ref()) return missing("ref");
  if (!credit_note.has_gross()) return missing("gross");
  if (credit_note.posting_date() == 0) return missing("posting_date");
  if (!sound_currency(credit_note.gross())) return bad_currency("gross");
  if (!not_negative(credit_note.gross())) return bad_amount("gross");
  if (any(lines, odd_quantity)) return bad_amount("lines.quantity_milli");
  if (!sound_date(credit_note.document_date())) return bad_date("document_date");
  if (!sound_date(credit_note.posting_date())) return bad_date("posting_date");
  if (!names_credit_note) return bad_reference("ref");
  if (!all(lines, sound_refs)) return bad_reference("lines");
  if (!printable(credit_note.billing_ref())) return bad_reference("billing_ref");
  if (lines.size() > kLinesMax) return too_large("lines");
  if (too_long(credit_note.ref())) return too_large("ref");
  if (too_long(credit_note.billing_ref())) return too_large("billing_ref");
  if (any(lines, refs_too_long)) return too_large("lines");
  return accept();
}

Verdict check(const v1::Receipt& receipt) {
  const bool advance = receipt.purpose() == v1::RECEIPT_PURPOSE_DOWN_PAYMENT;
  if (!v1::Instrument_IsValid(receipt.instrument())) return unsupported("instrument");
  if (!v1::ReceiptState_IsValid(receipt.state())) return unsupported("state");
  if (!v1::ReceiptPurpose_IsValid(receipt.purpose())) return unsupported("purpose");
  if (!receipt.has_ref()) return missing("ref");
  if (!receipt.has_amount()) return missing("amount");
  if (receipt.posting_date() == 0) return missing("posting_date");
  if (advance && !receipt.has_order_ref()) return missing("order_ref: of a down payment");
  if (!sound_currency(receipt.amount())) return bad_currency("amount");
  if (!positive(receipt.amount())) return bad_amount("amount");
  if (!sound_date(receipt.posting_date())) return bad_date("posting_date");
  if (!sound_date(receipt.maturity())) return bad_date("maturity");
  if (!sound_date(receipt.final_on())) return bad_date("final_on");
  if (!names_payment(receipt.ref())) return bad_reference("ref");
  if (!sound_order(receipt)) return bad_reference("order_ref");
  if (!printable(receipt.return_reason())) return bad_reference("return_reason");
  if (too_long(receipt.ref())) return too_large("ref");
  if (too_long(receipt.order_ref())) return too_large("order_ref");
  if (too_long(receipt.return_reason())) return too_large("return_reason");
  return accept();
}

Verdict check(const v1::ReceiptStateChanged& changed) {
  const bool told = changed.state() != v1::RECEIPT_STATE_UNSPECIFIED;
  if (!v1::ReceiptState_IsValid(changed.state())) return unsupported("state");
  if (!changed.has_ref()) return missing("ref");
  if (!told) return missing("state");
  if (changed.changed_on() == 0) return missing("changed_on");
  if (changed.has_fees() && !sound_currency(changed.fees())) return bad_currency("fees");
  if (changed.has_fees() && !not_negative(changed.fees())) return bad_amount("fees");
  if (!sound_date(changed.changed_on())) return bad_date("changed_on");
  if (!names_payment(changed.ref())) return bad_reference("ref");
  if (!printable(changed.reason())) return bad_reference("reason");
  if (too_long(changed.ref())) return too_large("ref");
  if (too_long(changed.reason())) return too_large("reason");
  return accept();
}

Verdict check(const v1::DueDateExtended& extended) {
  if (!extended.has_item_ref()) return missing("item_ref");
  if (extended.due_on() == 0) return missing("due_on");
  if (extended.agreed_on() == 0) return missing("agreed_on");
  if (!sound_date(extended.due_on())) return bad_date("due_on");
  if (!sound_date(extended.agreed_on())) return bad_date("agreed_on");
  if (!sound_ref(extended.item_ref(), {v1::DOCUMENT_KIND_INVOICE})) {
    return bad_reference("item_ref");
  }
  if (!printable(extended.agreed_by())) return bad_reference("agreed_by");
  if (too_long(extended.item_ref())) return too_large("item_ref");
  if (too_long(extended.agreed_by())) return too_large("agreed_by");
  return accept();
}

}  // namespace encours::intake
