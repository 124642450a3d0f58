// What a document and its movements come to: pure functions of one LedgerItem.
//
// A document's open remainder is what it came to plus everything that moved it, so it does not
// depend on the order in which document and movements came. Lists of open items add what they know
// better (listing.h). Its sign decides the bucket, and each
// unit stands in exactly one:
//
//   invoice, remainder > 0    its schedule lines are open items
//   invoice, remainder < 0    unapplied credit (negative or over-allocated invoice)
//   credit note               unapplied credit;   receipt: unapplied receipt
//   not come yet              every movement is parked
//   cancelled                 what was paid on it is unapplied credit
#pragma once

#include <cstdint>
#include <vector>

#include "encours/state/v1/ledger.pb.h"
#include "operators/domain/day.h"
#include "operators/domain/money.h"

namespace encours::ledger {

// Bounds what moved one item, minor units, so that its remainder never overflows.
inline constexpr std::int64_t kItemMovedMinorMax = 1'000'000'000'000'000'000;

// An open schedule line.
struct OpenLine {
  Day due_on = kNoDay;
  std::int64_t open_minor = 0;  // more than 0
  std::int64_t disputed_minor = 0;
};

// What an item adds to the totals of one currency; the fields of state::v1::LedgerTotals.
struct ItemTotals {
  Currency currency;
  std::int64_t documents = 0;
  std::int64_t debits_minor = 0;
  std::int64_t credits_minor = 0;
  std::int64_t open_items_minor = 0;
  std::int64_t disputed_minor = 0;
  std::int64_t unapplied_receipts_minor = 0;
  std::int64_t unapplied_credits_minor = 0;
  std::int64_t parked_minor = 0;
  std::int64_t parked_gross_minor = 0;
  std::int64_t parked_items = 0;
  std::int64_t over_allocated_minor = 0;
  std::int64_t over_allocated_items = 0;
  std::int64_t opening_items = 0;
};

struct ItemFigures {
  Currency currency;               // of the document, empty unless it has come
  std::vector<OpenLine> lines;     // in order of due date
  std::vector<ItemTotals> totals;  // by currency, sorted
};

// `clean_before`: disputes opened before that day have expired; kNoDay = none has.
ItemFigures figures_of(const state::v1::LedgerItem& item, Day clean_before);

// Whether we know what it says: the document has come, or a list has named it.
bool has_document(const state::v1::LedgerItem& item);

// What it came to and what moved it in its own currency, up to `through` or after it; lists aside.
struct OwnSums {
  std::int64_t through_minor = 0;
  std::int64_t after_minor = 0;
};
OwnSums own_sums(const state::v1::LedgerItem& item, Day through);

// Moves the item on a day of the books; a sum that comes to 0 leaves no trace. False when the sums
// grow beyond kItemMovedMinorMax.
[[nodiscard]] bool move_item(state::v1::LedgerItem& item, Currency currency, int line,
                             Day posted_on, std::int64_t minor);

// The days on which its disputes were opened, ascending, each once.
std::vector<Day> open_dispute_days(const state::v1::LedgerItem& item);

// Nothing refers to it and it has not come: it need not be kept.
bool is_blank(const state::v1::LedgerItem& item);

}  // namespace encours::ledger
