// Whether the rows below know what an event is about, when intake has forgotten it. Used by intake
// for events older than the horizon: what is known below is not too old, and folding it again
// changes nothing.
#pragma once

#include "operators/operator.h"

namespace encours::intake {

bool known_below(const Input& input, Rows& rows, const AccountKey& account);

}  // namespace encours::intake
