// Items that came from another client. The document itself stands there; here a transfer tells its
// dates, and what is open of it comes as a movement.
#pragma once

#include <string>

#include "encours/state/v1/ledger.pb.h"
#include "encours/v1/transfers.pb.h"

namespace encours::ledger {

// Forgets what the transfer told of the item.
void forget_transfer(const std::string& transfer_id, state::v1::LedgerItem& item);

// Adds what the transfer tells of one line of the item.
void add_brought(const v1::TransferIn& transfer, const v1::TransferredItem& line,
                 const std::string& transfer_id, state::v1::LedgerItem& item);

}  // namespace encours::ledger
