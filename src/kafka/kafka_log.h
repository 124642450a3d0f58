// The log in its production home: an EventLog on a Kafka cluster. main.cc opens it; the engine,
// ingest and the read commands know it as an EventLog.
//
// Promises, to readers that read committed: what a transaction wrote, the position records in it
// and the group's offsets become visible together, once; a worker whose place was taken says
// nothing any more. Sessions belong to one consumer group, which chooses their shards; an ordinal
// has one instance id and one transactional id for good, so that who starts again with it takes the
// place of who had it.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "src/kafka/broker.h"
#include "src/ports.h"

namespace encours {

struct KafkaLogOptions {
  std::string group = "encours";
  // The logs that sessions serve.
  std::vector<std::string> logs = {"credit.events"};
  std::string positions_topic = "credit.positions";
  std::string cursors_topic = "credit.feed-cursors";
  // How long a call waits for what must come by itself: the end of a transaction whose owner is
  // gone, a coordinator that moves.
  std::chrono::milliseconds patience{30'000};
  // Between two tries.
  std::chrono::milliseconds pause{20};
};

class KafkaLog : public EventLog {
 public:
  static Result<std::unique_ptr<KafkaLog>> open(std::shared_ptr<kafka::Broker> broker,
                                                KafkaLogOptions options);

  std::string cluster_id() const override { return cluster_id_; }
  Result<std::int32_t> partition_count(std::string_view topic) const override;
  Result<std::unique_ptr<LogSession>> open_session(std::int32_t ordinal) override;
  Result<std::unique_ptr<FeedSession>> open_feed(std::string_view feed) override;
  Result<std::unique_ptr<Batch>> read(const TopicPartition& from, std::int64_t offset,
                                      std::size_t records_max) override;
  Result<Bounds> bounds(const TopicPartition& partition) override;
  Result<std::optional<std::string>> last_position(const TopicPartition& shard) override;

 private:
  KafkaLog(std::shared_ptr<kafka::Broker> broker, KafkaLogOptions options, std::string cluster_id)
      : broker_(std::move(broker)),
        options_(std::move(options)),
        cluster_id_(std::move(cluster_id)) {}
  Result<kafka::Reader*> reader();

  const std::shared_ptr<kafka::Broker> broker_;
  const KafkaLogOptions options_;
  const std::string cluster_id_;
  std::mutex mutex_;  // of the reader
  std::unique_ptr<kafka::Reader> reader_;
};

}  // namespace encours
