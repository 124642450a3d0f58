// What readers may ask of a client's rows: the accounts, the open items, the orders, what was
// found. Used by the commands and views that show clients; the fold itself never comes here. The
// figures of an account are client_sheet() of operators/topology.h.
//
// Each function reads many rows of an account: for a person who looks, never for every event.
#pragma once

#include <string_view>
#include <vector>

#include "encours/state/v1/orders.pb.h"
#include "encours/v1/common.pb.h"
#include "encours/v1/outputs.pb.h"
#include "operators/domain/day.h"
#include "operators/domain/keys.h"
#include "operators/domain/money.h"
#include "operators/rows.h"

namespace encours {

// An open schedule line of an invoice.
struct OpenItem {
  v1::DocumentRef ref;  // the invoice
  Currency currency;
  Day posted_on = kNoDay;
  Day due_on = kNoDay;
  std::int64_t open_minor = 0;
  std::int64_t disputed_minor = 0;
};

// A document of which something is open, of whatever kind.
struct OpenRemainder {
  v1::DocumentRef ref;
  Currency currency;
  Day due_on = kNoDay;          // of an invoice: when the first open line is due
  std::int64_t open_minor = 0;  // signed: what we owe is negative
};

// The credit accounts of a client, sorted by segment; none for an unknown client.
std::vector<AccountKey> accounts_of(Rows& rows, std::string_view client_id);

// The open schedule lines of an account by currency, due date and document.
std::vector<OpenItem> open_items_of(Rows& rows, const AccountKey& account);

// All documents of which something is open, in an order that says nothing.
std::vector<OpenRemainder> open_remainders_of(Rows& rows, const AccountKey& account);

// The orders in the account's book, by the day they were placed and document.
std::vector<state::v1::BookedOrder> orders_of(Rows& rows, const AccountKey& account);

// What all operators have found on the account: the causes of its case, sorted by rule and subject.
std::vector<v1::Cause> causes_of(Rows& rows, const AccountKey& account);

}  // namespace encours
