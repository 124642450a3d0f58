// The climate of an account: what all of its orders are judged by, whatever each of them is. Read
// once a step; used by the desk and by judging.
#pragma once

#include <cstdint>
#include <vector>

#include "encours/state/v1/orders.pb.h"
#include "operators/client/fx.h"
#include "operators/client/limits/limits.h"
#include "operators/operator.h"

namespace encours::orders {

inline constexpr std::string_view kOperatorName = "orders";

// The rule behind a hold by a person, and behind an order that a person rejected: both hold
// whatever the policy says.
inline constexpr std::string_view kForcedHoldRule = "forced_hold";
inline constexpr std::string_view kRejectedRule = "rejected";

// The reason of a prepaid order whose money is not here, where no rule of the policy names it.
inline constexpr std::string_view kAwaitingPrepaymentRule = "awaiting_prepayment";

using Causes = std::vector<v1::Cause>;

// What all orders of an account are judged by.
struct Climate {
  const AccountKey& account;
  const v1::Policy& policy;
  v1::ClientKind client_kind = v1::CLIENT_KIND_COMPANY;
  int usual_terms_days = 0;  // of the client, 0 = unknown
  Day day = kNoDay;
  LimitTerms limit{};
  std::int64_t documents_minor = 0;  // what the client owes, in the limit's currency
  Causes account_wide{};             // lateness, an ended limit, a forced hold: for every order
  bool forced = false;

  // A number that changes whenever something other than amounts does: then every waiting order is
  // judged again.
  std::uint64_t fingerprint() const;

  // What an account may owe in all before any rule speaks of its limit, generously: below it an
  // order may hope. kTotalMinorMax without a limit.
  std::int64_t allowance_minor() const;
};

// Reads the climate of an account.
Climate read_climate(const Input& input, Rows& rows, const AccountKey& account,
                     const state::v1::OrderBook& book);

// What an account may owe under a rule that allows so much above the limit.
std::int64_t ceiling_minor(const LimitTerms& limit, const v1::Rule& rule);

// The value of an amount in the limit's currency.
std::int64_t in_limit_currency(const Climate& climate, std::string_view currency,
                               std::int64_t minor);

}  // namespace encours::orders
