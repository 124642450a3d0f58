// A Kafka cluster inside this process: librdkafka's mock. For looking and for tests of the client;
// used by `encours demo --kafka`.
//
// It speaks Kafka's protocol on a local port, and any client may read it. It fences nobody, hides
// nothing that was aborted, keeps no transaction's offsets and, of each partition, the newest 5 MB:
// what is promised about delivery is not shown on it.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "src/kafka/broker.h"
#include "src/kafka/topic_plan.h"

struct rd_kafka_s;
struct rd_kafka_mock_cluster_s;

namespace encours::kafka {

class RdkafkaMock {
 public:
  static Answer<std::unique_ptr<RdkafkaMock>> start(int brokers);
  // Clients of it must have ended.
  ~RdkafkaMock();
  RdkafkaMock(const RdkafkaMock&) = delete;
  RdkafkaMock& operator=(const RdkafkaMock&) = delete;

  // "127.0.0.1:PORT", several with commas.
  std::string address() const;
  Done make_topics(std::span<const TopicSetup> topics);

  // What tests tell it to do wrong, they tell it themselves.
  rd_kafka_mock_cluster_s* cluster() { return cluster_; }

 private:
  RdkafkaMock(rd_kafka_s* owner, rd_kafka_mock_cluster_s* cluster)
      : owner_(owner), cluster_(cluster) {}

  rd_kafka_s* owner_;
  rd_kafka_mock_cluster_s* cluster_;
};

}  // namespace encours::kafka
