// Counts what a worker does, on the worker's thread, and publishes it about once a second. Used by
// whoever runs a worker live, who tells it of every turn.
//
// It does not slow the fold: it adds up what was said once a transaction, and copies numbers once a
// second.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "src/engine/clock.h"
#include "src/engine/watch.h"
#include "src/engine/worker.h"
#include "src/metrics/credit_reader.h"
#include "src/metrics/credit_sums.h"
#include "src/metrics/publication.h"

namespace encours::metrics {

class Collector final : public WorkerWatch {
 public:
  // Becomes the watch of `worker`. All must outlive it, and it must outlive the worker's last turn.
  Collector(EventLog& log, Worker& worker, const Clock& clock, Publication& publication);

  // The worker has started: its shards stand where they go on.
  void started();
  // The worker has made a turn; `moved` is what turn() said.
  void turned(bool moved);
  // No more turns will come.
  void stopping();

  void committed(const Committed& transaction) override;
  void refolded(const Shard& shard, std::int64_t until) override;
  void let_go() override;

 private:
  // What is remembered of a shard from one publication to the next.
  struct Seen {
    ShardFigures counted;  // as the shard told them last
    ShardFigures total;    // since the start
    std::int64_t stored_offset = -1;
    std::int64_t store_written_us = 0;
    std::pair<std::int64_t, std::int64_t> empty_gap;  // from, to: offsets without a record
  };

  void count(const ShardCommit& commit);
  void count_age(const ShardCommit& commit, std::int64_t now_us);
  void publish_if_due();
  void publish();
  void look_at_shards();
  ShardNumbers numbers_of(Shard& shard);
  void look_at_lag(const Shard& shard, Seen& seen, ShardNumbers& numbers);

  EventLog& log_;
  Worker& worker_;
  const Clock& clock_;
  Publication& publication_;
  Snapshot numbers_;
  CreditSums credit_;
  CreditReader reader_;
  std::map<TopicPartition, Seen> seen_;
  std::chrono::steady_clock::time_point publish_at_;
  bool running_ = false;
};

}  // namespace encours::metrics
