// The stories of this folder. A story that stands in it is run: there is no list to forget it in.
// Used by the programs that run them, in the root of the repository.
#pragma once

#include <string>
#include <vector>

#include "tests/stories/story.h"

namespace encours::story {

// Far fewer would mean that the folder was not found whole.
inline constexpr std::size_t kStoriesMin = 40;

// Names without the ending, in order.
std::vector<std::string> story_files();
tl::expected<Story, StoryError> read_story(const std::string& name);

}  // namespace encours::story
