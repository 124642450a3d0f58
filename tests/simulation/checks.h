// What the simulation compares: the sheets with the oracle, the log with itself. Used by
// simulation.cc; each check returns what is wrong in words.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/driver/topology_driver.h"

namespace encours::simulation {

using Problems = std::vector<std::string>;

// Every column of every sheet against the oracle; conservation of the oracle's own figures.
Problems check_against_oracle(TopologyDriver& driver);

// The ledger's own totals: what came and what moved it is what stands, per account; over all
// accounts movements and their counterparts cancel out.
Problems check_conservation(TopologyDriver& driver, const std::vector<std::string>& client_ids);

// What the ledger holds of balances that sources state against the oracle: the newest of its books,
// and what stood on its day.
Problems check_balances(TopologyDriver& driver);

// Exactly what was to be refused lies in the dead letters, byte for byte. Of people's decisions
// that came too late the business cannot know.
Problems check_dead_letters(TopologyDriver& driver,
                            std::vector<std::pair<std::string, std::string>> expected);

// Folds the whole log once more, in one go and undisturbed: the same rows, and word for word the
// same outputs, each once.
Problems check_refold(TopologyDriver& driver, const Topology& topology);

// Every order that is open has a decision on its last revision and amount.
Problems check_decisions(TopologyDriver& driver);

}  // namespace encours::simulation
