// Lists of open items and balances.
#include "tests/stories/events_internal.h"

namespace encours::story {
namespace {

constexpr std::string_view kSourceSystem = "erp";
constexpr std::string_view kCompany = "1000";

// "of company 2000", "of all companies"; the usual company otherwise.
bool read_company(Words& words, std::string& company) {
  if (words.take_all({"of", "all", "companies"})) {
    company.clear();
  } else if (words.take_all({"of", "company"})) {
    company = words.name("a company");
  } else {
    return false;
  }
  return true;
}

v1::DocumentRef read_item_ref(Words& words) {
  if (words.take("invoice")) return read_ref(words, v1::DOCUMENT_KIND_INVOICE);
  if (words.take("credit")) return read_ref(words, v1::DOCUMENT_KIND_CREDIT_NOTE);
  if (words.take("receipt")) return read_ref(words, v1::DOCUMENT_KIND_RECEIPT);
  if (words.take("bill")) return read_ref(words, v1::DOCUMENT_KIND_BILL);
  words.fail("an item begins with invoice, credit or receipt");
}

// "invoice F1 60.00 from 2024-02-01 due 2024-03-31"
void read_item(Words& words, const Place& place, v1::OpenItem& item) {
  *item.mutable_ref() = read_item_ref(words);
  *item.mutable_open() = words.money(kUsualCurrency);
  item.set_posting_date(date_from_day(place.today));
  while (!words.at_entry_end()) {
    if (words.take("from")) {
      item.set_posting_date(date_from_day(words.date()));
    } else if (words.take("due")) {
      item.set_due_on(date_from_day(words.date()));
    } else {
      words.fail("an item may have: from, due");
    }
  }
}

}  // namespace

void read_list(Words& words, const Place& place, v1::Event& event) {
  v1::OpenItemsList& list = *event.mutable_open_items_list();
  list.set_list_id(words.name("the list's name"));
  list.set_source_system(std::string(kSourceSystem));
  list.set_seller_company(std::string(kCompany));
  list.set_as_of(date_from_day(place.today));
  list.set_complete(true);
  while (!words.at_end() && !words.take(":")) {
    if (words.take_all({"as", "of"})) {
      list.set_as_of(date_from_day(words.date()));
    } else if (words.take("partial")) {
      list.set_complete(false);
    } else if (words.take("part")) {
      list.set_part(static_cast<int>(words.integer("the part")));
    } else if (words.take("cutover")) {
      list.set_cutover_on(date_from_day(words.date()));
    } else if (!read_company(words, *list.mutable_seller_company())) {
      words.fail("a list may have: as of, partial, part, cutover, of company, of all companies");
    }
  }
  while (!words.at_end()) {
    read_item(words, place, *list.add_items());
    if (!words.at_end() && !words.take(",")) {
      words.fail("items are parted by ','");
    }
  }
}

// "of erp 1000 at 2024-01-31: open 100.00, unapplied 0.00 EUR"; without a company all of the
// system. The currency at the end is of both.
void read_balance(Words& words, const Place& place, v1::Event& event) {
  constexpr std::string_view kOfTheOther = "?";
  v1::BalanceAsserted& asserted = *event.mutable_balance_asserted();
  asserted.set_as_of(date_from_day(place.today));
  while (!words.at_end() && !words.take(":")) {
    if (words.take("of")) {
      asserted.set_source_system(words.name("the system"));
      if (words.peek() != "at" && words.peek() != ":") {
        asserted.set_seller_company(words.name("the company"));
      }
    } else if (words.take("at")) {
      asserted.set_as_of(date_from_day(words.date()));
    } else {
      words.fail("a balance may have: of, at");
    }
  }
  const bool has_open = words.take("open");
  *asserted.mutable_open() = words.money(kOfTheOther);
  const bool has_unapplied = words.take_all({",", "unapplied"});
  if (!has_open || !has_unapplied) {
    words.fail("write the amounts as: open 100.00, unapplied 0.00 EUR");
  }
  *asserted.mutable_unapplied() = words.money(kUsualCurrency);
  if (asserted.open().currency() == kOfTheOther) {
    asserted.mutable_open()->set_currency(asserted.unapplied().currency());
  }
}

void read_list_closed(Words& words, const Place& place, v1::Event& event) {
  v1::OpenItemsListClosed& closed = *event.mutable_open_items_list_closed();
  closed.set_list_id(words.name("the list's name"));
  closed.set_source_system(std::string(kSourceSystem));
  closed.set_seller_company(std::string(kCompany));
  closed.set_as_of(date_from_day(place.today));
  closed.set_complete(true);
  while (!words.at_end()) {
    if (words.take_all({"as", "of"})) {
      closed.set_as_of(date_from_day(words.date()));
    } else if (words.take("partial")) {
      closed.set_complete(false);
    } else if (!read_company(words, *closed.mutable_seller_company())) {
      words.fail("a closed list may have: as of, partial, of company, of all companies");
    }
  }
}

}  // namespace encours::story
