// What the sessions, feeds and readers of one local log share: its database, its topics, and the
// queue by which it is written. Used by src/local alone.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "src/local/commit_queue.h"
#include "src/local/local_log.h"

namespace encours {

// Limits that keep a mistake small: a topic's number has 16 bits, an open log keeps 16 bytes a
// partition.
inline constexpr std::int32_t kPartitionsMax = 4096;
inline constexpr std::size_t kTopicsMax = 1024;
// One transaction may hold this much; the engine ends its own at 8 MB.
inline constexpr std::size_t kTransactionBytesMax = std::size_t{64} << 20U;

class LogCore {
 public:
  static Result<std::shared_ptr<LogCore>> open(const std::filesystem::path& path, OpenMode mode,
                                               LocalLogOptions options);

  const std::string& cluster_id() const { return cluster_id_; }
  const std::vector<TopicPartitions>& topics() const { return topics_; }
  bool is_reader() const { return mode_ != OpenMode::kReadWrite; }
  Database& database() { return *database_; }
  CommitQueue& queue() { return *queue_; }

  Result<Place> find(const TopicPartition& partition) const;
  Result<std::optional<std::string>> row(std::string_view key) const;
  Result<std::optional<std::int64_t>> committed(const TopicPartition& shard) const;
  Result<std::optional<std::string>> last_position(const TopicPartition& shard) const;
  Result<Bounds> bounds(const TopicPartition& partition) const;

  // Adds a record, and the row that follows from it, to a transaction; kRefused when it may not be
  // there.
  Status add(const Append& record, Transaction& transaction) const;

  // What another process wrote since, for readers.
  Status catch_up();

 private:
  LogCore(std::unique_ptr<Database> database, OpenMode mode, LocalLogOptions options);

  Status make_or_check();
  Status read_topics();
  Status add_missing_topics(rocksdb::WriteBatch& batch);
  Result<std::vector<std::int64_t>> find_ends() const;
  Result<std::int64_t> find_end(const LogPartition& partition) const;

  std::unique_ptr<Database> database_;
  const OpenMode mode_;
  const LocalLogOptions options_;
  std::string cluster_id_;

  // By topic number.
  std::vector<TopicPartitions> topics_;
  std::vector<std::size_t> first_slots_;
  std::map<std::string, std::uint16_t, std::less<>> numbers_;

  std::unique_ptr<CommitQueue> queue_;
};

}  // namespace encours
