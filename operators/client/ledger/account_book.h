// The ledger of one account while an event is posted to it: items are opened, changed and, at the
// end, drawn up: their rows, the totals, the days of disputes, what is to be said. Made for one
// step and finished by it.
//
// A mistake of a feed that only shows on the way (a sum beyond its bound, a set beyond its limit)
// is kept and returned by finish(): the engine then undoes the step.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "encours/v1/policy.pb.h"
#include "operators/client/ledger/balances.h"
#include "operators/client/ledger/drift.h"
#include "operators/client/ledger/item.h"
#include "operators/client/ledger/list_sources.h"
#include "operators/client/ledger/settlements.h"
#include "operators/client/ledger/tables.h"
#include "operators/client/ledger/timers.h"
#include "operators/operator.h"

namespace encours::ledger {

// Documents, settlements and disputes of one account, each: more is no client but a mapping that
// mixed up its columns.
inline constexpr std::uint64_t kEntriesPerAccountMax = 1'000'000;

class AccountBook {
 public:
  // Opens the book, and with it the items of which something ran out since it was opened last.
  AccountBook(Rows& rows, const AccountKey& account, const v1::Policy& policy, Day today);

  AccountBook(const AccountBook&) = delete;
  AccountBook& operator=(const AccountBook&) = delete;

  const AccountKey& account() const { return account_; }

  // The item of that id, blank if nothing is known of it, to be changed at will until finish().
  state::v1::LedgerItem& item(std::string_view id);

  // Moves the item that the movement names, or counts it outside the receivables; `sign` -1 takes
  // it back.
  void post(const Movement& movement, int sign);

  bool find_settlement(std::string_view id, state::v1::LedgerSettlement& record) const;
  void put_settlement(const state::v1::LedgerSettlement& record);
  bool find_dispute(std::string_view id, state::v1::LedgerDispute& record) const;
  void put_dispute(const state::v1::LedgerDispute& record);

  // Keeps a refusal for finish(); the first one counts.
  void note(const Verdict& verdict);

  // Asks for the day on which something runs out next even if it is the same as before: the policy
  // may have changed.
  void wake_anew() { wake_anew_ = true; }

  // The lists of open items that the account's documents are under.
  ListSources& lists() { return lists_; }

  // The balances that sources state of the account.
  Balances& balances() { return balances_; }

  // From here on what lists change is drift, to be had from drift() after finish().
  void watch_lists() { watches_lists_ = true; }

  // Opens the open items of which the newest lists say something else than is booked, so many at
  // most; false when some are left.
  bool open_misjudged(std::size_t items_max);

  // Closes the book: puts the items back, checks that everything adds up, says what changed.
  Verdict finish(Emit& emit);

  // After finish(): whether anything changed that the ledger's findings are about.
  bool findings_changed() const { return findings_changed_; }

  // After finish(): how lists differ from what was booked before.
  const std::vector<state::v1::DriftItem>& drift() const { return drift_; }

  // After finish(): differences found before that are explained now were forgotten.
  bool drift_explained() const { return drift_explained_; }

 private:
  // An item of this step, and what it came to before it.
  struct OpenedItem {
    state::v1::LedgerItem item;
    ItemFigures before;
    std::vector<TimedDay> timed_before;
    std::string continues_before;
    std::string order_before;
    ListedBefore listed_before;
    std::unique_ptr<const state::v1::LedgerItem> stood;  // where there are balances to compare with
    bool changed = false;
  };
  // An open line before or after the step, or the sum of several that are due on one day.
  struct DueLine {
    Currency currency;
    Day due_on = kNoDay;
    Day extended_to = kNoDay;
    std::int64_t open_before = 0;
    std::int64_t open_after = 0;
    std::int64_t disputed_before = 0;
    std::int64_t disputed_after = 0;
  };
  // What a currency's totals were before the step.
  struct Touched {
    Currency currency;
    state::v1::LedgerTotals before;
  };

  OpenedItem& open(std::string_view id);
  void open_run_out();
  void link(const std::string& id);
  void hand_down();
  void share_statements();
  void put_back(OpenedItem& opened);
  void hear_lists(OpenedItem& opened);
  void book_adjustment(std::string_view currency, std::int64_t minor);
  void keep_open(const OpenedItem& opened);
  void move_timed_days(const OpenedItem& opened);
  void add_lines(const ItemFigures& figures, int sign);
  void add_totals(const ItemFigures& figures, int sign);
  void add_advance(const std::string& order_id, const ItemFigures& figures, int sign);
  state::v1::LedgerTotals& totals_of(Currency currency);
  std::int64_t sum(std::int64_t total, std::int64_t delta);
  void check_size(const state::v1::SetSize& size);

  void say_open_items(Emit& emit);
  void say_advances(Emit& emit) const;
  void close_totals(Emit& emit);
  void wake_for_timers(Emit& emit) const;
  void drop_empty();

  Rows& rows_;
  const AccountKey account_;
  state::v1::LedgerHead& head_;
  ItemSet items_;
  SettlementSet settlements_;
  DisputeSet disputes_;
  TimedDays timed_days_;
  OpenItemSet open_items_;
  ListSources lists_;
  Balances balances_;
  // As the book was opened: what had run out, and when something would next.
  const Borders borders_then_;
  const Day run_out_then_;
  std::map<std::string, OpenedItem, std::less<>> opened_;
  std::vector<DueLine> lines_;
  std::vector<Touched> touched_;
  // What advances for an order changed by, by its entity id and currency.
  std::map<std::pair<std::string, Currency>, std::int64_t> advances_;
  Verdict verdict_ = accept();
  bool wake_anew_ = false;
  bool findings_changed_ = false;
  bool watches_lists_ = false;
  bool drift_explained_ = false;
  std::vector<state::v1::DriftItem> drift_;
};

}  // namespace encours::ledger
