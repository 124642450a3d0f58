// The fifth way: the log of every story, its clients spread over four partitions, folded again in a
// real Kafka by two workers of one group. What they say must be what was said without Kafka, byte
// for byte, with the ids of the events that caused it. Run by stories_kafka_test.py, several
// processes beside each other.
#include <cstdlib>

#include <gtest/gtest.h>
#include <unistd.h>

#include "fmt/format.h"
#include "tests/kafka/fold_over_kafka.h"
#include "tests/stories/story_files.h"
#include "tests/stories/story_runner.h"

namespace encours::story {
namespace {

class KafkaStoryTest : public testing::Test {
 public:
  explicit KafkaStoryTest(std::string name) : name_(std::move(name)) {}

  void TestBody() override {
    const char* const address = std::getenv("ENCOURS_KAFKA");
    ASSERT_NE(address, nullptr) << "run by stories_kafka_test.py, which names the broker";
    const auto story = read_story(name_);
    ASSERT_TRUE(story.has_value())
        << name_ << ".story:" << story.error().line << ": " << story.error().problem;
    const Outcome outcome =
        run_story(*story, Way::kSpread, [&](TopologyDriver& driver) { compare(driver, address); });
    EXPECT_EQ(outcome.failures, std::vector<std::string>());
  }

 private:
  void compare(TopologyDriver& driver, const std::string& address) {
    driver.log().settle();
    const auto there = kafka::fold_over_kafka(driver.log(), driver.partitions(), address,
                                              fmt::format("{}.{}.", name_, ::getpid()));
    EXPECT_EQ(there.difference, "");
    EXPECT_EQ(there.facts_hash, driver.hashes().facts.hex());
    EXPECT_GT(there.copied, 0U);
    RecordProperty("said", std::to_string(there.said));
  }

  std::string name_;
};

TEST(StoriesInKafka, AreAllThere) {
  EXPECT_GE(story_files().size(), kStoriesMin);
}

const bool kRegistered = [] {
  for (const std::string& name : story_files()) {
    testing::RegisterTest("StoryInKafka", name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [name]() -> testing::Test* { return new KafkaStoryTest(name); });
  }
  return true;
}();

}  // namespace
}  // namespace encours::story
