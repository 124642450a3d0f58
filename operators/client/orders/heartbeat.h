// The heartbeat: at each beat a shard says that it is alive, how far it has judged, and what the
// ERP's adapter does at each checkpoint with an order that it has no decision on. Used by orders.
#pragma once

#include "operators/operator.h"

namespace encours::orders {

void say_heartbeat(const Input& input, Rows& rows, Emit& emit);

}  // namespace encours::orders
