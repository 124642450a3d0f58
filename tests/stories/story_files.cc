#include "tests/stories/story_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace encours::story {
namespace {

constexpr std::string_view kFolder = "tests/stories";
constexpr std::string_view kPolicies = "deploy/examples/policies";

}  // namespace

std::vector<std::string> story_files() {
  std::vector<std::string> names;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder, missing)) {
    if (entry.path().extension() == ".story") {
      names.push_back(entry.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

tl::expected<Story, StoryError> read_story(const std::string& name) {
  std::ifstream file(std::string(kFolder) + "/" + name + ".story");
  std::stringstream text;
  text << file.rdbuf();
  return parse_story(text.str(), std::string(kPolicies));
}

}  // namespace encours::story
