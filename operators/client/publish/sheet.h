// The sheet of a credit account: all its figures, put together here and nowhere else. Publish says
// it; the commands and views show it (operators/topology.h: client_sheet).
#pragma once

#include "encours/v1/policy.pb.h"
#include "operators/operator.h"

namespace encours {

// The sheet as of `day`, the day that was folded last. One line for every currency that documents
// or orders of the account ever named, zeros included. Without an origin; the same rows and day
// give the same bytes.
v1::ExposureSheet compose_sheet(Rows& rows, const AccountKey& account, const v1::Policy& policy,
                                Day day);

// The rows that compose_sheet reads first.
void want_sheet(Wishes& wishes, const AccountKey& account);

}  // namespace encours
