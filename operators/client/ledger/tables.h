// The tables of the ledger and the keys of their rows.
#pragma once

#include "encours/state/v1/ledger.pb.h"
#include "operators/client/ledger/timer.h"
#include "operators/domain/keys.h"
#include "operators/domain/paged_set.h"
#include "operators/rows.h"

namespace encours::ledger {

// What counts from a day in an account: owns the set of items that do.
struct AccountTimer {
  const AccountKey& account;
  TimedDay timed;
};

struct AccountTimerPageKey {
  const AccountTimer& owner;
  std::uint32_t page;
  void write(KeyWriter& out, TableId table) const {
    owner.account.write(out, table);
    out.i32(static_cast<std::int32_t>(owner.timed.timer));
    out.i32(owner.timed.from);
    out.u32(page);
  }
  KeyParts parts(TableId table) const {
    constexpr std::uint32_t kDayBits = 0xFFFFFF;  // more than days of three centuries need
    const std::uint32_t day = static_cast<std::uint32_t>(owner.timed.from) & kDayBits;
    const auto timer = static_cast<std::uint32_t>(owner.timed.timer);
    const std::uint64_t number = std::uint64_t{page} << 32 | timer << 24 | day;
    return {table, owner.account.client_id, owner.account.segment, number};
  }
};

// Totals and the sizes of the sets below, one row an account.
inline constexpr Table<AccountKey, state::v1::LedgerHead> kLedger{10, "ledger", Content::kFacts};

// Documents and what moved them.
inline constexpr Table<AccountPageKey, state::v1::Page> kLedgerItems{11, "ledger_items",
                                                                     Content::kFacts};
using ItemSet = PagedSet<state::v1::LedgerItem, AccountPageKey, AccountKey>;

// Settlements and write-offs.
inline constexpr Table<AccountPageKey, state::v1::Page> kLedgerSettlements{12, "ledger_settlements",
                                                                           Content::kFacts};
using SettlementSet = PagedSet<state::v1::LedgerSettlement, AccountPageKey, AccountKey>;

// Disputes, so that one can change its item or be closed by its id alone.
inline constexpr Table<AccountPageKey, state::v1::Page> kLedgerDisputes{13, "ledger_disputes",
                                                                        Content::kFacts};
using DisputeSet = PagedSet<state::v1::LedgerDispute, AccountPageKey, AccountKey>;

// By timer and day: the items that count from it, so that its end finds them.
inline constexpr Table<AccountTimerPageKey, state::v1::Page> kLedgerTimedItems{
    14, "ledger_timed_items", Content::kFacts};
using TimedSet = PagedSet<state::v1::TimedItem, AccountTimerPageKey, AccountTimer>;

// Documents of which something is open, by id: what a list of open items must look at to find what
// it lacks, however many documents are settled.
inline constexpr Table<AccountPageKey, state::v1::Page> kLedgerOpenItems{15, "ledger_open_items",
                                                                         Content::kFacts};
using OpenItemSet = PagedSet<state::v1::LedgerOpenItem, AccountPageKey, AccountKey>;

// What lists found on an account, and how far it has been looked through.
inline constexpr Table<AccountKey, state::v1::LedgerDrift> kLedgerDrift{16, "ledger_drift",
                                                                        Content::kHistory};

// The newest lists that all clients with open items were named in. History, because it is the
// shard's: facts are the clients'.
inline constexpr Table<ShardKey, state::v1::LedgerListsClosed> kListsClosed{17, "lists_closed",
                                                                            Content::kHistory};

// The newest balances that sources state of an account, and what we make of them. History, because
// what was undone after their day stays in it.
inline constexpr Table<AccountKey, state::v1::LedgerBalances> kLedgerBalances{18, "ledger_balances",
                                                                              Content::kHistory};

}  // namespace encours::ledger
