// What a document and its movements come to: pure functions of one LedgerItem.
//
// A document's open remainder is what it came to plus everything that moved it, so it does not
// depend on the order in which document and movements came. Lists of open items add what they know
// better (listing.h). Its sign decides the bucket, and each
// unit stands in exactly one:
//
//   invoice, remainder > 0    its schedule lines are open items; assigned if a factor bought it
//   invoice, remainder < 0    unapplied credit (negative or over-allocated invoice)
//   credit note               unapplied credit
//   receipt                   unapplied receipt, advance or deposit, as its purpose says
//   receipt that came back    no money: what was settled with it is an open item, due that day
//   not come yet              every movement is parked
//   cancelled                 what was paid on it is unapplied credit
//
// Apart from these, a receipt that can still be taken back stands at risk with all it came to.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "encours/state/v1/ledger.pb.h"
#include "operators/client/ledger/timer.h"
#include "operators/domain/day.h"
#include "operators/domain/money.h"

namespace encours::ledger {

// Bounds what moved one item, minor units, so that its remainder never overflows.
inline constexpr std::int64_t kItemMovedMinorMax = 1'000'000'000'000'000'000;

// An open schedule line.
struct OpenLine {
  Day due_on = kNoDay;
  Day extended_to = kNoDay;     // kNoDay: not put off
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
  std::int64_t at_risk_minor = 0;
  std::int64_t advances_minor = 0;
  std::int64_t deposits_minor = 0;
  std::int64_t assigned_minor = 0;
  std::int64_t returned_minor = 0;
  std::int64_t returned_items = 0;
  std::int64_t opening_items = 0;
  std::int64_t estimated_items = 0;
  std::int64_t returned_fees_minor = 0;
};

struct ItemFigures {
  Currency currency;               // of the document, empty unless it has come
  std::vector<OpenLine> lines;     // in order of due date
  std::vector<ItemTotals> totals;  // by currency, sorted
};

// Whether what counts from a day still does.
using Running = std::function<bool(Timer, Day)>;

ItemFigures figures_of(const state::v1::LedgerItem& item, const Running& runs);

// Whether we know what it says: the document has come, or a list or a transfer has told of it.
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

// All that counts from a day in it, ascending, each once.
std::vector<TimedDay> timed_days(const state::v1::LedgerItem& item);

// Nothing refers to it and it has not come: it need not be kept.
bool is_blank(const state::v1::LedgerItem& item);

}  // namespace encours::ledger
