// The totals of an account in one currency: pure functions of one row.
#pragma once

#include <cstdint>

#include "encours/state/v1/ledger.pb.h"

namespace encours::ledger {

// Adds to the sum of one cause; sums that come to 0 at the end of the list are cut off. False when
// the sum goes beyond its bound.
[[nodiscard]] bool add_by_cause(google::protobuf::RepeatedField<std::int64_t>& sums, int cause,
                                std::int64_t minor);

// debits - credits + what moved = open items + assigned - unapplied credits - unapplied receipts -
// advances - deposits + parked.
bool is_conserved(const state::v1::LedgerTotals& totals);

// Whether nothing but the currency is set: proto3 writes no zeros.
bool is_zero(const state::v1::LedgerTotals& totals);

}  // namespace encours::ledger
