// A data folder: the log and the rows of one installation, DATA/log and DATA/state; or the rows
// alone, where the log is in Kafka. Opened by the commands that write it (replay, run) or beside
// whoever writes it (all that read).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "operators/topology.h"
#include "src/cli/command.h"
#include "src/config/settings.h"
#include "src/engine/shard.h"
#include "src/local/local_log.h"
#include "src/rocksdb/state_store.h"

namespace encours::cli {

// As schemas/topics.yaml has it.
std::int32_t partitions_of_new_folder();
// More shards than this on one machine only cost memory.
inline constexpr std::int32_t kPartitionsMax = 256;

class DataFolder {
 public:
  // For writing; made if it is not there, with `usual` partitions unless others are `asked` for. A
  // folder that is there keeps its own: asking for another number is refused.
  // `sync`: kNo where everything can be replayed again, which is many times faster.
  static tl::expected<DataFolder, Failure> open(const std::string& path,
                                                std::optional<std::int32_t> asked,
                                                std::int32_t usual = partitions_of_new_folder(),
                                                Sync sync = Sync::kYes);
  // As the settings of a service say: its log in the folder, or in Kafka.
  static tl::expected<DataFolder, Failure> open(const Settings& settings);
  // The same, of what is there already; nothing is made.
  static tl::expected<DataFolder, Failure> open_existing(const Settings& settings);
  // For reading, also while another process writes.
  static tl::expected<DataFolder, Failure> open_beside(const DataOption& data);

  const std::string& path() const { return path_; }
  EventLog& log() { return *log_; }
  // Whether the log is embedded, in this folder.
  bool has_own_log() const { return has_own_log_; }
  StoreFactory& stores() { return *stores_; }
  RocksStoreFactory& rows() { return *stores_; }
  // Rows that are missing come back from there. Before any store is opened.
  void restore_from(SnapshotSource& snapshots);
  std::int32_t partitions() const { return partitions_; }

  // Every shard of the logs that are folded here, in order.
  std::vector<TopicPartition> shards() const;
  ShardIdentity identity(const TopicPartition& shard) const;
  // Where the rows of a shard lie.
  std::filesystem::path state_path(const TopicPartition& shard) const;

 private:
  DataFolder() = default;

  static tl::expected<DataFolder, Failure> open_local_beside(const std::string& path);
  static tl::expected<DataFolder, Failure> open_kafka(const Settings& settings, OpenMode mode);

  std::string path_;
  bool has_own_log_ = true;
  std::shared_ptr<const Budget> budget_;
  std::unique_ptr<EventLog> log_;
  std::unique_ptr<RocksStoreFactory> stores_;
  std::int32_t partitions_ = 0;
};

// The operators of a log, by its topic.
const Topology& topology_of(std::string_view topic);

}  // namespace encours::cli
