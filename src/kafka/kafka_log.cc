#include "src/kafka/kafka_log.h"

#include "schemas/topics.h"
#include "src/kafka/kafka_feed.h"
#include "src/kafka/kafka_session.h"
#include "src/kafka/last_record.h"
#include "src/kafka/patience.h"

namespace encours {

Result<std::unique_ptr<KafkaLog>> KafkaLog::open(std::shared_ptr<kafka::Broker> broker,
                                                 KafkaLogOptions options) {
  auto cluster_id = kafka::patiently(options, [&] { return broker->cluster_id(); });
  if (!cluster_id) {
    return kafka::failed(cluster_id.error());
  }
  std::unique_ptr<KafkaLog> log(
      new KafkaLog(std::move(broker), std::move(options), std::move(*cluster_id)));
  // A log that is missing is told now, not when a group has joined for it.
  for (const std::string& topic : log->options_.logs) {
    if (const auto count = log->partition_count(topic); !count) {
      return tl::unexpected(count.error());
    }
  }
  return log;
}

Result<std::int32_t> KafkaLog::partition_count(std::string_view topic) const {
  const auto count =
      kafka::patiently(options_, [&] { return broker_->partition_count(std::string(topic)); });
  return count ? Result<std::int32_t>(*count) : kafka::failed(count.error());
}

Result<std::unique_ptr<LogSession>> KafkaLog::open_session(std::int32_t ordinal) {
  return kafka::KafkaSession::open(broker_, options_, ordinal);
}

Result<std::unique_ptr<FeedSession>> KafkaLog::open_feed(std::string_view feed) {
  return kafka::KafkaFeed::open(*broker_, options_, std::string(feed));
}

// Made when it is first asked for: a service reads through its sessions.
Result<kafka::Reader*> KafkaLog::reader() {
  if (reader_ == nullptr) {
    auto reader = broker_->open_reader();
    if (!reader) {
      return kafka::failed(reader.error());
    }
    reader_ = std::move(*reader);
  }
  return reader_.get();
}

Result<std::unique_ptr<Batch>> KafkaLog::read(const TopicPartition& from, std::int64_t offset,
                                              std::size_t records_max) {
  const std::lock_guard lock(mutex_);
  const auto reader = this->reader();
  if (!reader) {
    return tl::unexpected(reader.error());
  }
  auto batch =
      kafka::patiently(options_, [&] { return (*reader)->read(from, offset, records_max); });
  if (!batch) {
    return kafka::failed(batch.error());
  }
  return std::move(*batch);
}

Result<Bounds> KafkaLog::bounds(const TopicPartition& partition) {
  const std::lock_guard lock(mutex_);
  const auto reader = this->reader();
  if (!reader) {
    return tl::unexpected(reader.error());
  }
  const auto bounds = kafka::patiently(
      options_, [&] { return (*reader)->bounds(partition, kafka::Isolation::kCommitted); });
  return bounds ? Result<Bounds>(*bounds) : kafka::failed(bounds.error());
}

Result<std::optional<std::string>> KafkaLog::last_position(const TopicPartition& shard) {
  const std::lock_guard lock(mutex_);
  const auto reader = this->reader();
  if (!reader) {
    return tl::unexpected(reader.error());
  }
  return kafka::last_position(**reader, options_, shard);
}

}  // namespace encours
