// Shows what is planned for the topics of a cluster, and what is said of one that differs.
#include "src/kafka/topic_plan.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schemas/topics.h"

namespace encours::kafka {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TopicSetup& named(std::vector<TopicSetup>& topics, std::string_view name) {
  return *std::ranges::find(topics, name, &TopicSetup::name);
}

// The only difference after a change to what the cluster has.
template <class Change>
TopicDifference difference_after(std::string_view topic, Change change) {
  const std::vector<TopicSetup> planned = planned_topics(usual_rules(8, 3));
  std::vector<TopicSetup> found = planned;
  change(named(found, topic));
  const auto list = differences(planned, found, "b:9092");
  EXPECT_EQ(list.size(), 1U);
  return list.empty() ? TopicDifference{} : list.front();
}

TEST(TopicPlan, KeepsLogsForEverAndCopiesInSync) {
  std::vector<TopicSetup> planned = planned_topics(usual_rules(6, 5));
  TopicSetup& log = named(planned, "credit.events");
  EXPECT_EQ(log.partitions, 6);
  EXPECT_EQ(log.replicas, 3);
  EXPECT_EQ(log.config["retention.ms"], "-1");
  EXPECT_EQ(log.config["cleanup.policy"], "delete");
  EXPECT_EQ(log.config["min.insync.replicas"], "2");
  EXPECT_EQ(log.config["unclean.leader.election.enable"], "false");
  EXPECT_EQ(named(planned, "credit.positions").config["cleanup.policy"], "compact");
  EXPECT_EQ(named(planned, "credit.events.dlq").config["retention.ms"], "2592000000");
  for (const TopicSetup& topic : planned) {
    EXPECT_EQ(topic.partitions, 6) << topic.name << ": a shard writes the partition of its number";
    EXPECT_FALSE(find_topic(topic.name)->planned) << topic.name;
  }
}

TEST(TopicPlan, KeepsDeadLettersOfFeedsAsThoseOfTheLog) {
  std::vector<TopicSetup> planned = planned_topics(usual_rules(6, 5), {"bank.refused"});
  const TopicSetup letters = named(planned, "bank.refused");
  EXPECT_EQ(letters.partitions, 6);
  EXPECT_EQ(letters.config, named(planned, "credit.events.dlq").config);
  EXPECT_EQ(planned.size(), planned_topics(usual_rules(6, 5)).size() + 1);
}

TEST(TopicPlan, TakesWhatBrokersThereAre) {
  EXPECT_EQ(usual_rules(8, 1).replicas, 1);
  EXPECT_EQ(usual_rules(8, 1).in_sync, 1);
  EXPECT_EQ(usual_rules(8, 2).replicas, 2);
  EXPECT_EQ(usual_rules(8, 2).in_sync, 1) << "two of two would stop at the first that fails";
  EXPECT_EQ(usual_rules(8, 3).in_sync, 2);
}

TEST(TopicPlan, NothingIsSaidOfWhatIsAsPlannedOrBetterOrOfOthers) {
  const std::vector<TopicSetup> planned = planned_topics(usual_rules(8, 3));
  std::vector<TopicSetup> found = planned;
  found.push_back({"somebody.elses", 1, 1, {}});
  named(found, "credit.events").replicas = 5;
  named(found, "credit.events").config["min.insync.replicas"] = "3";
  named(found, "credit.events").config["max.message.bytes"] = "10485760";
  EXPECT_THAT(differences(planned, found, "b:9092"), IsEmpty());
}

TEST(TopicPlan, SaysWhatIsMissing) {
  const std::vector<TopicSetup> planned = planned_topics(usual_rules(8, 3));
  const auto list = differences(planned, {}, "b:9092");
  ASSERT_EQ(list.size(), planned.size());
  EXPECT_EQ(list.front().topic, "credit.events");
  EXPECT_EQ(list.front().what, "topic");
  EXPECT_EQ(list.front().found, "");
  EXPECT_EQ(list.front().mend, "encours topics create --brokers b:9092");
}

TEST(TopicPlan, SaysWhatDiffersAndHowToMendIt) {
  const auto retention = difference_after(
      "credit.events", [](TopicSetup& topic) { topic.config["retention.ms"] = "604800000"; });
  EXPECT_EQ(retention.found, "604800000");
  EXPECT_EQ(retention.wanted, "-1");
  EXPECT_EQ(retention.mend,
            "kafka-configs.sh --bootstrap-server b:9092 --alter --entity-type topics "
            "--entity-name credit.events --add-config retention.ms=-1");
  EXPECT_EQ(difference_after("credit.alerts",
                             [](TopicSetup& topic) { topic.config["min.insync.replicas"] = "1"; })
                .wanted,
            "at least 2");
  EXPECT_EQ(difference_after("credit.alerts", [](TopicSetup& topic) { topic.replicas = 1; }).what,
            "copies");
  EXPECT_THAT(
      difference_after("credit.alerts", [](TopicSetup& topic) { topic.partitions = 2; }).mend,
      HasSubstr("--alter --topic credit.alerts --partitions 8"));
  for (const char* log : {"credit.events", "credit.companies"}) {
    EXPECT_THAT(difference_after(log, [](TopicSetup& topic) { topic.partitions = 2; }).mend,
                HasSubstr("while it is empty"))
        << "keys of a log would move, and their history stay behind";
  }
}

}  // namespace
}  // namespace encours::kafka
