#include "operators/client/ledger/documents.h"

#include <algorithm>
#include <vector>

#include "operators/client/checked.h"
#include "operators/domain/entity.h"

namespace encours::ledger {
namespace {

using state::v1::LedgerItem;

struct Line {
  Day due_on = kNoDay;
  int number = 0;
  std::int64_t amount_minor = 0;

  friend auto operator<=>(const Line&, const Line&) = default;
};

void set_header(const v1::DocumentRef& ref, const v1::Money& amount, std::int32_t document_date,
                std::int32_t posting_date, LedgerItem& item) {
  const Day posted_on = checked_day(posting_date);
  item.set_id(entity_id(ref));
  item.set_kind(ref.kind());
  item.set_state(state::v1::ITEM_STATE_KNOWN);
  item.set_currency(std::string(checked_currency(amount).code()));
  item.set_posted_on(posted_on);
  item.set_document_on(document_date == 0 ? posted_on : checked_day(document_date));
}

void add_line(const Line& line, LedgerItem& item) {
  item.add_line(line.number);
  item.add_due_on(line.due_on);
  item.add_amount_minor(line.amount_minor);
}

bool is_folded(v1::ScheduleKind kind) {
  return kind == v1::SCHEDULE_KIND_UNSPECIFIED || kind == v1::SCHEDULE_KIND_NORMAL ||
         kind == v1::SCHEDULE_KIND_INSTALMENT;
}

bool is_folded(v1::Instrument instrument) {
  return instrument == v1::INSTRUMENT_UNSPECIFIED || instrument == v1::INSTRUMENT_TRANSFER ||
         instrument == v1::INSTRUMENT_CARD || instrument == v1::INSTRUMENT_CASH;
}

bool is_folded(v1::ReceiptState state) {
  return state == v1::RECEIPT_STATE_UNSPECIFIED || state == v1::RECEIPT_STATE_RECEIVED ||
         state == v1::RECEIPT_STATE_PAID;
}

bool is_folded(v1::ReceiptPurpose purpose) {
  return purpose == v1::RECEIPT_PURPOSE_UNSPECIFIED || purpose == v1::RECEIPT_PURPOSE_ON_ACCOUNT;
}

// The schedule in order of due date; a line without a date is due on the day of posting.
std::vector<Line> lines_of(const v1::Invoice& invoice, Day posted_on) {
  std::vector<Line> lines;
  for (const v1::ScheduleLine& schedule : invoice.schedule()) {
    const int position = static_cast<int>(lines.size()) + 1;
    lines.push_back({schedule.due_on() == 0 ? posted_on : checked_day(schedule.due_on()),
                     schedule.line() == 0 ? position : schedule.line(),
                     checked_minor(schedule.amount())});
  }
  if (lines.empty()) {
    lines.push_back({posted_on, 1, checked_minor(invoice.gross())});
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace

Verdict read_invoice(const v1::Invoice& invoice, LedgerItem& item) {
  if (invoice.has_continues()) {
    return refuse(RejectReason::kUnsupportedKind, "continues: residual items are not folded yet");
  }
  for (const v1::ScheduleLine& schedule : invoice.schedule()) {
    if (!is_folded(schedule.kind())) {
      return refuse(RejectReason::kUnsupportedKind,
                    "schedule.kind: retentions and down payments are not folded yet");
    }
  }
  set_header(invoice.ref(), invoice.gross(), invoice.document_date(), invoice.posting_date(), item);
  for (const Line& line : lines_of(invoice, item.posted_on())) {
    add_line(line, item);
  }
  return accept();
}

Verdict read_credit_note(const v1::CreditNote& note, LedgerItem& item) {
  set_header(note.ref(), note.gross(), note.document_date(), note.posting_date(), item);
  add_line({item.posted_on(), 0, -checked_minor(note.gross())}, item);
  return accept();
}

Verdict read_receipt(const v1::Receipt& receipt, LedgerItem& item) {
  if (!is_folded(receipt.instrument())) {
    return refuse(RejectReason::kUnsupportedKind,
                  "instrument: cheques, debits and bills are not folded yet");
  }
  if (!is_folded(receipt.state())) {
    return refuse(RejectReason::kUnsupportedKind, "state: not folded yet");
  }
  if (!is_folded(receipt.purpose())) {
    return refuse(RejectReason::kUnsupportedKind,
                  "purpose: down payments and deposits are not folded yet");
  }
  set_header(receipt.ref(), receipt.amount(), 0, receipt.posting_date(), item);
  add_line({item.posted_on(), 0, -checked_minor(receipt.amount())}, item);
  return accept();
}

void replace_document(const LedgerItem& document, LedgerItem& item) {
  item.set_state(document.state());
  item.set_currency(document.currency());
  item.set_document_on(document.document_on());
  item.set_posted_on(document.posted_on());
  *item.mutable_line() = document.line();
  *item.mutable_due_on() = document.due_on();
  *item.mutable_amount_minor() = document.amount_minor();
}

void cancel_document(LedgerItem& item) {
  replace_document(LedgerItem::default_instance(), item);
  item.set_state(state::v1::ITEM_STATE_CANCELLED);
}

}  // namespace encours::ledger
