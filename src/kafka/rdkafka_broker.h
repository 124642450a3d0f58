// A connection to a Kafka cluster on librdkafka: the Broker that is shipped. Made by src/cli.
//
// Works with librdkafka 2.0.2 (Debian 12) to 2.8 (Debian 13) and brokers from 2.5 on, for from
// there on a member that the group has expelled cannot commit. What the older library does wrong is
// met where it happens, with a comment.
#pragma once

#include <memory>

#include "src/kafka/broker.h"
#include "src/kafka/rdkafka_options.h"

namespace encours::kafka {

class RdkafkaCluster;

class RdkafkaBroker : public Broker {
 public:
  // Refuses options that are wrong; connects when first asked for something.
  static Answer<std::unique_ptr<Broker>> open(RdkafkaOptions options);
  ~RdkafkaBroker() override;

  Answer<std::string> cluster_id() override;
  Answer<std::int32_t> partition_count(const std::string& topic) override;
  Answer<std::unique_ptr<Member>> join(const std::string& instance_id,
                                       std::span<const std::string> topics) override;
  Answer<std::unique_ptr<Producer>> open_producer(const std::string& transactional_id) override;
  Answer<std::unique_ptr<Reader>> open_reader() override;

 private:
  RdkafkaBroker(RdkafkaOptions options, std::shared_ptr<RdkafkaCluster> cluster);

  RdkafkaOptions options_;
  std::shared_ptr<RdkafkaCluster> cluster_;
};

}  // namespace encours::kafka
