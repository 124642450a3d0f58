// The topics of an installation and how many partitions each has. Read by both homes of the log
// when topics are made, and by the check of what a cluster has.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace encours {

// A topic of a new log.
struct TopicPartitions {
  std::string name;
  std::int32_t partitions = 0;
};

// As many as the table of topics gives the client log.
std::int32_t usual_partitions();

// The topics of schemas/topics.h. A shard writes the partition of its own number everywhere, its
// answers, its position and its dead letters too, so every topic has as many as the logs.
std::vector<TopicPartitions> installation_topics(std::int32_t partitions = usual_partitions());

}  // namespace encours
