#include "operators/client/ledger/listing.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "operators/client/ledger/item.h"

namespace encours::ledger {
namespace {

using state::v1::ItemListing;
using state::v1::LedgerItem;

std::int64_t open_of(const ItemListing& listing) {
  return std::accumulate(listing.open_minor().begin(), listing.open_minor().end(), std::int64_t{0});
}

// A list that is not complete may name a document after the newest complete one.
bool is_named(const LedgerItem& item, const Edition& complete) {
  if (!item.has_listing()) {
    return false;
  }
  const Edition named = edition_of(item.listing());
  return named == complete ||
         std::tie(named.as_of, named.revision) > std::tie(complete.as_of, complete.revision);
}

// What settles a document that came to `through` by the list's day and moved by `after` since.
std::int64_t settling(std::int64_t through, std::int64_t after) {
  if (through > 0 && after < 0) {
    return -std::max<std::int64_t>(0, through + after);
  }
  if (through < 0 && after > 0) {
    return -std::min<std::int64_t>(0, through + after);
  }
  return -through;
}

}  // namespace

Edition edition_of(const state::v1::ListEdition& row) {
  return {row.as_of(), row.revision(), row.list_hash()};
}

Edition edition_of(const ItemListing& row) {
  return {row.as_of(), row.revision(), row.list_hash()};
}

Word word_of_lists(const LedgerItem& item, const Edition& complete) {
  if (!has_document(item)) {
    return {};
  }
  if (is_named(item, complete)) {
    const ItemListing& listing = item.listing();
    const OwnSums sums = own_sums(item, listing.as_of());
    const bool comparable = listing.currency() == item.currency();
    return {comparable ? open_of(listing) - sums.through_minor : 0, listing.as_of()};
  }
  const bool covered = item.has_listing() || item.posted_on() <= complete.as_of;
  if (complete.as_of == kNoDay || !covered) {
    return {};
  }
  const OwnSums sums = own_sums(item, complete.as_of);
  return {settling(sums.through_minor, sums.after_minor), complete.as_of};
}

bool is_open(const LedgerItem& item, const Word& word) {
  if (remainder_of(item) != 0) {
    return true;
  }
  const auto moved_later = [&](const state::v1::ItemMovements& movements) {
    return std::any_of(movements.posted_on().begin(), movements.posted_on().end(),
                       [&](Day day) { return day > word.as_of; });
  };
  return word.adjusted_minor != 0 &&
         std::any_of(item.movements().begin(), item.movements().end(), moved_later);
}

std::int64_t remainder_of(const LedgerItem& item) {
  return has_document(item) ? own_sums(item, kNoDay).through_minor +
                                  own_sums(item, kNoDay).after_minor + item.adjusted_minor()
                            : 0;
}

void open_by_listing(LedgerItem& item) {
  const ItemListing& listing = item.listing();
  item.set_state(state::v1::ITEM_STATE_LISTED);
  item.set_currency(listing.currency());
  item.set_document_on(listing.document_on());
  item.set_posted_on(listing.posted_on());
  *item.mutable_line() = listing.line();
  *item.mutable_due_on() = listing.due_on();
  *item.mutable_amount_minor() = listing.open_minor();
}

}  // namespace encours::ledger
