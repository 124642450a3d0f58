// Which rows of the ledger an event will touch, from the event alone. Used by the ledger's wants
// and by rows below it.
#pragma once

#include <string>
#include <vector>

#include "operators/operator.h"

namespace encours::ledger {

enum class NamedKind : std::uint8_t { kItem, kSettlement, kDispute };

// What an event names.
struct Named {
  NamedKind kind;
  AccountKey account;
  std::string id;
};

// The items, settlements and disputes that the event names. Accounts follow from the policy if it
// is in memory by now.
std::vector<Named> named_in(const Input& input, Wishes& wishes);

}  // namespace encours::ledger
