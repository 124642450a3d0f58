// What was said, as text that is the same however the events came in: the four ways of a story are
// compared by it. Used by the story runner.
#pragma once

#include "tests/driver/topology_driver.h"
#include "tests/stories/story_runner.h"

namespace encours::story {

Transcript transcript_of(TopologyDriver& driver);

}  // namespace encours::story
