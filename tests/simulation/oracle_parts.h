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

}  // namespace encours::simulation
