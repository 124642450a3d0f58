// The business day of an event: the day from which it counts in the books. Read by `--as-of`, which
// leaves out what counts only later, and by feeds that give no instant. The fold itself does not
// need it.
#pragma once

#include "encours/v1/event.pb.h"
#include "operators/domain/day.h"

namespace encours {

// Documents and settlements: the posting date. Orders: the date of the order. Deliveries, disputes,
// decisions: the day they happened. Limits: the first day they hold, else the day they were
// decided. Ticks: their day.
//
// kNoDay for what has no day of its own and so always counts: master data, policies, rates. An
// event whose own date is missing counts from the UTC day it was logged on.
Day posting_day(const v1::Event& event);

// The UTC day of an event's logged_at, kNoDay when it has none.
Day logged_day(const v1::Event& event);

}  // namespace encours
