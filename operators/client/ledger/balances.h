// Balances that sources state of an account, each with what we make of the same day: kept so that a
// late event changes our figure, and that of a newer day is at hand. Used by the account's book and
// by the operator.
//
// Ours is what stood at the end of the day (standing.h), kept up to date with each item that
// changes. When the first balance of some books comes, the account's documents are gone through
// once, so many pages a step; an account that never had one pays for a flag in its head row.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "encours/v1/event.pb.h"
#include "operators/client/ledger/list_sources.h"
#include "operators/client/ledger/standing.h"
#include "operators/client/ledger/tables.h"
#include "operators/operator.h"
#include "operators/verdict.h"

namespace encours::ledger {

// Books of an account by currency: a client buys from a few companies in a few currencies.
inline constexpr int kBalancesMax = 64;

// Posting days kept after that of a balance: a quarter of working days and some booked ahead. Books
// of which a source is silent longer are forgotten; the next balance begins anew.
inline constexpr int kBalanceDaysMax = 100;

// Pages of documents gone through in one step: a quarter of a megabyte, some 4,000 documents.
inline constexpr std::uint32_t kBalancePagesPerStepMax = 128;

class Balances {
 public:
  // All are kept by reference.
  Balances(Rows& rows, const AccountKey& account, state::v1::LedgerHead& head,
           const ListSources& lists);

  // Whether there is one that items matter to.
  bool any() const { return held_ != nullptr && !held_->books().empty(); }

  // The balance takes the place of an older one of its books and currency. Refused when there are
  // too many.
  Verdict take(const v1::BalanceAsserted& asserted);

  // Lists were heard: a balance of a day before one of its books is not compared any longer, the
  // others are worked out anew.
  void hear_lists();

  // What this step changes, it changes from that day on: what it undoes stood until then.
  void set_counts_from(Day day) { counts_from_ = day; }

  // An item was `before` and is `after`. False when a sum goes beyond its bound.
  [[nodiscard]] bool move(const state::v1::LedgerItem& before, const state::v1::LedgerItem& after);

  // Goes on through the documents of an account for books that have not seen them all. False when
  // a sum goes beyond its bound.
  [[nodiscard]] bool go_through(const ItemSet& items);

  // Some books have not seen all documents yet.
  bool is_unfinished() const;

  // Whether anything changed that is compared.
  bool changed() const { return changed_; }

 private:
  bool add(std::vector<StandingChange> changes, int place);
  void keep(const std::vector<bool>& kept);

  Rows& rows_;
  const AccountKey& account_;
  state::v1::LedgerHead& head_;
  const ListSources& lists_;
  const state::v1::LedgerBalances* held_;
  std::optional<Day> counts_from_;
  bool changed_ = false;
};

// Whether some books of the account have not seen all documents yet.
bool has_unfinished_balances(Rows& rows, const AccountKey& account);

// How a source's balance differs from ours: its figures less ours.
struct BalanceDifference {
  const state::v1::BookBalance* balance = nullptr;
  std::int64_t open_minor = 0;
  std::int64_t unapplied_minor = 0;
};

// Those of days that are over, of books that have seen all documents.
std::vector<BalanceDifference> balance_differences(Rows& rows, const AccountKey& account,
                                                   Day today);

// Asks for the day on which the next balance is to be compared: the one after its own.
void wake_for_balances(Rows& rows, Emit& emit, const AccountKey& account, Day today);

// The rows that a balance will touch.
void want_balance(const Input& input, Wishes& wishes);

}  // namespace encours::ledger
