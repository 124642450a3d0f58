// The random business: lists of open items and balances, right and wrong, of one client or of all.
#include <fmt/format.h>

#include "tests/simulation/business.h"
#include "tests/simulation/business_words.h"

namespace encours::simulation {
namespace {

const std::vector<std::string> kListCompanies{"1000", "1100", "2000", ""};

}  // namespace

// An item, whole or in two lines.
void Business::list_item(const v1::DocumentRef& ref, const std::string& currency,
                         std::int64_t minor, std::int32_t posting_date, Day today,
                         v1::OpenItemsList& list) {
  const bool in_lines = ref.kind() == v1::DOCUMENT_KIND_INVOICE && minor > 1 && chance_.percent(20);
  const std::int64_t first = in_lines ? minor / 2 : minor;
  for (int line = in_lines ? 1 : 0; line <= (in_lines ? 2 : 0); ++line) {
    v1::OpenItem& item = *list.add_items();
    *item.mutable_ref() = ref;
    item.mutable_ref()->set_line(line);
    *item.mutable_open() = money(currency, line == 2 ? minor - first : first);
    item.set_posting_date(posting_date);
    item.set_due_on(date_from_day(around(today, 100, 60)));
  }
}

bool Business::is_listed(const v1::DocumentRef& ref, const v1::OpenItemsList& list) const {
  // A list of all companies is of the main segment's.
  return list.seller_company().empty() ? ref.seller_company() != "2000"
                                       : ref.seller_company() == list.seller_company();
}

void Business::fill_list(Client& client, Day today, v1::OpenItemsList& list) {
  for (const Document& document : client.invoices) {
    const v1::Invoice& invoice = document.event.invoice();
    if (is_listed(invoice.ref(), list) && chance_.percent(60)) {
      const std::int64_t minor = chance_.percent(80) ? document.left : amount_minor();
      const std::string currency =
          chance_.percent(95) ? invoice.gross().currency() : std::string("USD");
      list_item(invoice.ref(), currency, std::max<std::int64_t>(1, minor), invoice.posting_date(),
                today, list);
    }
  }
  for (const Document& document : client.credits) {
    const bool is_receipt = document.event.has_receipt();
    const v1::DocumentRef& ref =
        is_receipt ? document.event.receipt().ref() : document.event.credit_note().ref();
    const v1::Money& amount =
        is_receipt ? document.event.receipt().amount() : document.event.credit_note().gross();
    if (is_listed(ref, list) && chance_.percent(40)) {
      list_item(ref, amount.currency(), std::max<std::int64_t>(1, document.left),
                date_from_day(around(today, 10, 0)), today, list);
    }
  }
  const v1::DocumentRef ahead =
      ref(v1::DOCUMENT_KIND_INVOICE, fmt::format("F{}", client.numbers + chance_.between(1, 6)));
  if (is_listed(ahead, list) && chance_.percent(50)) {
    list_item(ahead, "EUR", amount_minor() + 1, date_from_day(around(today, 10, 0)), today, list);
  }
}

v1::Event Business::list_of(Client& client, Day today, const v1::OpenItemsList& head) {
  v1::Event event = event_of(client, today);
  v1::OpenItemsList& list = *event.mutable_open_items_list();
  list = head;
  fill_list(client, today, list);
  return event;
}

v1::OpenItemsList Business::list_head(Day today) {
  v1::OpenItemsList list;
  list.set_list_id(fmt::format("list {}", ++events_));
  list.set_source_system("erp");
  list.set_seller_company(chance_.pick(kListCompanies));
  list.set_as_of(date_from_day(around(today, 6, 1)));
  list.set_complete(chance_.percent(80));
  return list;
}

void Business::list(Client& client, Day today, Events& events) {
  const v1::OpenItemsList head = list_head(today);
  events.push_back(list_of(client, today, head));
  if (chance_.percent(15)) {  // extracted again, of the same day
    events.push_back(list_of(client, today, head));
    events.back().set_revision(events.front().revision() + 1);
  }
}

// What the business believes to be open of documents of a company, all of the main segment's if
// none is given.
std::int64_t Business::believed(const std::vector<Document>& documents, const std::string& company,
                                const std::string& currency) const {
  v1::OpenItemsList books;
  books.set_seller_company(company);
  std::int64_t sum = 0;
  for (const Document& document : documents) {
    const v1::Event& event = document.event;
    const v1::DocumentRef& ref = event.has_invoice()   ? event.invoice().ref()
                                 : event.has_receipt() ? event.receipt().ref()
                                                       : event.credit_note().ref();
    const v1::Money& amount = event.has_invoice()   ? event.invoice().gross()
                              : event.has_receipt() ? event.receipt().amount()
                                                    : event.credit_note().gross();
    sum += is_listed(ref, books) && amount.currency() == currency ? document.left : 0;
  }
  return std::max<std::int64_t>(0, sum);
}

void Business::balance(Client& client, Day today, Events& events) {
  v1::Event event = event_of(client, today);
  v1::BalanceAsserted& asserted = *event.mutable_balance_asserted();
  const std::string currency = chance_.percent(80) ? "EUR" : "USD";
  const std::string company = chance_.pick(kListCompanies);
  asserted.set_source_system(chance_.percent(95) ? "erp" : "crm");
  asserted.set_seller_company(company);
  asserted.set_as_of(date_from_day(around(today, 10, 1)));
  const bool right = chance_.percent(70);
  *asserted.mutable_open() =
      money(currency, right ? believed(client.invoices, company, currency) : amount_minor());
  *asserted.mutable_unapplied() =
      money(currency, right ? believed(client.credits, company, currency) : amount_minor());
  events.push_back(event);
}

// All clients that it names are told of, then it is closed.
void Business::close_list(Client& /*client*/, Day today, Events& events) {
  v1::OpenItemsList head = list_head(today);
  head.set_complete(true);
  const std::int64_t revision = chance_.between(0, 3);
  for (Client& client : clients_) {
    if (chance_.percent(60)) {
      events.push_back(list_of(client, today, head));
      events.back().set_revision(revision);
    }
  }
  v1::Event event;
  event.set_event_id(fmt::format("event {}", ++events_));
  event.set_feed("business");
  event.mutable_logged_at()->set_seconds(std::int64_t{today} * 86'400);
  event.set_revision(revision);
  v1::OpenItemsListClosed& closed = *event.mutable_open_items_list_closed();
  closed.set_list_id(head.list_id());
  closed.set_source_system(head.source_system());
  closed.set_seller_company(head.seller_company());
  closed.set_as_of(head.as_of());
  closed.set_complete(chance_.percent(90));
  events.push_back(event);
}

}  // namespace encours::simulation
