// Drift: how a list of open items differs from what was booked, kept by account until the next list
// of the same source. A difference that an event explains later is forgotten by itself. Used by
// the account's book and by the operator.
#pragma once

#include <string>
#include <vector>

#include "operators/client/ledger/list_sources.h"
#include "operators/client/ledger/tables.h"

namespace encours::ledger {

// Differences kept by document; beyond them only their number is.
inline constexpr std::size_t kDriftItemsMax = 256;

// What lists made of an item before the step.
struct ListedBefore {
  bool documented = false;  // we knew what it says
  bool open = false;        // it stood in the set of open items
  std::string currency;     // empty unless documented
  std::int64_t adjusted_minor = 0;
  std::int64_t remainder_minor = 0;
};
ListedBefore listed_before(const state::v1::LedgerItem& item);

// Adds the difference that a list made, if it made one.
void add_drift(const state::v1::LedgerItem& item, const ListedBefore& before,
               std::vector<state::v1::DriftItem>& drift);

// Puts what lists found in the place of what older lists of the same documents' source did.
void record_drift(Rows& rows, const AccountKey& account, const ListSources& lists,
                  const std::vector<state::v1::DriftItem>& drift);

// Forgets the difference about an item whose document or movements say by now what the list said;
// whether there was one.
bool forget_drift(Rows& rows, const AccountKey& account, const state::v1::LedgerItem& item);

// Removes the row when it says nothing.
void drop_empty_drift(Rows& rows, const AccountKey& account);

}  // namespace encours::ledger
