// One feed's way into the logs in Kafka: a transactional producer of its own, and a cursor that is
// a record of a compacted topic in the same transaction. Made by KafkaLog.
#pragma once

#include <memory>
#include <string>

#include "src/kafka/broker.h"
#include "src/kafka/kafka_log.h"

namespace encours::kafka {

class KafkaFeed : public FeedSession {
 public:
  static Result<std::unique_ptr<FeedSession>> open(Broker& broker, const KafkaLogOptions& options,
                                                   const std::string& feed);

  Result<std::optional<std::string>> cursor() override { return cursor_; }
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
  TopicPartition cursors_;  // where the feed's own stand
  // As the log has them: the cursor, and the number of the append that wrote it.
  std::optional<std::string> cursor_;
  std::int64_t number_ = 0;
};

}  // namespace encours::kafka
