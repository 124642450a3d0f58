// What the worker's thread hands over to whoever serves /metrics, /livez and /readyz: plain
// numbers, copied about once a second. Written by collector.h, read by pages.h.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "src/engine/row_cache.h"
#include "src/engine/shard.h"
#include "src/engine/standby.h"
#include "src/engine/worker.h"
#include "src/metrics/catalogue.h"
#include "src/metrics/credit_sums.h"
#include "src/metrics/histogram.h"

namespace encours::metrics {

struct ShardNumbers {
  TopicPartition log;
  // Committed since the start; what was folded again is not among them.
  std::uint64_t folded = 0;
  std::uint64_t repeats = 0;
  std::uint64_t refused = 0;
  std::int64_t lag_records = 0;
  std::int64_t lag_us = 0;
  std::int64_t store_lag_records = 0;
  std::int64_t store_written_us = 0;   // since the epoch
  std::optional<std::int64_t> day_us;  // midnight UTC of its business day; none yet at first
  CacheFigures cache;
  std::optional<Poisoned> poisoned;
};

struct TopicNumbers {
  Histogram event_age{row_of(Metric::kEventAge).bounds};
  std::int64_t last_event_us = 0;  // since the epoch; the start before there is one
};

struct StandbyNumbers {
  bool has_heard = false;  // of its worker
  std::int64_t behind = 0;
  StandbyFigures figures;
};

struct Snapshot {
  std::vector<ShardNumbers> shards;  // that are served
  std::size_t restoring = 0;         // shards on their way there
  // Of both, as far as it is known: records still to be folded again.
  std::map<TopicPartition, std::int64_t> restore_remaining;
  std::map<std::string, TopicNumbers> topics;  // the logs
  WorkerFigures worker;
  Histogram folding{row_of(Metric::kProcessing).bounds};
  Histogram committing{row_of(Metric::kCommit).bounds};
  std::map<std::string, std::uint64_t> outputs;                               // by topic
  std::map<std::pair<std::string, std::string>, std::uint64_t> dead_letters;  // by log and reason
  std::int64_t last_turn_us = 0;  // since the epoch; 0 = the loop has not turned
  CreditNumbers credit;
  std::optional<StandbyNumbers> standby;  // while the process stands by
};

// Where the worker is in its life.
enum class Phase : std::uint8_t { kStarting, kStandingBy, kRunning, kStopping };

class Publication {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  void publish(Snapshot snapshot) {
    auto latest = std::make_shared<const Snapshot>(std::move(snapshot));
    const std::lock_guard lock(mutex_);
    latest_.swap(latest);
  }
  // Null before the first.
  std::shared_ptr<const Snapshot> latest() const {
    const std::lock_guard lock(mutex_);
    return latest_;
  }

  void set_phase(Phase phase) { phase_ = phase; }
  Phase phase() const { return phase_; }
  // The worker's loop has come round.
  void turned(Instant now) { turned_at_ = now; }
  Instant turned_at() const { return turned_at_; }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Snapshot> latest_;
  std::atomic<Phase> phase_ = Phase::kStarting;
  std::atomic<Instant> turned_at_ = Instant{};
};

}  // namespace encours::metrics
