#include "operators/client/ledger/documents.h"

#include <algorithm>
#include <vector>

#include "operators/client/checked.h"
#include "operators/domain/entity.h"

namespace encours::ledger {
namespace {

using state::v1::ItemExtension;
using state::v1::ItemStateChange;
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

// The schedule in order of due date; a line without a date is due on the day of posting. A request
// for money in advance is not a claim: its line comes to nothing.
std::vector<Line> lines_of(const v1::Invoice& invoice, Day posted_on) {
  std::vector<Line> lines;
  for (const v1::ScheduleLine& schedule : invoice.schedule()) {
    const int position = static_cast<int>(lines.size()) + 1;
    const bool claims = schedule.kind() != v1::SCHEDULE_KIND_DOWN_PAYMENT_REQUEST;
    lines.push_back({schedule.due_on() == 0 ? posted_on : checked_day(schedule.due_on()),
                     schedule.line() == 0 ? position : schedule.line(),
                     claims ? checked_minor(schedule.amount()) : 0});
  }
  if (lines.empty()) {
    lines.push_back({posted_on, 1, checked_minor(invoice.gross())});
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace

LedgerItem read(const v1::Invoice& invoice) {
  LedgerItem item;
  set_header(invoice.ref(), invoice.gross(), invoice.document_date(), invoice.posting_date(), item);
  for (const Line& line : lines_of(invoice, item.posted_on())) {
    add_line(line, item);
  }
  item.set_estimated(invoice.estimated());
  if (invoice.has_continues()) {
    item.set_continues_id(entity_id(invoice.continues()));
    item.set_continues_line(invoice.continues().line());
  }
  return item;
}

LedgerItem read(const v1::CreditNote& note) {
  LedgerItem item;
  set_header(note.ref(), note.gross(), note.document_date(), note.posting_date(), item);
  add_line({item.posted_on(), 0, -checked_minor(note.gross())}, item);
  item.set_estimated(note.estimated());
  return item;
}

LedgerItem read(const v1::Receipt& receipt) {
  LedgerItem item;
  set_header(receipt.ref(), receipt.amount(), 0, receipt.posting_date(), item);
  add_line({item.posted_on(), 0, -checked_minor(receipt.amount())}, item);
  state::v1::ItemPayment& payment = *item.mutable_payment();
  payment.set_instrument(receipt.instrument());
  payment.set_state(receipt.state());
  payment.set_purpose(receipt.purpose());
  payment.set_counts_from(receipt.maturity() == 0 ? item.posted_on()
                                                  : checked_day(receipt.maturity()));
  payment.set_final_on(checked_day(receipt.final_on()));
  if (receipt.has_order_ref()) {
    payment.set_order_id(entity_id(receipt.order_ref()));
  }
  return item;
}

ItemStateChange read(const v1::ReceiptStateChanged& changed) {
  ItemStateChange change;
  change.set_state(changed.state());
  change.set_changed_on(checked_day(changed.changed_on()));
  change.set_reason(changed.reason());
  if (changed.has_fees()) {
    change.set_fees_currency(changed.fees().currency());
    change.set_fees_minor(checked_minor(changed.fees()));
  }
  return change;
}

ItemExtension read(const v1::DueDateExtended& extended) {
  ItemExtension extension;
  extension.set_line(extended.item_ref().line());
  extension.set_agreed_on(checked_day(extended.agreed_on()));
  extension.set_due_on(checked_day(extended.due_on()));
  return extension;
}

void replace_document(const LedgerItem& document, LedgerItem& item) {
  item.set_state(document.state());
  item.set_currency(document.currency());
  item.set_document_on(document.document_on());
  item.set_posted_on(document.posted_on());
  *item.mutable_line() = document.line();
  *item.mutable_due_on() = document.due_on();
  *item.mutable_amount_minor() = document.amount_minor();
  item.set_estimated(document.estimated());
  item.set_continues_id(document.continues_id());
  item.set_continues_line(document.continues_line());
  item.clear_payment();
  if (document.has_payment()) {
    *item.mutable_payment() = document.payment();
  }
}

void cancel_document(LedgerItem& item) {
  replace_document(LedgerItem::default_instance(), item);
  item.set_state(state::v1::ITEM_STATE_CANCELLED);
}

}  // namespace encours::ledger
