// The cheapest way out for a held order: what to pay, what to prepay or which limit to ask for, so
// that the rules that hold it would let it pass. Pure given the climate; used by the desk.
#pragma once

#include <cstdint>

#include "operators/client/orders/judging.h"

namespace encours::orders {

// Fills in the ways that would be enough, each by itself. `reasons`: those against the order now;
// `others_minor`: what is owed and reserved without it, in the limit's currency.
void find_way_out(Rows& rows, const Climate& climate, const state::v1::BookedOrder& order,
                  const Causes& reasons, std::int64_t others_minor, v1::WayOut& out);

}  // namespace encours::orders
