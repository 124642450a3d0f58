// What the topics of a cluster should be, and what differs from it. Pure: what a cluster has is
// read by rdkafka_admin.h. Used by `encours topics`.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace encours::kafka {

struct TopicSetup {
  std::string name;
  std::int32_t partitions = 0;
  std::int32_t replicas = 0;
  std::map<std::string, std::string> config;  // by Kafka's names: "retention.ms"
};

struct TopicRules {
  std::int32_t partitions = 0;
  std::int32_t replicas = 0;
  // Copies that must have a record before it counts as written.
  std::int32_t in_sync = 0;
};

// With as many brokers: three copies, two of them in sync, or what there is.
TopicRules usual_rules(std::int32_t partitions, int brokers);

// Every topic that somebody writes, as schemas/topics.h has it; and the dead letters of feeds, by
// their topics, kept as those of the log are.
std::vector<TopicSetup> planned_topics(const TopicRules& rules,
                                       const std::set<std::string>& feed_letters = {});

// One thing that is not as it should be.
struct TopicDifference {
  std::string topic;
  std::string what;    // "partitions", "copies", "retention.ms"; "topic" when it is missing
  std::string found;   // empty when it is missing
  std::string wanted;  // "-1", "at least 2"
  std::string mend;    // a command, or what to consider where none is safe
};

// `found` are the topics of the cluster, in any order, others among them.
std::vector<TopicDifference> differences(std::span<const TopicSetup> planned,
                                         std::span<const TopicSetup> found,
                                         const std::string& brokers);

}  // namespace encours::kafka
