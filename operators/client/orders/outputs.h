// What orders says to the world and to alerts: decisions and holds as messages. Used by the desk.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "encours/state/v1/orders.pb.h"
#include "operators/client/orders/judging.h"
#include "operators/operator.h"

namespace encours::orders {

// The id of a hold on an order, or on the account when `order_id` is empty: the same for good.
std::string hold_id(const AccountKey& account, std::string_view order_id);

v1::OrderDecision order_decision(const AccountKey& account, const state::v1::BookedOrder& order,
                                 const Causes& reasons, std::string_view decided_by);

// A hold on an order. Its causes are those of `reasons` whose rules hold the order, under the
// subject they have in the case.
v1::Hold order_hold(const AccountKey& account, const state::v1::BookedOrder& order,
                    const Causes& reasons, std::string_view decided_by);

// A hold on the account, with what the policy lets pass.
v1::Hold account_hold(const AccountKey& account, const v1::Policy& policy, const Causes& causes,
                      v1::HoldState state, std::string_view decided_by);

// The findings of orders: one for each rule that holds orders, with how many and how much.
Causes findings_of(Rows& rows, const AccountKey& account, const state::v1::OrderBook& book,
                   const Climate& climate);

}  // namespace encours::orders
