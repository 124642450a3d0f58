// librdkafka's mock cluster for a test. It speaks the protocol and fails as it is told; it neither
// fences anybody nor hides what was aborted nor keeps a transaction's offsets, so that it proves
// what errors become and nothing else.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

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
  explicit MockKafka(int brokers) : owner_(rd_kafka_new(RD_KAFKA_PRODUCER, nullptr, nullptr, 0)) {
    cluster_ = rd_kafka_mock_cluster_new(owner_, brokers);
    if (cluster_ == nullptr) throw std::runtime_error("there is no mock cluster");
  }
  ~MockKafka() {
    rd_kafka_mock_cluster_destroy(cluster_);
    rd_kafka_destroy(owner_);
  }
  MockKafka(const MockKafka&) = delete;
  MockKafka& operator=(const MockKafka&) = delete;

  std::string address() const { return rd_kafka_mock_cluster_bootstraps(cluster_); }
  rd_kafka_mock_cluster_t* cluster() { return cluster_; }

  void make_topic(const std::string& topic, int partitions) {
    rd_kafka_mock_topic_create(cluster_, topic.c_str(), partitions, /*replication_factor=*/1);
  }
  // The next requests of a kind are answered by these; _TRANSPORT cuts the connection.
  void fail(Request request, const std::vector<rd_kafka_resp_err_t>& errors) {
    rd_kafka_mock_push_request_errors_array(cluster_, static_cast<std::int16_t>(request),
                                            errors.size(), errors.data());
  }
  void forget(Request request) {
    rd_kafka_mock_clear_request_errors(cluster_, static_cast<std::int16_t>(request));
  }

 private:
  rd_kafka_t* owner_;
  rd_kafka_mock_cluster_t* cluster_ = nullptr;
};

}  // namespace encours::kafka
