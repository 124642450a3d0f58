// What there is to compare an expectation with: the properties of a sheet, a case, an order or a
// hold, each under the name that stories use. Used by the story runner.
#pragma once

#include <map>
#include <string>

#include "tests/driver/topology_driver.h"
#include "tests/stories/story.h"

namespace encours::story {

// By name; numbers are written plainly ("1000.5").
using Properties = std::map<std::string, std::string>;

// For kSheet, kCase, kOrder and kHold. What is not there has the one property "state none".
Properties find(TopologyDriver& driver, const Expect& expect);

}  // namespace encours::story
