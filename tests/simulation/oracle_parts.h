// The parts of the oracle: each adds its columns to the accounts. Private to the oracle.
#pragma once

#include "tests/simulation/oracle.h"
#include "tests/simulation/oracle_known.h"

namespace encours::simulation {

// Invoices, credits, receipts and what moved them: open, disputed, unapplied, parked, late.
void add_ledger(const Known& known, const std::string& client_id, const KnownClient& client,
                Accounts& accounts);

// Orders and deliveries.
void add_orders(const Known& known, const std::string& client_id, const KnownClient& client,
                Accounts& accounts);

// Limits in force.
void add_limits(const Known& known, const std::string& client_id, const KnownClient& client,
                Accounts& accounts);

// A billing document that accounting has not posted, or the end of one.
bool is_billing_document(const v1::Event& event);

// a * b / c, rounded half away from zero.
std::int64_t rounded(std::int64_t a, std::int64_t b, std::int64_t c);

// What lists of open items say of one document.
struct ListWord {
  bool was_named = false;  // a list has named it
  bool is_named = false;   // and no newer one that is complete lacks it
  Day as_of = kNoDay;      // of the list that counts; kNoDay: none does
  v1::Event document;      // as the newest list that names it says
};
ListWord word_of_lists(const Known& known, const KnownClient& client, const std::string& segment,
                       const v1::DocumentRef& ref);

}  // namespace encours::simulation
