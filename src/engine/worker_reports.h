// What workers of a group and their standbys say of themselves in credit.workers, and how it is
// read. Operational: no fold hears it, and no audit counts it.
//
// An ordinal writes the partition of its number, so that no other's open transaction hides what it
// says while there are no more workers than partitions.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "encours/v1/outputs.pb.h"
#include "src/engine/clock.h"
#include "src/ports.h"

namespace encours {

class Shard;

// How a shard stands; null where its rows are not open yet.
v1::ShardReport shard_report(const TopicPartition& log, Shard* shard, v1::ShardState state);

// Who speaks.
struct Speaker {
  std::int32_t ordinal = 0;
  std::string host;
  bool is_standby = false;
  std::int32_t fold_version = 0;
};

// Makes the reports of one speaker, at most one an interval.
class Reporter {
 public:
  // Without an interval nothing is ever due. `clock` must outlive it.
  Reporter(const Clock& clock, std::chrono::milliseconds interval, Speaker speaker);

  // Finds its partition; kRefused, naming the command that makes the topic, where there is none.
  Status open(const EventLog& log);
  bool is_due() const;
  // The next is due an interval later, whatever becomes of this one.
  Append report(std::vector<v1::ShardReport> shards);

 private:
  const Clock& clock_;
  const std::chrono::milliseconds interval_;
  const Speaker speaker_;
  const std::int64_t started_at_us_;
  TopicPartition to_;
  std::chrono::steady_clock::time_point due_at_;
};

// Follows the reports of all workers, or of one ordinal.
class ReportReader {
 public:
  struct Heard {
    v1::WorkerReport report;
    std::int64_t offset = 0;  // greater when it is another report
  };
  using ByKey = std::map<std::string, Heard>;  // worker_key()

  // `log` must outlive it.
  explicit ReportReader(EventLog& log) : log_(log) {}

  // Reads what was said since, to the committed end; of all partitions, or of the ordinal's alone.
  Status catch_up();
  Status catch_up(std::int32_t ordinal);
  // The newest of each speaker.
  const ByKey& newest() const { return newest_; }

 private:
  Status catch_up(const TopicPartition& partition);

  EventLog& log_;
  std::map<TopicPartition, std::int64_t> next_offsets_;
  ByKey newest_;
};

}  // namespace encours
