// What speaks for and against an order: the static check against the limit and the rules that may
// hold it. Pure given the climate; used by the desk.
#pragma once

#include <cstdint>

#include "operators/client/orders/climate.h"

namespace encours::orders {

// The breaker is open: enforcing reasons become proposing ones and say so.
void stop_by_breaker(Causes& reasons);

// Whether an order of these reasons waits for its money.
bool awaits_prepayment(const Causes& reasons);

// The reason of an order that a person rejected.
v1::Cause rejected_cause(const Climate& climate, const state::v1::BookedOrder& order);

// All reasons against an order, in every mode but off, sorted by rule and subject.
// `others_minor`: what is owed and reserved without this order, in the limit's currency.
Causes reasons_against(const Climate& climate, const state::v1::OrderBook& book,
                       const state::v1::BookedOrder& order, std::int64_t others_minor);

// Whether an account-wide hold lets the order pass by the policy. An order paid in advance is among
// them once its money is here.
bool is_exempt(const v1::Policy& policy, const state::v1::BookedOrder& order);

}  // namespace encours::orders
