// The embedded log: an EventLog in a RocksDB of its own, in DATA/log, so that the whole product
// runs as one binary with no other server. main.cc opens it; the engine, ingest and the read
// commands know it as an EventLog.
//
// Promises: a transaction's records, committed offsets and positions are one synced WriteBatch: all
// of it is on the disk when commit() returns kCommitted, and all of it or nothing is there after a
// crash at any moment. Offsets of a partition are 0, 1, 2 ... in the order of commits, and a reader
// sees them in that order. Nothing is ever dropped. Sessions and feeds of several threads may
// commit at once; those that wait are synced together.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "src/installation_topics.h"
#include "src/ports.h"
#include "src/rocksdb/database.h"

namespace encours {

class LogCore;

// A larger record is refused, as Kafka refuses it (message.max.bytes).
inline constexpr std::size_t kRecordBytesMax = std::size_t{1} << 20U;

struct LocalLogOptions {
  // Made with a new log, where their partitions stay as they are for good. A log that is there
  // keeps its own; topics that it lacks are added to it.
  std::vector<TopicPartitions> topics = installation_topics();
  // The name of a new log; empty: a random UUID.
  std::string cluster_id;
  // Where position records are recognised, to be found again by last_position().
  std::string positions_topic = "credit.positions";
  std::size_t record_bytes_max = kRecordBytesMax;
  // kNo is for histories that can be played again: commits go to the operating system alone. A
  // process that dies loses nothing; a machine that loses its power may lose the last commits, or
  // leave a log that must be made anew.
  Sync sync = Sync::kYes;
  std::shared_ptr<const Budget> budget;  // shared with the stores; null: one of its own
  rocksdb::Env* env = nullptr;           // null: the operating system's
};

class LocalLog : public EventLog {
 public:
  // Opens the log for reading and writing, making it if it is not there. Another process that has
  // it is a refusal.
  static Result<std::unique_ptr<LocalLog>> open(const std::filesystem::path& path,
                                                LocalLogOptions options);
  // Opens a log that is there for reading alone, also while another process writes it. It stands
  // still until catch_up(). Sessions and feeds are refused. Used by one thread.
  static Result<std::unique_ptr<LocalLog>> open_reader(const std::filesystem::path& path,
                                                       std::shared_ptr<const Budget> budget);
  ~LocalLog() override;

  std::string cluster_id() const override;
  Result<std::int32_t> partition_count(std::string_view topic) const override;
  Result<std::unique_ptr<LogSession>> open_session(std::int32_t ordinal) override;
  Result<std::unique_ptr<FeedSession>> open_feed(std::string_view feed) override;
  Result<std::unique_ptr<Batch>> read(const TopicPartition& from, std::int64_t offset,
                                      std::size_t records_max) override;
  Result<Bounds> bounds(const TopicPartition& partition) override;
  Result<std::optional<std::string>> last_position(const TopicPartition& shard) override;

  // C for readers, who have no session.
  Result<std::optional<std::int64_t>> committed(const TopicPartition& shard) const;

  // The cursor of a feed for readers, who cannot open it.
  Result<std::optional<std::string>> cursor_of(std::string_view feed) const;

  std::vector<TopicPartitions> topics() const;

  Status catch_up() override;
  Status sync() override;

 private:
  explicit LocalLog(std::shared_ptr<LogCore> core);

  std::shared_ptr<LogCore> core_;
};

}  // namespace encours
