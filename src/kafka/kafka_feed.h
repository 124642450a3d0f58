// One feed's way into the logs in Kafka: a transactional producer of its own, and a cursor that is
// a record of a compacted topic in the same transaction. Made by KafkaLog.
#pragma once

#include <memory>
#include <string>

#include "src/kafka/broker.h"
#include "src/kafka/kafka_log.h"

namespace encours::kafka {

// How far a feed has come, as the log has it.
struct FeedPlace {
  TopicPartition cursors;  // where the feed's own stand
  std::optional<std::string> cursor;
  std::int64_t append_number = 0;  // of the append that wrote it
};
Result<FeedPlace> read_feed_cursor(Broker& broker, Reader& reader, const KafkaLogOptions& options,
                                   const std::string& feed);

class KafkaFeed : public FeedSession {
 public:
  static Result<std::unique_ptr<FeedSession>> open(Broker& broker, const KafkaLogOptions& options,
                                                   const std::string& feed);

  Result<std::optional<std::string>> cursor() override { return place_.cursor; }
  Status append(std::span<const Append> records, std::string_view cursor) override;

 private:
  KafkaFeed(Broker& broker, const KafkaLogOptions& options, const std::string& feed)
      : broker_(broker), options_(options), feed_(feed) {}

  Status take_place();
  Status write(std::span<const Append> records, const Append& cursor_record, bool& is_unknown);

  Broker& broker_;
  const KafkaLogOptions options_;
  const std::string feed_;
  std::unique_ptr<Reader> reader_;
  std::unique_ptr<Producer> producer_;
  FeedPlace place_;
};

}  // namespace encours::kafka
