// What rules call late: net of what the client has paid on account, clean of what is disputed, in
// days that count from the next bank working day and after the days of grace.
#pragma once

#include <cstdint>

#include "operators/client/ageing/tables.h"
#include "operators/client/findings.h"

namespace encours::ageing {

// Receipts and credits on account, oldest first, leave this of the overdue clean items of a
// currency.
struct NetOverdue {
  std::int64_t minor = 0;      // never below 0
  Day oldest_due_on = kNoDay;  // of what is left; also when it is not overdue yet
};
NetOverdue net_overdue(Rows& rows, const AccountKey& account, const state::v1::AgeingHead& head,
                       const state::v1::AgeingLadder& row, Day today);

// The part of it that is more than `days` effectively late today.
std::int64_t overdue_beyond(Rows& rows, const AccountKey& account,
                            const state::v1::AgeingHead& head, const state::v1::AgeingLadder& row,
                            const v1::Policy& policy, v1::ClientKind kind, Day today, int days);

// The due date up to which clean items, paid oldest first beyond what is on account already, come
// to the amount; kNoDay when less is open.
Day oldest_to_pay(Rows& rows, const AccountKey& account, const state::v1::AgeingLadder& row,
                  std::int64_t minor);

// The day from which lateness counts: the bank working day on or after the due date, and the days
// of grace. The day after it is the first effectively late one.
Day effectively_due_on(const v1::Policy& policy, const AccountKey& account, v1::ClientKind kind,
                       Day due_on);

// Replaces the findings of the rules OLDEST_OVERDUE and OVERDUE_SHARE; returns the next day on
// which one of them may change by time alone, kNoDay if none will.
Day find_lateness(Rows& rows, Emit& emit, const AccountKey& account, Day today);

}  // namespace encours::ageing
