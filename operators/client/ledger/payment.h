// Money received as an instrument: where it stands, whether it can be taken back. Pure functions of
// one LedgerItem of kind receipt or bill.
#pragma once

#include <optional>

#include "encours/state/v1/ledger.pb.h"
#include "operators/client/ledger/timer.h"
#include "operators/domain/day.h"

namespace encours::ledger {

bool is_payment(v1::DocumentKind kind);

// The day it came back unpaid, kNoDay if it did not.
Day returned_on(const state::v1::LedgerItem& item);

// Until when it is at risk; nothing for money that is final at once and for deposits, which are
// cover and not cash.
std::optional<TimedDay> at_risk(const state::v1::LedgerItem& item);

// Keeps the newest word on where it stands: of two on one day the graver.
void change_state(const state::v1::ItemStateChange& change, state::v1::LedgerItem& item);

}  // namespace encours::ledger
