#include "src/cli/data_folder.h"

#include <filesystem>

#include <fmt/format.h>

#include "operators/domain/assert.h"
#include "schemas/topics.h"
#include "src/cli/kafka_options.h"
#include "src/cli/settings_file.h"
#include "src/kafka/kafka_log.h"
#include "src/kafka/rdkafka_broker.h"

namespace encours::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNotThere =
    "{}: there is no data in this folder; it is made by `encours replay EVENTS --data {}`";

fs::path log_path(const std::string& data) {
  return fs::path(data) / "log";
}

tl::expected<void, Failure> find_data(const std::string& path) {
  std::error_code ignored;
  if (fs::exists(log_path(path) / "CURRENT", ignored)) return {};
  return tl::unexpected(Failure{ExitCode::kIo, fmt::format(fmt::runtime(kNotThere), path, path)});
}

}  // namespace

const Topology& topology_of(std::string_view topic) {
  ENCOURS_ASSERT(topic == topic_of(Log::kEvents), "only the client log is folded");
  return client_topology();
}

std::int32_t partitions_of_new_folder() {
  return usual_partitions();
}

tl::expected<DataFolder, Failure> DataFolder::open(const std::string& path,
                                                   std::optional<std::int32_t> asked,
                                                   std::int32_t usual, Sync sync) {
  DataFolder folder;
  folder.path_ = path;
  folder.budget_ = std::make_shared<const Budget>(BudgetLimits{});
  LocalLogOptions options;
  options.topics = installation_topics(asked.value_or(usual));
  options.budget = folder.budget_;
  options.sync = sync;
  auto log = LocalLog::open(log_path(path), std::move(options));
  if (!log) return tl::unexpected(failure_of(log.error()));
  folder.log_ = std::move(*log);
  const auto count = folder.log_->partition_count(topic_of(Log::kEvents));
  if (!count) return tl::unexpected(failure_of(count.error()));
  folder.partitions_ = *count;
  if (asked && *asked != *count) {
    return tl::unexpected(Failure{
        ExitCode::kUsage,
        fmt::format("{} was made with {} partitions, which stay for good; leave out --partitions, "
                    "or choose another folder",
                    path, *count)});
  }
  folder.stores_ = std::make_unique<RocksStoreFactory>(
      RocksStoreOptions{path, folder.budget_, OpenMode::kReadWrite, nullptr, nullptr});
  return folder;
}

tl::expected<DataFolder, Failure> DataFolder::open_kafka(const Settings& settings, OpenMode mode) {
  auto broker = kafka::RdkafkaBroker::open(kafka_options_of(settings));
  if (!broker) return tl::unexpected(failure_of(broker.error()));
  KafkaLogOptions options;
  options.group = settings.kafka_group;
  auto log = KafkaLog::open(std::move(*broker), std::move(options));
  if (!log) return tl::unexpected(failure_of(log.error()));
  DataFolder folder;
  folder.path_ = settings.data_folder;
  folder.has_own_log_ = false;
  folder.budget_ = std::make_shared<const Budget>(BudgetLimits{});
  folder.log_ = std::move(*log);
  const auto count = folder.log_->partition_count(topic_of(Log::kEvents));
  if (!count) return tl::unexpected(failure_of(count.error()));
  folder.partitions_ = *count;
  folder.stores_ = std::make_unique<RocksStoreFactory>(
      RocksStoreOptions{folder.path_, folder.budget_, mode, nullptr, nullptr});
  return folder;
}

tl::expected<DataFolder, Failure> DataFolder::open(const Settings& settings) {
  if (!settings.kafka_brokers.empty()) return open_kafka(settings, OpenMode::kReadWrite);
  return open(settings.data_folder, std::nullopt, static_cast<std::int32_t>(settings.partitions));
}

tl::expected<DataFolder, Failure> DataFolder::open_existing(const Settings& settings) {
  if (settings.kafka_brokers.empty()) {
    if (const auto there = find_data(settings.data_folder); !there) {
      return tl::unexpected(there.error());
    }
  }
  return open(settings);
}

tl::expected<DataFolder, Failure> DataFolder::open_beside(const DataOption& data) {
  if (data.settings.empty()) return open_local_beside(data.folder);
  const auto settings = settings_of(data.settings);
  if (!settings) return tl::unexpected(settings.error());
  if (settings->kafka_brokers.empty()) return open_local_beside(settings->data_folder);
  return open_kafka(*settings, OpenMode::kBeside);
}

tl::expected<DataFolder, Failure> DataFolder::open_local_beside(const std::string& path) {
  if (const auto there = find_data(path); !there) return tl::unexpected(there.error());
  DataFolder folder;
  folder.path_ = path;
  folder.budget_ = std::make_shared<const Budget>(BudgetLimits{});
  auto log = LocalLog::open_reader(log_path(path), folder.budget_);
  if (!log) return tl::unexpected(failure_of(log.error()));
  folder.log_ = std::move(*log);
  const auto count = folder.log_->partition_count(topic_of(Log::kEvents));
  if (!count) return tl::unexpected(failure_of(count.error()));
  folder.partitions_ = *count;
  folder.stores_ = std::make_unique<RocksStoreFactory>(
      RocksStoreOptions{path, folder.budget_, OpenMode::kBeside, nullptr, nullptr});
  return folder;
}

void DataFolder::restore_from(SnapshotSource& snapshots) {
  stores_ = std::make_unique<RocksStoreFactory>(
      RocksStoreOptions{path_, budget_, OpenMode::kReadWrite, nullptr, &snapshots});
}

std::vector<TopicPartition> DataFolder::shards() const {
  std::vector<TopicPartition> shards;
  for (std::int32_t partition = 0; partition < partitions_; ++partition) {
    shards.push_back({std::string(topic_of(Log::kEvents)), partition});
  }
  return shards;
}

ShardIdentity DataFolder::identity(const TopicPartition& shard) const {
  return {log_->cluster_id(), shard, partitions_};
}

std::filesystem::path DataFolder::state_path(const TopicPartition& shard) const {
  return stores_->path_of(shard);
}

}  // namespace encours::cli
