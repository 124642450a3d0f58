// What is known of a cluster without belonging to a group: its name, its topics. One client of its
// own, shared by the broker and the producers; asked from any thread. Never makes a topic:
// librdkafka asks by default for topics to be made, so producers ask here before they name one.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "src/kafka/broker.h"
#include "src/kafka/rdkafka_handle.h"

namespace encours::kafka {

struct TopicShape {
  std::int32_t partitions = 0;
  std::int32_t replicas = 0;  // of the partition that has the fewest
};

class RdkafkaCluster {
 public:
  static Answer<std::shared_ptr<RdkafkaCluster>> open(const RdkafkaOptions& options);

  Answer<std::string> cluster_id();
  // kRefused when there is no such topic.
  Answer<std::int32_t> partition_count(const std::string& topic);
  // All topics of the cluster that the user may see.
  Answer<std::map<std::string, TopicShape>> topics();
  Answer<int> broker_count();

  const std::shared_ptr<RdkafkaHandle>& handle() const { return handle_; }
  std::chrono::milliseconds call_timeout() const { return call_timeout_; }

 private:
  RdkafkaCluster(std::shared_ptr<RdkafkaHandle> handle, std::chrono::milliseconds call_timeout)
      : handle_(std::move(handle)), call_timeout_(call_timeout) {}

  std::shared_ptr<RdkafkaHandle> handle_;
  std::chrono::milliseconds call_timeout_;
};

}  // namespace encours::kafka
