#include "tests/operators/events.h"

#include <charconv>
#include <stdexcept>
#include <string>

#include "operators/domain/day.h"
#include "operators/domain/money.h"
#include "tests/operators/event_words.h"

namespace encours::test {
namespace {

void read_schedule(const std::string& word, v1::Invoice& invoice) {
  const Words parts = split(word, ':');
  v1::ScheduleLine& line = *invoice.add_schedule();
  line.set_due_on(date_of(parts.at(0)));
  *line.mutable_amount() = parts.size() > 1 ? money_of(parts[1]) : invoice.gross();
}

template <class Document>
void read_billed(const std::string& word, Document& document) {
  const Words parts = split(word, ':');
  const v1::DocumentRef ref = ref_of(parts.at(0));
  v1::BilledLine& line = *document.add_lines();
  line.set_line(document.lines_size());
  *(ref.kind() == v1::DOCUMENT_KIND_ORDER ? line.mutable_order_ref()
                                          : line.mutable_delivery_ref()) = ref;
  line.set_quantity_milli(parts.size() > 1 ? number_of(parts[1]) * 1000 : 0);
  if (parts.size() > 2) {  // L1/1:4:O1/1 names both
    *line.mutable_order_ref() = ref_of(parts[2]);
  }
}

v1::Invoice invoice_of(const Words& words) {
  v1::Invoice invoice;
  *invoice.mutable_ref() = ref_of(words.at(1));
  *invoice.mutable_gross() = money_of(words.at(2));
  invoice.set_posting_date(date_of(words.at(3)));
  if (invoice.ref().kind() == v1::DOCUMENT_KIND_BILLING) {
    invoice.set_billing_ref(words[1]);
  }
  bool billed = false;
  for (std::size_t i = 4; i < words.size(); ++i) {
    if (words[i] == "due" || words[i] == "bills") {
      billed = words[i] == "bills";
    } else if (words[i] == "posts") {
      invoice.set_billing_ref(words.at(++i));
    } else if (billed) {
      read_billed(words[i], invoice);
    } else {
      read_schedule(words[i], invoice);
    }
  }
  return invoice;
}

v1::CreditNote credit_of(const Words& words) {
  v1::CreditNote note;
  *note.mutable_ref() = ref_of(words.at(1));
  *note.mutable_gross() = money_of(words.at(2));
  note.set_posting_date(date_of(words.at(3)));
  for (std::size_t i = 4; i < words.size(); ++i) {
    if (words[i] == "posts") {
      note.set_billing_ref(words.at(++i));
    } else if (words[i] != "bills") {
      read_billed(words[i], note);
    }
  }
  return note;
}

v1::Receipt receipt_of(const Words& words) {
  v1::Receipt receipt;
  *receipt.mutable_ref() = ref_of(words.at(1));
  *receipt.mutable_amount() = money_of(words.at(2));
  receipt.set_posting_date(date_of(words.at(3)));
  return receipt;
}

// "S1@2000" names a settlement and the company in whose books it stands.
template <class Body>
void set_settlement_name(const std::string& word, Body& body) {
  const Words parts = split(word, '@');
  body.set_settlement_id(parts.at(0));
  body.set_source_system("erp");
  body.set_seller_company(parts.size() > 1 ? parts[1] : "1000");
  body.set_posting_date(20240501);
}

v1::Settlement settlement_of(const Words& words) {
  v1::Settlement settlement;
  set_settlement_name(words.at(1), settlement);
  for (std::size_t i = 2; i < words.size(); ++i) {
    const Words parts = split(words[i], ':');
    if (parts[0] == "on") {
      settlement.set_posting_date(date_of(parts.at(1)));
      continue;
    }
    v1::Movement& movement = *settlement.add_movements();
    v1::MovementCause cause = v1::MOVEMENT_CAUSE_CASH;
    if (!v1::MovementCause_Parse("MOVEMENT_CAUSE_" + parts.at(0), &cause)) {
      *movement.mutable_item_ref() = ref_of(parts[0]);
    }
    movement.set_cause(cause);
    *movement.mutable_amount() = money_of(parts.at(1));
  }
  return settlement;
}

// A word of a list that is no item; false for any other.
bool read_list_option(const std::string& word, v1::OpenItemsList& list) {
  const Words parts = split(word, ':');
  if (parts[0] == "partial") {
    list.set_complete(false);
  } else if (parts[0] == "all") {
    list.clear_seller_company();
  } else if (parts[0] == "part") {
    list.set_part(static_cast<std::int32_t>(number_of(parts.at(1))));
  } else if (parts[0] == "cutover") {
    list.set_cutover_on(date_of(parts.at(1)));
  } else {
    return false;
  }
  return true;
}

v1::OpenItemsList list_of(const Words& words) {
  const Words name = split(words.at(1), '@');
  v1::OpenItemsList list;
  list.set_list_id(name.at(0));
  list.set_source_system("erp");
  list.set_seller_company(name.size() > 1 ? name[1] : "1000");
  list.set_as_of(date_of(words.at(2)));
  list.set_complete(true);
  for (std::size_t i = 3; i < words.size(); ++i) {
    if (read_list_option(words[i], list)) {
      continue;
    }
    const Words parts = split(words[i], ':');
    v1::OpenItem& item = *list.add_items();
    *item.mutable_ref() = ref_of(parts.at(0));
    *item.mutable_open() = money_of(parts.at(1));
    item.set_posting_date(parts.size() > 2 ? date_of(parts[2]) : 20240501);
    item.set_due_on(parts.size() > 3 ? date_of(parts[3]) : 0);
  }
  return list;
}

void set_closed(const Words& words, v1::Event& event) {
  const Words name = split(words.at(1), '@');
  event.clear_client_id();
  v1::OpenItemsListClosed& closed = *event.mutable_open_items_list_closed();
  closed.set_list_id(name.at(0));
  closed.set_source_system("erp");
  closed.set_seller_company(name.size() > 1 ? name[1] : "1000");
  closed.set_as_of(date_of(words.at(2)));
  closed.set_complete(words.size() < 4 || words[3] != "partial");
}

v1::BalanceAsserted balance_of(const Words& words) {
  v1::BalanceAsserted asserted;
  asserted.set_source_system("erp");
  asserted.set_seller_company("1000");
  asserted.set_as_of(date_of(words.at(1)));
  *asserted.mutable_open() = money_of(words.at(2));
  *asserted.mutable_unapplied() = money_of(words.at(3));
  if (words.size() > 4) {
    asserted.set_seller_company(words[4] == "all" ? "" : words[4].substr(1));
  }
  return asserted;
}

v1::WriteOff write_off_of(const Words& words) {
  const Words parts = split(words.at(2), ':');
  v1::WriteOff write_off;
  write_off.set_write_off_id(words[1]);
  *write_off.mutable_item_ref() = ref_of(parts.at(0));
  *write_off.mutable_amount() = money_of(parts.at(1));
  write_off.set_posting_date(20240501);
  return write_off;
}

v1::DisputeOpened dispute_of(const Words& words) {
  const Words parts = split(words.at(2), ':');
  v1::DisputeOpened dispute;
  dispute.set_dispute_id(words[1]);
  *dispute.mutable_item_ref() = ref_of(parts.at(0));
  if (parts.size() > 1) {
    *dispute.mutable_amount() = money_of(parts[1]);
  }
  dispute.set_opened_on(date_of(words.at(3)));
  return dispute;
}

v1::DisputeClosed dispute_end_of(const Words& words) {
  v1::DisputeClosed closed;
  closed.set_dispute_id(words.at(1));
  *closed.mutable_item_ref() = ref_of(words.at(2));
  closed.set_closed_on(20240601);
  return closed;
}

v1::Order order_of(const Words& words) {
  v1::Order order;
  *order.mutable_ref() = ref_of(words.at(1));
  order.set_document_date(20240501);
  for (std::size_t i = 2; i < words.size(); ++i) {
    const Words parts = split(words[i], ':');
    v1::OrderLine& line = *order.add_lines();
    line.set_line(static_cast<std::int32_t>(number_of(parts.at(0))));
    line.set_quantity_milli(number_of(parts.at(1)) * 1000);
    *line.mutable_gross() = money_of(parts.at(2));
    for (std::size_t k = 3; k < parts.size(); ++k) {
      if (parts[k] == "final") {
        line.set_final_delivery(true);
      } else {
        line.set_rejected_milli(number_of(parts[k]) * 1000);
      }
    }
  }
  return order;
}

v1::Delivery delivery_of(const Words& words) {
  v1::Delivery delivery;
  *delivery.mutable_ref() = ref_of(words.at(1));
  delivery.set_delivered_on(20240502);
  for (std::size_t i = 2; i < words.size(); ++i) {
    const Words parts = split(words[i], ':');
    v1::DeliveryLine& line = *delivery.add_lines();
    line.set_line(static_cast<std::int32_t>(number_of(parts.at(0))));
    if (parts.at(1) != "-") {
      *line.mutable_order_ref() = ref_of(parts[1]);
    }
    line.set_quantity_milli(number_of(parts.at(2)) * 1000);
    for (std::size_t k = 3; k < parts.size(); ++k) {
      if (parts[k] == "final") {
        line.set_final_delivery(true);
      } else {
        *line.mutable_gross() = money_of(parts[k]);
      }
    }
  }
  return delivery;
}

v1::GoodsReturned return_of(const Words& words) {
  const v1::Delivery goods = delivery_of(words);
  v1::GoodsReturned returned;
  *returned.mutable_ref() = goods.ref();
  returned.set_returned_on(goods.delivered_on());
  *returned.mutable_lines() = goods.lines();
  return returned;
}

void set_cancelled(const Words& words, v1::Event& event) {
  const v1::DocumentRef ref = ref_of(words.at(1));
  if (ref.kind() == v1::DOCUMENT_KIND_ORDER) {
    *event.mutable_order_cancelled()->mutable_ref() = ref;
    event.mutable_order_cancelled()->set_cancelled_on(20240601);
  } else {
    *event.mutable_invoice_cancelled()->mutable_ref() = ref;
    event.mutable_invoice_cancelled()->set_posting_date(words.size() > 2 ? date_of(words[2])
                                                                         : 20240601);
  }
}

void set_body(const Words& words, v1::Event& event) {
  const std::string& verb = words.at(0);
  if (verb == "invoice") {
    *event.mutable_invoice() = invoice_of(words);
  } else if (verb == "cancel") {
    set_cancelled(words, event);
  } else if (verb == "credit") {
    *event.mutable_credit_note() = credit_of(words);
  } else if (verb == "receipt") {
    *event.mutable_receipt() = receipt_of(words);
  } else if (verb == "settle") {
    *event.mutable_settlement() = settlement_of(words);
  } else if (verb == "reverse") {
    set_settlement_name(words.at(1), *event.mutable_settlement_reversed());
    if (words.size() > 2) {
      event.mutable_settlement_reversed()->set_posting_date(date_of(words[2]));
    }
  } else if (verb == "writeoff") {
    *event.mutable_write_off() = write_off_of(words);
  } else if (verb == "dispute") {
    *event.mutable_dispute_opened() = dispute_of(words);
  } else if (verb == "undispute") {
    *event.mutable_dispute_closed() = dispute_end_of(words);
  } else if (verb == "list") {
    *event.mutable_open_items_list() = list_of(words);
  } else if (verb == "closed") {
    set_closed(words, event);
  } else if (verb == "balance") {
    *event.mutable_balance_asserted() = balance_of(words);
  } else if (verb == "order") {
    *event.mutable_order_placed()->mutable_order() = order_of(words);
  } else if (verb == "close") {
    *event.mutable_order_closed()->mutable_ref() = ref_of(words.at(1));
    event.mutable_order_closed()->set_closed_on(20240601);
  } else if (verb == "reopen") {
    Words order = words;
    order.erase(order.begin() + 2);
    event.mutable_order_reopened()->set_reopened_on(date_of(words.at(2)));
    *event.mutable_order_reopened()->mutable_order() = order_of(order);
  } else if (verb == "deliver") {
    *event.mutable_delivery() = delivery_of(words);
  } else if (verb == "return") {
    *event.mutable_goods_returned() = return_of(words);
  } else {
    throw std::invalid_argument("no event: " + verb);
  }
}

v1::DocumentKind kind_of_letter(char letter) {
  switch (letter) {
    case 'I':
      return v1::DOCUMENT_KIND_INVOICE;
    case 'B':
      return v1::DOCUMENT_KIND_BILLING;
    case 'C':
      return v1::DOCUMENT_KIND_CREDIT_NOTE;
    case 'G':
      return v1::DOCUMENT_KIND_RETURN;
    case 'R':
      return v1::DOCUMENT_KIND_RECEIPT;
    case 'O':
      return v1::DOCUMENT_KIND_ORDER;
    case 'L':
      return v1::DOCUMENT_KIND_DELIVERY;
    default:
      throw std::invalid_argument(std::string("no kind of document: ") + letter);
  }
}

}  // namespace

v1::Event event_of(std::string_view line) {
  Words words = split(line, ' ');
  v1::Event event;
  constexpr std::size_t kEventIdBytes = 120;  // intake refuses more than 128
  event.set_event_id(std::string(line.substr(0, kEventIdBytes)));
  event.set_client_id(std::string(kClient));
  if (words.size() > 2 && words[words.size() - 2] == "rev") {
    event.set_revision(number_of(words.back()));
    words.resize(words.size() - 2);
  }
  set_body(words, event);
  return event;
}

std::vector<v1::Event> events_of(std::string_view text) {
  std::vector<v1::Event> events;
  for (const std::string& line : split(text, '\n')) {
    if (line.find_first_not_of(' ') != std::string::npos) {
      events.push_back(event_of(line));
    }
  }
  return events;
}

v1::DocumentRef ref_of(std::string_view text) {
  const Words line = split(text, '/');
  const Words company = split(line.at(0), '@');
  v1::DocumentRef ref;
  ref.set_source_system("erp");
  ref.set_seller_company(company.size() > 1 ? company[1] : "1000");
  ref.set_kind(kind_of_letter(company.at(0).at(0)));
  ref.set_number(company[0]);
  ref.set_line(line.size() > 1 ? static_cast<std::int32_t>(number_of(line[1])) : 0);
  return ref;
}

v1::Money money_of(std::string_view text) {
  const std::size_t letters = text.find_first_not_of("-0123456789.");
  const std::string_view code = letters == std::string_view::npos ? "EUR" : text.substr(letters);
  const Currency currency = Currency::from_code(code).value();
  const Words parts = split(text.substr(0, letters), '.');
  const bool negative = parts.at(0).starts_with('-');
  std::string digits = parts[0] + (parts.size() > 1 ? parts[1] : "");
  const std::size_t given = parts.size() > 1 ? parts[1].size() : 0;
  digits.append(static_cast<std::size_t>(currency.exponent()) - given, '0');
  const std::int64_t minor = number_of(digits);
  return wire_from_minor(currency, negative && minor > 0 ? -minor : minor);
}

}  // namespace encours::test
