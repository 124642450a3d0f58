// The operators of the client log with a row between each two that refuses when an event says so:
// whatever the rows above have done by then must leave no trace. Used by the simulation.
#pragma once

#include <array>
#include <string>

#include "operators/topology.h"

namespace encours::simulation {

// How many places there are: behind the first operator, behind the second, ...
int refusal_places();

// Marks the event so that it is refused at a place, from 0.
std::string refused_at(const std::string& event_id, int place);

const Topology& refusing_topology();

// What the production topology says of itself, worked out from the operators listed here: the two
// lists must be the same.
std::string describe_without_refusals();

}  // namespace encours::simulation
