// The tables of the ledger and the keys of their rows.
#pragma once

#include "encours/state/v1/ledger.pb.h"
#include "operators/domain/day.h"
#include "operators/domain/keys.h"
#include "operators/domain/paged_set.h"
#include "operators/rows.h"

namespace encours::ledger {

// A day in the life of an account: owns the set of items that were disputed on it.
struct AccountDay {
  const AccountKey& account;
  Day day = kNoDay;
};

struct AccountDayPageKey {
  const AccountDay& owner;
  std::uint32_t page;
  void write(KeyWriter& out, TableId table) const {
    owner.account.write(out, table);
    out.i32(owner.day);
    out.u32(page);
  }
  KeyParts parts(TableId table) const {
    const std::uint64_t number = std::uint64_t{page} << 32 | static_cast<std::uint32_t>(owner.day);
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

// By day: the items with an open dispute that was opened then, so that its expiry finds them.
inline constexpr Table<AccountDayPageKey, state::v1::Page> kLedgerDisputeDays{
    14, "ledger_dispute_days", Content::kFacts};
using DisputedSet = PagedSet<state::v1::DisputedItem, AccountDayPageKey, AccountDay>;

}  // namespace encours::ledger
