// What must be true of everything that was said, whatever the events were. Asked at the end of
// every story and at many points of the simulation.
#pragma once

#include <string>
#include <vector>

#include "tests/driver/topology_driver.h"

namespace encours {

// In words, what is not as it must be:
//   a case opens only when none is open, and closes only when it is open;
//   a hold that stands names a case that is open at that moment;
//   no two outputs have one id;
//   the parts of a day's digest count each open case of their shard once;
//   when nobody waits for a beat, the sheet said last is the sheet as it stands.
std::vector<std::string> broken_invariants(TopologyDriver& driver);

}  // namespace encours
