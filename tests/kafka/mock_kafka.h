// The mock cluster for a test of the client: its errors are told to it here. It proves what errors
// become and nothing else, see src/kafka/rdkafka_mock.h.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include "src/kafka/rdkafka_mock.h"

namespace encours::kafka {

// Numbers of Kafka's requests.
enum class Request : std::int16_t {
  kProduce = 0,
  kOffsetFetch = 9,
  kInitProducerId = 22,
  kAddPartitions = 24,
  kAddOffsets = 25,
  kEndTxn = 26,
  kTxnOffsetCommit = 28,
};

class MockKafka {
 public:
  explicit MockKafka(int brokers) {
    auto mock = RdkafkaMock::start(brokers);
    if (!mock) throw std::runtime_error(mock.error().message);
    mock_ = std::move(*mock);
  }

  std::string address() const { return mock_->address(); }
  rd_kafka_mock_cluster_t* cluster() { return mock_->cluster(); }

  void make_topic(const std::string& topic, int partitions) {
    const std::vector<TopicSetup> topics{{topic, partitions, /*replicas=*/1, {}}};
    if (const Done made = mock_->make_topics(topics); !made) {
      throw std::runtime_error(made.error().message);
    }
  }
  // The next requests of a kind are answered by these; _TRANSPORT cuts the connection.
  void fail(Request request, const std::vector<rd_kafka_resp_err_t>& errors) {
    rd_kafka_mock_push_request_errors_array(cluster(), static_cast<std::int16_t>(request),
                                            errors.size(), errors.data());
  }
  void forget(Request request) {
    rd_kafka_mock_clear_request_errors(cluster(), static_cast<std::int16_t>(request));
  }

 private:
  std::unique_ptr<RdkafkaMock> mock_;
};

}  // namespace encours::kafka
