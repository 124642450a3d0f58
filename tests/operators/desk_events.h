// Events of the order desk from short lines of text, one word after the other, beside those of
// events.h:
//
//   limit L1 1000.00 from 2024-01-01 to 2024-03-31 adds keep decided 2024-01-01 max 200.00 terms 45
//   limit L1 zero late 5       none, zero or unlimited instead of an amount; max_days_late
//   order O1 600.00 priority 3 terms 60 placed 2024-05-02 rev 2     one line of quantity 1
//   change O1 700.00 ...       the same, as a change
//   release O1 cap 500.00 until 2024-06-30
//   reject O1    recheck O1    hold    lift
//   client sole_trader terms 30
#pragma once

#include <string>

#include "tests/operators/events.h"

namespace encours::test {

// Any line of this file or of events.h.
v1::Event desk_event_of(const std::string& line);

// The limit of the words after "limit".
v1::Event limit_of(const std::string& text);

}  // namespace encours::test
