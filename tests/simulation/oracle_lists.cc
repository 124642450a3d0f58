// What lists of open items say of one document, found by looking through all of them.
#include <algorithm>
#include <tuple>

#include <xxhash.h>

#include "tests/simulation/oracle_parts.h"

namespace encours::simulation {
namespace {

// Of two lists the one of the later day counts, then the greater revision, then the greater hash of
// its id.
using Rank = std::tuple<Day, std::int64_t, std::uint64_t>;
constexpr Rank kNone{kNoDay, 0, 0};

Rank rank_of(const v1::Event& event, const std::string& list_id, std::int32_t as_of) {
  return {*day_from_date(as_of), event.revision(), XXH3_64bits(list_id.data(), list_id.size())};
}

bool is_about(const auto& list, const v1::DocumentRef& ref) {
  return list.source_system() == ref.source_system() &&
         (list.seller_company().empty() || list.seller_company() == ref.seller_company());
}

// A schedule line of the list's own document.
void add_line(const v1::OpenItem& item, v1::Event& document) {
  v1::Money sum = item.open();
  const auto add = [&](v1::Money& to) {
    const std::int64_t nanos = std::int64_t{to.nanos()} + sum.nanos();
    to.set_currency(sum.currency());
    to.set_units(to.units() + sum.units() + nanos / 1'000'000'000);
    to.set_nanos(static_cast<std::int32_t>(nanos % 1'000'000'000));
  };
  if (item.ref().kind() == v1::DOCUMENT_KIND_INVOICE) {
    v1::Invoice& invoice = *document.mutable_invoice();
    invoice.set_posting_date(item.posting_date());
    add(*invoice.mutable_gross());
    v1::ScheduleLine& line = *invoice.add_schedule();
    line.set_line(item.ref().line());
    line.set_due_on(item.due_on());
    *line.mutable_amount() = item.open();
  } else if (item.ref().kind() == v1::DOCUMENT_KIND_CREDIT_NOTE) {
    document.mutable_credit_note()->set_posting_date(item.posting_date());
    add(*document.mutable_credit_note()->mutable_gross());
  } else {
    document.mutable_receipt()->set_posting_date(item.posting_date());
    add(*document.mutable_receipt()->mutable_amount());
  }
}

}  // namespace

ListWord word_of_lists(const Known& known, const KnownClient& client, const std::string& segment,
                       const v1::DocumentRef& ref) {
  Rank complete = kNone;
  Rank named = kNone;
  ListWord word;
  for (const auto& [entity, event] : client.in_force) {
    if (!event.has_open_items_list()) {
      continue;
    }
    const v1::OpenItemsList& list = event.open_items_list();
    const Rank rank = rank_of(event, list.list_id(), list.as_of());
    const std::string list_segment = list.seller_company().empty()
                                         ? "main"
                                         : segment_of_company(known.policy, list.seller_company());
    if (list_segment == segment && list.complete() && is_about(list, ref)) {
      complete = std::max(complete, rank);
    }
    for (const v1::OpenItem& item : list.items()) {
      if (name_of(item.ref()) != name_of(ref) || rank < named) {
        continue;
      }
      if (rank > named) {
        word.document.Clear();
      }
      named = rank;
      add_line(item, word.document);
    }
  }
  for (const v1::Event& event : known.closed_lists) {
    const v1::OpenItemsListClosed& closed = event.open_items_list_closed();
    if (closed.complete() && is_about(closed, ref)) {
      complete = std::max(complete, rank_of(event, closed.list_id(), closed.as_of()));
    }
  }
  word.was_named = named != kNone;
  word.is_named = word.was_named &&
                  (named == complete || std::tie(std::get<0>(named), std::get<1>(named)) >
                                            std::tie(std::get<0>(complete), std::get<1>(complete)));
  word.as_of = std::get<0>(word.is_named ? named : complete);
  return word;
}

}  // namespace encours::simulation
