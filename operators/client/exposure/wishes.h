// The rows that an event will touch of exposure. Used by exposure.
#pragma once

#include "operators/operator.h"

namespace encours::exposure {

// Wishes for the totals, orders, deliveries and billings that the event names.
void want_rows(const Heard& heard, Wishes& wishes);

}  // namespace encours::exposure
