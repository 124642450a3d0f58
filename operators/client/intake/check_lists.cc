// What may be wrong with lists of open items and with balances.
#include <set>
#include <tuple>

#include "operators/client/intake/checks.h"
#include "operators/client/intake/fields.h"

namespace encours::intake {
namespace {

bool names_a_bill(const v1::OpenItem& item) {
  return item.ref().kind() == v1::DOCUMENT_KIND_BILL;
}

bool sound_item(const v1::OpenItem& item) {
  return sound_ref(item.ref(), {v1::DOCUMENT_KIND_INVOICE, v1::DOCUMENT_KIND_CREDIT_NOTE,
                                v1::DOCUMENT_KIND_RECEIPT});
}

bool sound_dates(const v1::OpenItem& item) {
  return sound_date(item.document_date()) && sound_date(item.posting_date()) &&
         sound_date(item.due_on());
}

// Of the list's own system, and company where it is about one.
bool of_source(const v1::OpenItemsList& list, const v1::OpenItem& item) {
  return item.ref().source_system() == list.source_system() &&
         (list.seller_company().empty() || item.ref().seller_company() == list.seller_company());
}

// An item is listed once, or once for each of its schedule lines, in one currency.
bool items_differ(const v1::OpenItemsList& list) {
  using Name = std::tuple<std::string_view, int, std::string_view, int, int>;
  std::set<Name> names;
  for (const v1::OpenItem& item : list.items()) {
    const v1::DocumentRef& ref = item.ref();
    if (!names
             .insert(
                 {ref.seller_company(), ref.kind(), ref.number(), ref.fiscal_year(), ref.line()})
             .second) {
      return false;
    }
  }
  return true;
}

bool printable_names(const auto& event) {
  return names_something(event.list_id()) && printable(event.source_system()) &&
         printable(event.seller_company());
}

bool names_too_long(const auto& event) {
  return too_long(event.list_id()) || too_long(event.source_system()) ||
         too_long(event.seller_company());
}

}  // namespace

Verdict check(const v1::OpenItemsList& list) {
  const auto& items = list.items();
  const auto lacks_ref = [](const v1::OpenItem& item) { return !item.has_ref(); };
  const auto lacks_open = [](const v1::OpenItem& item) { return !item.has_open(); };
  const auto lacks_day = [](const v1::OpenItem& item) { return item.posting_date() == 0; };
  const auto odd_currency = [](const v1::OpenItem& item) { return !sound_currency(item.open()); };
  const auto odd_amount = [](const v1::OpenItem& item) { return !positive(item.open()); };
  const auto foreign = [&](const v1::OpenItem& item) { return !of_source(list, item); };
  const auto long_ref = [](const v1::OpenItem& item) { return too_long(item.ref()); };
  if (any(items, names_a_bill)) return unsupported("items.ref: a bill");
  if (list.list_id().empty()) return missing("list_id");
  if (list.as_of() == 0) return missing("as_of");
  if (any(items, lacks_ref)) return missing("items.ref");
  if (any(items, lacks_open)) return missing("items.open");
  if (any(items, lacks_day)) return missing("items.posting_date");
  if (any(items, odd_currency)) return bad_currency("items.open");
  if (any(items, odd_amount)) return bad_amount("items.open: what is listed is open");
  if (!sound_date(list.as_of())) return bad_date("as_of");
  if (!sound_date(list.cutover_on())) return bad_date("cutover_on");
  if (!all(items, sound_dates)) return bad_date("items");
  if (!printable_names(list)) return bad_reference("list_id or its source");
  if (!sound_segment(list.segment())) return bad_reference("segment");
  if (list.part() < 0) return bad_reference("part");
  if (!all(items, sound_item)) return bad_reference("items.ref");
  if (any(items, foreign)) return bad_reference("items.ref: not of the list's source");
  if (!items_differ(list)) return bad_reference("items.ref: listed twice");
  if (items.size() > kLinesMax) return too_large("items");
  if (names_too_long(list)) return too_large("list_id or its source");
  if (too_long(list.segment())) return too_large("segment");
  if (any(items, long_ref)) return too_large("items.ref");
  return accept();
}

Verdict check(const v1::OpenItemsListClosed& closed) {
  if (closed.list_id().empty()) return missing("list_id");
  if (closed.as_of() == 0) return missing("as_of");
  if (!sound_date(closed.as_of())) return bad_date("as_of");
  if (!printable_names(closed)) return bad_reference("list_id or its source");
  if (names_too_long(closed)) return too_large("list_id or its source");
  return accept();
}

Verdict check(const v1::BalanceAsserted& asserted) {
  const v1::Money& open = asserted.open();
  const v1::Money& unapplied = asserted.unapplied();
  const bool one_currency = open.currency() == unapplied.currency();
  if (asserted.source_system().empty()) return missing("source_system");
  if (asserted.as_of() == 0) return missing("as_of");
  if (!asserted.has_open()) return missing("open");
  if (!asserted.has_unapplied()) return missing("unapplied");
  if (!sound_currency(open)) return bad_currency("open");
  if (!one_currency) return bad_currency("unapplied: not of the currency of what is open");
  if (!not_negative(open)) return bad_amount("open");
  if (!not_negative(unapplied)) return bad_amount("unapplied");
  if (!sound_date(asserted.as_of())) return bad_date("as_of");
  if (!printable(asserted.source_system())) return bad_reference("source_system");
  if (!printable(asserted.seller_company())) return bad_reference("seller_company");
  if (!sound_segment(asserted.segment())) return bad_reference("segment");
  if (too_long(asserted.source_system())) return too_large("source_system");
  if (too_long(asserted.seller_company())) return too_large("seller_company");
  if (too_long(asserted.segment())) return too_large("segment");
  return accept();
}

}  // namespace encours::intake
