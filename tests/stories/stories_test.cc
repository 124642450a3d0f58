// Every story of this folder, run in four ways to one answer; see README.md.
#include <map>

#include <gtest/gtest.h>

#include "tests/stories/story_files.h"
#include "tests/stories/story_runner.h"

namespace encours::story {
namespace {

// What a story says when nothing disturbs it.
const Transcript& straight(const std::string& name, const Story& story) {
  static std::map<std::string, Transcript> known;
  const auto [place, added] = known.try_emplace(name);
  if (added) {
    place->second = run_story(story, Way::kStraight).said;
  }
  return place->second;
}

// The first difference, so that it can be read.
std::string difference(const Transcript& wanted, const Transcript& found) {
  for (const auto& [account, words] : wanted) {
    const auto place = found.find(account);
    const std::size_t size = place == found.end() ? 0 : place->second.size();
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (i >= size || place->second[i] != words[i]) {
        return account + "\n  straight: " + words[i] +
               "\n  here:     " + (i < size ? place->second[i] : "nothing");
      }
    }
    if (size > words.size()) {
      return account + "\n  straight: nothing\n  here:     " + place->second[words.size()];
    }
  }
  return found.size() > wanted.size() ? "somebody else was spoken of" : "";
}

class StoryTest : public testing::Test {
 public:
  StoryTest(std::string name, Way way) : name_(std::move(name)), way_(way) {}

  void TestBody() override {
    const auto story = read_story(name_);
    ASSERT_TRUE(story.has_value())
        << name_ << ".story:" << story.error().line << ": " << story.error().problem;
    const Outcome outcome = run_story(*story, way_);
    for (const std::string& failure : outcome.failures) {
      ADD_FAILURE() << name_ << ".story, " << failure;
    }
    if (way_ != Way::kStraight) {
      EXPECT_EQ(difference(straight(name_, *story), outcome.said), "");
    }
  }

 private:
  std::string name_;
  Way way_;
};

TEST(Stories, AreAllThere) {
  EXPECT_GE(story_files().size(), kStoriesMin);
}

const bool kRegistered = [] {
  for (const std::string& name : story_files()) {
    for (const Way way : {Way::kStraight, Way::kCrashes, Way::kTwice, Way::kSpread}) {
      testing::RegisterTest("Story", (name + "." + name_of(way)).c_str(), nullptr, nullptr,
                            __FILE__, __LINE__,
                            [name, way]() -> testing::Test* { return new StoryTest(name, way); });
    }
  }
  return true;
}();

}  // namespace
}  // namespace encours::story
