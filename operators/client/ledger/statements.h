// Statements (relevés): lists of items that are due together and paid by their total. A payment names
// the statement alone; what moves it is shared among its items.
//
// Its credits are used first and wholly, then its invoices are paid in the order of the list, each
// up to what the statement says of it. What is left over stays on the statement, parked.
#pragma once

#include "encours/state/v1/ledger.pb.h"
#include "encours/v1/lists.pb.h"
#include "operators/client/ledger/account_book.h"

namespace encours::ledger {

// Puts what the statement says into its item. What it shared before must have been taken back.
void read(const v1::Statement& statement, state::v1::LedgerItem& item);

// Moves what the statement's items were given by it back to the statement, and takes back the day on
// which it makes them due.
void take_back(state::v1::LedgerItem& statement, AccountBook& book);

// Shares what moved the statement among its items, and makes them due.
void share(state::v1::LedgerItem& statement, AccountBook& book);

}  // namespace encours::ledger
