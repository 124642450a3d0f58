// Looks at the topics of a cluster and makes new ones; changes and deletes none. Used by
// `encours topics` and by tests.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "src/kafka/broker.h"
#include "src/kafka/rdkafka_options.h"
#include "src/kafka/topic_plan.h"

namespace encours::kafka {

class RdkafkaCluster;

class RdkafkaAdmin {
 public:
  static Answer<std::unique_ptr<RdkafkaAdmin>> open(const RdkafkaOptions& options);
  ~RdkafkaAdmin();

  Answer<int> broker_count();
  // Those of the named topics that are there, with every setting in force.
  Answer<std::vector<TopicSetup>> describe(std::span<const std::string> names);
  // Returns when all of them can be written to. Without copies (0) the broker's default. One that
  // is there already is left as it is.
  Done create(std::span<const TopicSetup> topics);

 private:
  explicit RdkafkaAdmin(std::shared_ptr<RdkafkaCluster> cluster);

  Done read_config(std::vector<TopicSetup>& topics);
  Done await(std::span<const TopicSetup> topics);

  std::shared_ptr<RdkafkaCluster> cluster_;
};

}  // namespace encours::kafka
