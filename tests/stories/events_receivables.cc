// Invoices, credit notes, payments, settlements and what else becomes of items.
#include <array>

#include "tests/stories/events_internal.h"

namespace encours::story {
namespace {

// "bills 6 of O1/1 and 2 of O1/2", "bills 3 of delivery L1/1"
void read_billed(Words& words, v1::Invoice& invoice) {
  do {
    v1::BilledLine& line = *invoice.add_lines();
    line.set_line(invoice.lines_size());
    line.set_quantity_milli(words.quantity_milli());
    if (!words.take("of")) {
      words.fail("write it as: bills 6 of O1/1");
    }
    if (words.take("delivery")) {
      *line.mutable_delivery_ref() = read_ref(words, v1::DOCUMENT_KIND_DELIVERY);
    } else {
      *line.mutable_order_ref() = read_ref(words, v1::DOCUMENT_KIND_ORDER);
    }
    if (words.take("delivered")) {
      *line.mutable_delivery_ref() = read_ref(words, v1::DOCUMENT_KIND_DELIVERY);
    }
  } while (words.take("and"));
}

// "400.00 due 2024-02-01", "600.00 due 2024-03-01 as retention"
void read_schedule(Words& words, v1::Invoice& invoice) {
  do {
    v1::ScheduleLine& line = *invoice.add_schedule();
    line.set_line(invoice.schedule_size());
    *line.mutable_amount() = words.money(invoice.gross().currency());
    if (!words.take("due")) {
      words.fail("write it as: 400.00 due 2024-02-01");
    }
    line.set_due_on(date_from_day(words.date()));
    if (words.take("as")) {
      line.set_kind(read_enum<v1::ScheduleKind>(words, "SCHEDULE_KIND_", v1::ScheduleKind_Parse));
    }
  } while (words.take(","));
}

struct OutsideWord {
  std::string_view first;
  std::string_view second;
  v1::MovementCause cause;
};

// What a settlement books against: nothing that the client owes.
constexpr std::array kOutside{
    OutsideWord{"discount", "", v1::MOVEMENT_CAUSE_CASH_DISCOUNT},
    OutsideWord{"bank", "charge", v1::MOVEMENT_CAUSE_BANK_CHARGE},
    OutsideWord{"small", "difference", v1::MOVEMENT_CAUSE_SMALL_DIFFERENCE},
    OutsideWord{"withholding", "tax", v1::MOVEMENT_CAUSE_WITHHOLDING_TAX},
    OutsideWord{"netting", "", v1::MOVEMENT_CAUSE_NETTING},
    OutsideWord{"fx", "difference", v1::MOVEMENT_CAUSE_FX_DIFFERENCE},
    OutsideWord{"write", "off", v1::MOVEMENT_CAUSE_WRITE_OFF},
    OutsideWord{"refund", "", v1::MOVEMENT_CAUSE_REFUND},
    OutsideWord{"transfer", "", v1::MOVEMENT_CAUSE_TRANSFER},
};

bool read_item(Words& words, v1::Movement& movement) {
  if (words.take("invoice")) {
    *movement.mutable_item_ref() = read_ref(words, v1::DOCUMENT_KIND_INVOICE);
    movement.set_cause(v1::MOVEMENT_CAUSE_CASH);
  } else if (words.take("receipt")) {
    *movement.mutable_item_ref() = read_ref(words, v1::DOCUMENT_KIND_RECEIPT);
    movement.set_cause(v1::MOVEMENT_CAUSE_CASH);
  } else if (words.take("credit")) {
    *movement.mutable_item_ref() = read_ref(words, v1::DOCUMENT_KIND_CREDIT_NOTE);
    movement.set_cause(v1::MOVEMENT_CAUSE_CREDIT_NOTE);
  } else if (words.take("statement")) {
    *movement.mutable_item_ref() = read_ref(words, v1::DOCUMENT_KIND_STATEMENT);
    movement.set_cause(v1::MOVEMENT_CAUSE_CASH);
  } else if (words.take("bill")) {
    *movement.mutable_item_ref() = read_ref(words, v1::DOCUMENT_KIND_BILL);
    movement.set_cause(v1::MOVEMENT_CAUSE_BILL);
  } else {
    return false;
  }
  return true;
}

void read_movement(Words& words, v1::Movement& movement) {
  if (!read_item(words, movement)) {
    const auto* row = std::find_if(kOutside.begin(), kOutside.end(), [&](const auto& outside) {
      return outside.second.empty() ? words.take(outside.first)
                                    : words.take_all({outside.first, outside.second});
    });
    if (row == kOutside.end()) {
      words.fail("a movement begins with invoice, receipt, credit, discount, bank charge ...");
    }
    movement.set_cause(row->cause);
  }
  *movement.mutable_amount() = words.money(kUsualCurrency);
  if (words.take("as")) {
    movement.set_cause(
        read_enum<v1::MovementCause>(words, "MOVEMENT_CAUSE_", v1::MovementCause_Parse));
  }
}

void read_payment(Words& words, const Place& place, v1::DocumentKind kind, v1::Event& event) {
  v1::Receipt& receipt = *event.mutable_receipt();
  *receipt.mutable_ref() = read_ref(words, kind);
  *receipt.mutable_amount() = words.money("");
  receipt.set_posting_date(date_from_day(place.today));
  while (!words.at_end()) {
    if (words.take("by")) {
      receipt.set_instrument(read_enum<v1::Instrument>(words, "INSTRUMENT_", v1::Instrument_Parse));
    } else if (words.take("state")) {
      receipt.set_state(
          read_enum<v1::ReceiptState>(words, "RECEIPT_STATE_", v1::ReceiptState_Parse));
    } else if (words.take("purpose")) {
      receipt.set_purpose(
          read_enum<v1::ReceiptPurpose>(words, "RECEIPT_PURPOSE_", v1::ReceiptPurpose_Parse));
    } else if (words.take_all({"in", "advance", "for"})) {
      receipt.set_purpose(v1::RECEIPT_PURPOSE_DOWN_PAYMENT);
      *receipt.mutable_order_ref() = read_ref(words, v1::DOCUMENT_KIND_ORDER);
    } else if (words.take("maturity")) {
      receipt.set_maturity(date_from_day(words.date()));
    } else if (words.take("final")) {
      receipt.set_final_on(date_from_day(words.date()));
    } else {
      words.fail("a payment may have: by, state, purpose, in advance for, maturity, final");
    }
  }
}

// "invoice F1 100.00 due 2024-02-01, receipt R1 -20.00"
template <class Transfer>
void read_transfer(Words& words, const Place& place, Transfer& transfer) {
  transfer.set_posting_date(date_from_day(place.today));
  if (!words.take(":")) {
    words.fail("write it as: transfer out C1 T1 to C2: invoice F1 100.00 due 2024-02-01");
  }
  do {
    v1::Movement movement;
    if (!read_item(words, movement)) {
      words.fail("what moves is an invoice, receipt, credit or bill");
    }
    v1::TransferredItem& item = *transfer.add_items();
    *item.mutable_item_ref() = movement.item_ref();
    *item.mutable_amount() = words.money(kUsualCurrency);
    if (words.take("due")) {
      item.set_due_on(date_from_day(words.date()));
    }
  } while (words.take(","));
}

}  // namespace

namespace {

void read_claim(Words& words, const Place& place, v1::DocumentKind kind, v1::Invoice& invoice) {
  *invoice.mutable_ref() = read_ref(words, kind);
  *invoice.mutable_gross() = words.money("");
  invoice.set_document_date(date_from_day(place.today));
  invoice.set_posting_date(date_from_day(place.today));
  while (!words.at_end() && !words.take(":")) {
    if (words.take("due")) {
      v1::ScheduleLine& line = *invoice.add_schedule();
      line.set_due_on(date_from_day(words.date()));
      *line.mutable_amount() = invoice.gross();
    } else if (words.take("bills")) {
      read_billed(words, invoice);
    } else if (words.take("posts")) {
      invoice.set_billing_ref(words.name("the billing document"));
    } else if (words.take("continues")) {
      *invoice.mutable_continues() = read_ref(words, v1::DOCUMENT_KIND_INVOICE);
    } else if (words.take_all({"document", "date"})) {
      invoice.set_document_date(date_from_day(words.date()));
    } else {
      words.fail("an invoice may have: due, bills, posts, continues, document date");
    }
  }
  if (!words.at_end()) {
    read_schedule(words, invoice);
  }
}

void read_cancellation(Words& words, const Place& place, v1::DocumentKind kind, v1::Event& event) {
  v1::InvoiceCancelled& cancelled = *event.mutable_invoice_cancelled();
  *cancelled.mutable_ref() = read_ref(words, kind);
  cancelled.set_posting_date(date_from_day(place.today));
}

}  // namespace

void read_invoice(Words& words, const Place& place, v1::Event& event) {
  read_claim(words, place, v1::DOCUMENT_KIND_INVOICE, *event.mutable_invoice());
}

// A billing document shares its own number with the item that accounting will post.
void read_billing(Words& words, const Place& place, v1::Event& event) {
  v1::Invoice& billing = *event.mutable_invoice();
  read_claim(words, place, v1::DOCUMENT_KIND_BILLING, billing);
  billing.set_billing_ref(billing.ref().number());
}

void read_invoice_cancelled(Words& words, const Place& place, v1::Event& event) {
  read_cancellation(words, place, v1::DOCUMENT_KIND_INVOICE, event);
}

void read_billing_cancelled(Words& words, const Place& place, v1::Event& event) {
  read_cancellation(words, place, v1::DOCUMENT_KIND_BILLING, event);
}

void read_credit_note(Words& words, const Place& place, v1::Event& event) {
  v1::CreditNote& credit = *event.mutable_credit_note();
  *credit.mutable_ref() = read_ref(words, v1::DOCUMENT_KIND_CREDIT_NOTE);
  *credit.mutable_gross() = words.money("");
  credit.set_document_date(date_from_day(place.today));
  credit.set_posting_date(date_from_day(place.today));
  while (!words.at_end()) {
    if (words.take("against")) {
      *credit.mutable_against() = read_ref(words, v1::DOCUMENT_KIND_INVOICE);
    } else if (words.take("posts")) {
      credit.set_billing_ref(words.name("the billing document"));
    } else {
      words.fail("a credit note may have: against, posts");
    }
  }
}

void read_receipt(Words& words, const Place& place, v1::Event& event) {
  read_payment(words, place, v1::DOCUMENT_KIND_RECEIPT, event);
}

void read_bill(Words& words, const Place& place, v1::Event& event) {
  event.mutable_receipt()->set_instrument(v1::INSTRUMENT_BILL_ACCEPTED);
  read_payment(words, place, v1::DOCUMENT_KIND_BILL, event);
}

void read_payment_state(Words& words, const Place& place, v1::Event& event) {
  v1::ReceiptStateChanged& changed = *event.mutable_receipt_state_changed();
  const bool bill = words.take("bill");
  *changed.mutable_ref() =
      read_ref(words, bill ? v1::DOCUMENT_KIND_BILL : v1::DOCUMENT_KIND_RECEIPT);
  changed.set_state(read_enum<v1::ReceiptState>(words, "RECEIPT_STATE_", v1::ReceiptState_Parse));
  changed.set_changed_on(date_from_day(place.today));
  while (!words.at_end()) {
    if (words.take("because")) {
      changed.set_reason(words.name("an ISO reason"));
    } else if (words.take("fees")) {
      *changed.mutable_fees() = words.money(kUsualCurrency);
    } else {
      words.fail("a payment's state may have: because, fees");
    }
  }
}

void read_statement(Words& words, const Place& place, v1::Event& event) {
  v1::Statement& statement = *event.mutable_statement();
  *statement.mutable_ref() = read_ref(words, v1::DOCUMENT_KIND_STATEMENT);
  statement.set_document_date(date_from_day(place.today));
  if (words.take("due")) {
    statement.set_due_on(date_from_day(words.date()));
  }
  if (!words.take(":")) {
    words.fail("write it as: statement C1 R24 due 2024-02-29: invoice F1 600.00, credit A1 -10.00");
  }
  do {
    v1::Movement movement;
    if (!read_item(words, movement)) {
      words.fail("a statement lists invoices, credits and receipts");
    }
    v1::StatementItem& item = *statement.add_items();
    *item.mutable_item_ref() = movement.item_ref();
    *item.mutable_amount() = words.money(kUsualCurrency);
  } while (words.take(","));
}

void read_extension(Words& words, const Place& place, v1::Event& event) {
  v1::DueDateExtended& extended = *event.mutable_due_date_extended();
  *extended.mutable_item_ref() = read_ref(words, v1::DOCUMENT_KIND_INVOICE);
  extended.set_agreed_on(date_from_day(place.today));
  if (!words.take("until")) {
    words.fail("write it as: extend C1 F1 until 2024-03-01");
  }
  extended.set_due_on(date_from_day(words.date()));
}

void read_settlement(Words& words, const Place& place, v1::Event& event) {
  v1::Settlement& settlement = *event.mutable_settlement();
  const v1::DocumentRef name = read_ref(words, v1::DOCUMENT_KIND_UNSPECIFIED);
  settlement.set_settlement_id(name.number());
  settlement.set_source_system(name.source_system());
  settlement.set_seller_company(name.seller_company());
  settlement.set_posting_date(date_from_day(place.today));
  if (!words.take(":")) {
    words.fail("write it as: settle C1 S1: invoice F1 -100.00, receipt R1 +100.00");
  }
  while (!words.at_end()) {
    read_movement(words, *settlement.add_movements());
    if (!words.at_end() && !words.take(",")) {
      words.fail("movements are parted by ','");
    }
  }
}

void read_reversal(Words& words, const Place& place, v1::Event& event) {
  v1::SettlementReversed& reversed = *event.mutable_settlement_reversed();
  const v1::DocumentRef name = read_ref(words, v1::DOCUMENT_KIND_UNSPECIFIED);
  reversed.set_settlement_id(name.number());
  reversed.set_source_system(name.source_system());
  reversed.set_seller_company(name.seller_company());
  reversed.set_posting_date(date_from_day(place.today));
}

void read_write_off(Words& words, const Place& place, v1::Event& event) {
  v1::WriteOff& write_off = *event.mutable_write_off();
  write_off.set_write_off_id(words.name("the write-off's name"));
  *write_off.mutable_amount() = words.money("");
  if (!words.take("of")) {
    words.fail("write it as: write off C1 W1 100.00 EUR of F1");
  }
  *write_off.mutable_item_ref() = read_ref(words, v1::DOCUMENT_KIND_INVOICE);
  write_off.set_posting_date(date_from_day(place.today));
}

void read_recovery(Words& words, const Place& place, v1::Event& event) {
  v1::Recovery& recovery = *event.mutable_recovery();
  recovery.set_recovery_id(words.name("the recovery's name"));
  *recovery.mutable_amount() = words.money("");
  if (!words.take("of")) {
    words.fail("write it as: recover C1 V1 50.00 EUR of F1");
  }
  *recovery.mutable_item_ref() = read_ref(words, v1::DOCUMENT_KIND_INVOICE);
  recovery.set_posting_date(date_from_day(place.today));
}

void read_assignment(Words& words, const Place& place, v1::Event& event) {
  v1::ReceivableAssigned& assigned = *event.mutable_receivable_assigned();
  assigned.set_assignment_id(words.name("the assignment's name"));
  if (!words.take("of")) {
    words.fail("write it as: sell C1 A1 of F1 to FACTOR with recourse");
  }
  *assigned.mutable_item_ref() = read_ref(words, v1::DOCUMENT_KIND_INVOICE);
  assigned.set_assigned_on(date_from_day(place.today));
  if (words.take("to")) {
    assigned.set_factor_id(words.name("the factor"));
  }
  assigned.set_recourse(words.take_all({"with", "recourse"}));
}

void read_assignment_end(Words& words, const Place& place, v1::Event& event) {
  v1::ReceivableReturned& returned = *event.mutable_receivable_returned();
  returned.set_assignment_id(words.name("the assignment's name"));
  if (!words.take("of")) {
    words.fail("write it as: take back C1 A1 of F1");
  }
  *returned.mutable_item_ref() = read_ref(words, v1::DOCUMENT_KIND_INVOICE);
  returned.set_returned_on(date_from_day(place.today));
}

void read_transfer_out(Words& words, const Place& place, v1::Event& event) {
  v1::TransferOut& transfer = *event.mutable_transfer_out();
  transfer.set_transfer_id(words.name("the transfer's name"));
  if (words.take("to")) {
    transfer.set_to_client_id(words.name("the other client"));
  }
  read_transfer(words, place, transfer);
}

void read_transfer_in(Words& words, const Place& place, v1::Event& event) {
  v1::TransferIn& transfer = *event.mutable_transfer_in();
  transfer.set_transfer_id(words.name("the transfer's name"));
  if (words.take("from")) {
    transfer.set_from_client_id(words.name("the other client"));
  }
  read_transfer(words, place, transfer);
}

}  // namespace encours::story
