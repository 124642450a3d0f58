// The steps of the ledger about what sources state of a day: lists of open items, balances. Used by
// the operator.
#pragma once

#include "operators/operator.h"

namespace encours::ledger {

Verdict hear_list(const Input& input, Rows& rows, Emit& emit);

// All clients are judged by a list that was closed, in slices.
Verdict hear_list_closed(const v1::Event& event, Rows& rows, Emit& emit);

Verdict hear_balance(const Input& input, Rows& rows, Emit& emit);

// The account's open items may stand under a list that was closed, or be left over from a list.
Verdict judge(const AccountKey& account, const Input& input, Rows& rows, Emit& emit);

// What was left over from steps that had too much to do.
Verdict go_on(const Input& input, Rows& rows, Emit& emit);

}  // namespace encours::ledger
