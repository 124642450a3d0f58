// Lists of open items.
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
