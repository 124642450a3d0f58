// Reads partitions without a group, on librdkafka's partition consumer. Opened by
// RdkafkaBroker::open_reader().
//
// One partition is fetched at a time, and goes on being fetched ahead while each read begins where
// the last one ended; any other read begins anew. What retention has dropped is passed over: a read
// below the first record begins at it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "src/kafka/rdkafka_batch.h"
#include "src/kafka/rdkafka_cluster.h"
#include "src/kafka/rdkafka_handle.h"

namespace encours::kafka {

class RdkafkaReader : public Reader {
 public:
  static Answer<std::unique_ptr<Reader>> open(const RdkafkaOptions& options,
                                              std::shared_ptr<RdkafkaCluster> cluster);
  ~RdkafkaReader() override;

  Answer<std::unique_ptr<Batch>> read(const TopicPartition& from, std::int64_t offset,
                                      std::size_t records_max) override;
  Answer<Bounds> bounds(const TopicPartition& partition, Isolation isolation) override;

 private:
  RdkafkaReader(const RdkafkaOptions& options, std::shared_ptr<RdkafkaHandle> handle,
                std::shared_ptr<RdkafkaCluster> cluster);

  Failure unknown(const TopicPartition& partition, Failure failure) const;

  Answer<rd_kafka_topic_t*> topic_for(const std::string& name);
  Done start(const TopicPartition& from, std::int64_t offset);
  void stop();
  // Moves `next_` over records and ends; records go into the batch.
  Done take_in(std::vector<RdkafkaMessage> messages, RdkafkaBatch& batch);
  Answer<std::shared_ptr<RdkafkaHandle>> handle_for(Isolation isolation);

  RdkafkaOptions options_;
  std::shared_ptr<RdkafkaHandle> handle_;
  std::shared_ptr<RdkafkaCluster> cluster_;
  std::shared_ptr<RdkafkaHandle> handle_for_all_;  // the library's answers follow the handle's
                                                   // isolation; opened when first needed
  std::map<std::string, RdkafkaTopic> topics_;     // of handle_, and go before it
  RdkafkaQueue queue_;

  // The partition being fetched; none when `current_` is null.
  rd_kafka_topic_t* current_ = nullptr;
  TopicPartition place_;
  std::int64_t asked_ = 0;  // the offset that the next read would go on at
  std::int64_t next_ = 0;   // everything committed below it has been read: at least `asked_`
};

}  // namespace encours::kafka
