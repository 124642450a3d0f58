// Runs a story on the real engine and operators, in one of four ways, and compares what it finds
// with what the story expects. Used by stories_test.cc.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/driver/topology_driver.h"
#include "tests/stories/story.h"

namespace encours::story {

// How the events of a story reach the operators. All ways must come to one answer.
enum class Way {
  kStraight,
  kCrashes,  // the process dies after every event, and sometimes loses what its disk had not synced
  kTwice,    // every event comes twice
  kSpread,   // clients are spread over four partitions
};

std::string name_of(Way way);

// All that was said about each client, in order, as text: without ids and offsets, with the event
// that caused it. Cases and holds are numbered as they come.
using Transcript = std::map<std::string, std::vector<std::string>>;

struct Outcome {
  std::vector<std::string> failures;  // each with the story's line
  Transcript said;
};

// `look` is shown the driver at the end.
Outcome run_story(
    const Story& story, Way way,
    const std::function<void(TopologyDriver&)>& look = [](TopologyDriver&) {});

}  // namespace encours::story
