// Settlements, write-offs, recoveries and transfers as the ledger keeps them: a list of movements
// under one id, so that it can be undone or corrected.
#pragma once

#include <string>
#include <string_view>

#include "encours/state/v1/ledger.pb.h"
#include "encours/v1/receivables.pb.h"
#include "encours/v1/transfers.pb.h"
#include "operators/domain/day.h"
#include "operators/domain/money.h"

namespace encours::ledger {

// The record of a settlement; its movements sum to zero in each currency.
state::v1::LedgerSettlement settlement_of(const v1::Settlement& settlement);

// A write-off is a settlement of one item against nothing.
state::v1::LedgerSettlement settlement_of(const v1::WriteOff& write_off);

// Money after a write-off: so much of the item is owed again and paid at once.
state::v1::LedgerSettlement settlement_of(const v1::Recovery& recovery);

// What leaves the account, and what enters it.
state::v1::LedgerSettlement settlement_of(const v1::TransferOut& transfer);
state::v1::LedgerSettlement settlement_of(const v1::TransferIn& transfer);

// Under which id it is kept; a reversal has that of the settlement it undoes.
std::string settlement_id(const v1::Settlement& settlement);
std::string settlement_id(const v1::SettlementReversed& reversed);
std::string settlement_id(const v1::WriteOff& write_off);
std::string settlement_id(const v1::Recovery& recovery);
std::string settlement_id(const v1::TransferOut& transfer);
std::string settlement_id(const v1::TransferIn& transfer);

// One movement of a record.
struct Movement {
  std::string_view item_id;  // empty: outside the receivables
  int line = 0;
  Currency currency;
  int cause = 0;
  std::int64_t moved_minor = 0;
  Day posted_on = kNoDay;
};

Movement movement_at(const state::v1::LedgerSettlement& record, int place);

}  // namespace encours::ledger
