#include "src/installation_topics.h"

#include "schemas/topics.h"

namespace encours {

std::int32_t usual_partitions() {
  return find_topic(topic_of(Log::kEvents))->partitions;
}

std::vector<TopicPartitions> installation_topics(std::int32_t partitions) {
  std::vector<TopicPartitions> listed;
  for (const Topic& topic : topics()) {
    listed.push_back({std::string(topic.name), partitions});
  }
  return listed;
}

}  // namespace encours
