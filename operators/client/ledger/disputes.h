// Opens, changes and closes disputes in an account's book. A dispute is known by its own id,
// wherever it stands: a later revision may move it to another item, and one that was closed stays
// so, whatever comes first.
#pragma once

#include <string>

#include "encours/v1/receivables.pb.h"
#include "operators/client/ledger/account_book.h"

namespace encours::ledger {

// More disputes than a person could tell apart on one item.
inline constexpr int kDisputesPerItemMax = 32;

// The dispute as it stands now, whole.
void put_dispute(const v1::DisputeOpened& dispute, AccountBook& book);

void close_dispute(const v1::DisputeClosed& closed, AccountBook& book);

// The id of a dispute within its account.
std::string dispute_id(const v1::DocumentRef& item_ref, std::string_view number);

}  // namespace encours::ledger
