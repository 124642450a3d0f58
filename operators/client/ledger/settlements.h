// Settlements and write-offs as the ledger keeps them: a list of movements under one id, so that it
// can be undone.
#pragma once

#include <string>
#include <string_view>

#include "encours/state/v1/ledger.pb.h"
#include "encours/v1/receivables.pb.h"
#include "operators/domain/day.h"
#include "operators/domain/money.h"

namespace encours::ledger {

// The record of a settlement; its movements sum to zero in each currency.
state::v1::LedgerSettlement settlement_of(const v1::Settlement& settlement);

// A write-off is a settlement of one item against nothing.
state::v1::LedgerSettlement settlement_of(const v1::WriteOff& write_off);

// Under which id it is kept; a reversal has that of the settlement it undoes.
std::string settlement_id(const v1::Settlement& settlement);
std::string settlement_id(const v1::SettlementReversed& reversed);
std::string settlement_id(const v1::WriteOff& write_off);

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
