#include "src/local/log_core.h"

#include "fmt/format.h"
#include "operators/domain/assert.h"
#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"
#include "schemas/topics.h"
#include "src/local/random_uuid.h"

namespace encours {
namespace {

std::string name_of(const TopicPartition& partition) {
  return fmt::format("{}/{}", partition.topic, partition.partition);
}

Error corrupt(std::string message) {
  return {Fault::kCorrupt, std::move(message)};
}

}  // namespace

LogCore::LogCore(std::unique_ptr<Database> database, OpenMode mode, LocalLogOptions options)
    : database_(std::move(database)), mode_(mode), options_(std::move(options)) {}

Result<std::shared_ptr<LogCore>> LogCore::open(const std::filesystem::path& path, OpenMode mode,
                                               LocalLogOptions options) {
  auto database = Database::open(
      path, {.shape = Shape::kRecords, .mode = mode, .budget = options.budget, .env = options.env});
  if (!database) return tl::unexpected(database.error());
  std::shared_ptr<LogCore> core(new LogCore(std::move(*database), mode, std::move(options)));
  if (auto status = core->make_or_check(); !status) return tl::unexpected(status.error());
  const auto ends = core->find_ends();
  if (!ends) return tl::unexpected(ends.error());
  core->queue_ = std::make_unique<CommitQueue>(*core->database_, *ends, core->options_.sync);
  return core;
}

Status LogCore::make_or_check() {
  const std::string path = database_->path().string();
  const auto format = row(meta_key("format"));
  if (!format) return tl::unexpected(format.error());
  const auto cluster_id = row(meta_key("cluster_id"));
  if (!cluster_id) return tl::unexpected(cluster_id.error());
  const bool is_new = !format->has_value();
  if (is_new && is_reader()) {
    return tl::unexpected(Error{Fault::kRefused, fmt::format("{} holds no log", path)});
  }
  if (!is_new && **format != kLogFormat) {
    return tl::unexpected(
        Error{Fault::kRefused, fmt::format("the log in {} has format {}, this program reads {}",
                                           path, **format, kLogFormat)});
  }
  if (!is_new && !cluster_id->has_value()) {
    return tl::unexpected(corrupt(fmt::format("the log in {} has lost its name", path)));
  }
  if (auto status = read_topics(); !status) return status;

  rocksdb::WriteBatch batch;
  if (is_new) {
    cluster_id_ = options_.cluster_id.empty() ? random_uuid() : options_.cluster_id;
    batch.Put(meta_key("format"), std::string(kLogFormat));
    batch.Put(meta_key("cluster_id"), cluster_id_);
  } else {
    cluster_id_ = **cluster_id;
  }
  if (!is_reader()) {
    if (auto status = add_missing_topics(batch); !status) return status;
  }
  std::size_t slots = 0;
  for (const TopicPartitions& topic : topics_) {
    first_slots_.push_back(slots);
    slots += static_cast<std::size_t>(topic.partitions);
  }
  if (batch.Count() == 0) return {};
  return database_->write(batch, Sync::kYes);
}

Status LogCore::read_topics() {
  for (std::uint16_t number = 0;; ++number) {
    const auto bytes = row(topic_key(number));
    if (!bytes) return tl::unexpected(bytes.error());
    if (!bytes->has_value()) return {};
    TopicPartitions topic;
    if (!decode_topic(**bytes, topic.name, topic.partitions)) {
      return tl::unexpected(corrupt(
          fmt::format("topic {} of {} cannot be read", number, database_->path().string())));
    }
    numbers_.emplace(topic.name, number);
    topics_.push_back(std::move(topic));
  }
}

Status LogCore::add_missing_topics(rocksdb::WriteBatch& batch) {
  for (const TopicPartitions& topic : options_.topics) {
    if (numbers_.contains(topic.name)) continue;
    if (topic.name.empty() || topic.partitions <= 0 || topic.partitions > kPartitionsMax ||
        topics_.size() >= kTopicsMax) {
      return tl::unexpected(
          Error{Fault::kRefused, fmt::format("a topic '{}' with {} partitions cannot be made",
                                             topic.name, topic.partitions)});
    }
    const auto number = static_cast<std::uint16_t>(topics_.size());
    batch.Put(topic_key(number), encode_topic(topic.name, topic.partitions));
    numbers_.emplace(topic.name, number);
    topics_.push_back(topic);
  }
  return {};
}

Result<std::vector<std::int64_t>> LogCore::find_ends() const {
  std::vector<std::int64_t> ends;
  for (std::uint16_t number = 0; number < topics_.size(); ++number) {
    for (std::int32_t partition = 0; partition < topics_[number].partitions; ++partition) {
      const auto end = find_end({number, partition});
      if (!end) return tl::unexpected(end.error());
      ends.push_back(*end);
    }
  }
  return ends;
}

Result<std::int64_t> LogCore::find_end(const LogPartition& partition) const {
  const std::string below = record_key(partition, 0);
  const std::string above = records_end_key(partition);
  const rocksdb::Slice lower(below);
  rocksdb::ReadOptions options;
  options.iterate_lower_bound = &lower;
  const std::unique_ptr<rocksdb::Iterator> last(database_->rocks().NewIterator(options));
  last->SeekForPrev(above);
  if (!last->status().ok()) {
    return tl::unexpected(
        to_error(last->status(), "looking for the end of " + database_->path().string()));
  }
  if (!last->Valid()) return 0;
  const auto offset = offset_of_key({last->key().data(), last->key().size()});
  if (!offset) {
    return tl::unexpected(corrupt("a key of no record in " + database_->path().string()));
  }
  return *offset + 1;
}

Result<Place> LogCore::find(const TopicPartition& partition) const {
  const auto number = numbers_.find(partition.topic);
  if (number == numbers_.end() || partition.partition < 0 ||
      partition.partition >= topics_[number->second].partitions) {
    return tl::unexpected(
        Error{Fault::kRefused, fmt::format("this log has no {}", name_of(partition))});
  }
  const auto slot = first_slots_[number->second] + static_cast<std::size_t>(partition.partition);
  return Place{slot, {number->second, partition.partition}};
}

Result<std::optional<std::string>> LogCore::row(std::string_view key) const {
  std::string value;
  const rocksdb::Status status =
      database_->rocks().Get(rocksdb::ReadOptions(), {key.data(), key.size()}, &value);
  if (status.ok()) return std::optional(std::move(value));
  if (status.IsNotFound()) return std::optional<std::string>();
  return tl::unexpected(to_error(status, "reading " + database_->path().string()));
}

Result<std::optional<std::int64_t>> LogCore::committed(const TopicPartition& shard) const {
  const auto place = find(shard);
  if (!place) return tl::unexpected(place.error());
  const auto bytes = row(committed_key(place->numbers));
  if (!bytes) return tl::unexpected(bytes.error());
  if (!bytes->has_value()) return std::optional<std::int64_t>();
  const auto offset = decode_offset(**bytes);
  if (!offset) {
    return tl::unexpected(corrupt("the committed offset of " + name_of(shard) + " is no number"));
  }
  return offset;
}

Result<std::optional<std::string>> LogCore::last_position(const TopicPartition& shard) const {
  const auto place = find(shard);
  if (!place) return tl::unexpected(place.error());
  return row(position_row_key(position_key(shard.topic, shard.partition)));
}

Result<Bounds> LogCore::bounds(const TopicPartition& partition) const {
  const auto place = find(partition);
  if (!place) return tl::unexpected(place.error());
  return Bounds{.first = 0, .end = queue_->end(place->slot)};
}

Status LogCore::add(const Append& record, Transaction& transaction) const {
  const auto place = find(record.to);
  if (!place) return tl::unexpected(place.error());
  std::size_t bytes = record.key.size() + record.value.size();
  for (const Header& header : record.headers) {
    bytes += header.name.size() + header.value.size();
  }
  if (bytes > options_.record_bytes_max) {
    return tl::unexpected(
        Error{Fault::kRefused, fmt::format("a record of {} bytes for {}: at most {} are allowed",
                                           bytes, name_of(record.to), options_.record_bytes_max)});
  }
  if (transaction.bytes() + bytes > kTransactionBytesMax) {
    return tl::unexpected(Error{
        Fault::kRefused, fmt::format("a transaction of over {} bytes", kTransactionBytesMax)});
  }
  transaction.add_record(*place, record);
  if (record.to.topic == options_.positions_topic) {
    transaction.add_row(position_row_key(record.key), record.value);
  }
  return {};
}

Status LogCore::catch_up() {
  if (auto status = database_->catch_up(); !status) return status;
  const auto ends = find_ends();
  if (!ends) return tl::unexpected(ends.error());
  queue_->set_ends(*ends);
  return {};
}

}  // namespace encours
