// What lists of open items make of a document: pure functions of one LedgerItem.
//
// A list is not a settlement. It is kept as what a source said of a day, and what it moves is
// worked out from it whenever the document or a movement changes, so that lists, documents and
// movements may come in any order:
//
//   named by the newest list    what is open = what the list says + what moved it after its day
//   absent from it              nothing is open but what raised it after the list's day; what paid
//                               it after that day pays what the list settled, not more
//   cancelled, of another       the list moves nothing
//   currency, posted later
//
// The difference to what documents and movements say is `adjusted_minor`, a movement of cause
// ABSENT_FROM_LIST with its counterpart outside. A payment that comes later than the list that had
// it already makes the difference smaller by itself.
#pragma once

#include <compare>
#include <cstdint>

#include "encours/state/v1/ledger.pb.h"
#include "operators/domain/day.h"

namespace encours::ledger {

// Schedule lines of one item in a list: as many as an invoice may have.
inline constexpr int kListedLinesMax = 120;

// Which list counts; the greater does. `as_of` kNoDay: no list at all.
struct Edition {
  Day as_of = kNoDay;
  std::int64_t revision = 0;
  std::uint64_t list_hash = 0;

  friend auto operator<=>(const Edition&, const Edition&) = default;
};

Edition edition_of(const state::v1::ListEdition& row);
Edition edition_of(const state::v1::ItemListing& row);
void set_edition(const Edition& edition, auto& row) {
  row.set_as_of(edition.as_of);
  row.set_revision(edition.revision);
  row.set_list_hash(edition.list_hash);
}

// What a list says of a document.
struct Word {
  std::int64_t adjusted_minor = 0;
  Day as_of = kNoDay;  // of the list that says it; kNoDay: none says anything
};

// `complete`: the newest complete list of the document's source.
Word word_of_lists(const state::v1::LedgerItem& item, const Edition& complete);

// Whether a newer list must look at it: something is open of it, or was moved after the day of the
// list that settled it.
bool is_open(const state::v1::LedgerItem& item, const Word& word);

// What is open of it, signed, in its own currency; 0 while its document has not come.
std::int64_t remainder_of(const state::v1::LedgerItem& item);

// Makes the document what its listing says, for one that has not come.
void open_by_listing(state::v1::LedgerItem& item);

}  // namespace encours::ledger
