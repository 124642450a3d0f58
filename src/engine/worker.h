// A worker: one thread, one LogSession, the shards assigned to it, one transaction at a time.
// Whoever runs a fold (the service, replay, tests) drives it by turn() or drain(). The protocol is
// drawn in README.md.
//
// What it promises: outputs, dead letters, ticks, positions and offsets of a transaction become
// visible together; the store never holds what is not committed; after any failure the fold goes on
// from the truth of the log.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "src/engine/clock.h"
#include "src/engine/commit_pace.h"
#include "src/engine/shard_rows.h"
#include "src/engine/watch.h"
#include "src/engine/worker_reports.h"
#include "src/ports.h"

namespace encours {

struct WorkerSettings {
  std::size_t cache_bytes_max = std::size_t{512}
                                << 20;  // rows in memory, all shards of the worker together
  std::size_t flush_bytes = std::size_t{32} << 20;  // a freeze is due at this many dirty bytes ...
  std::chrono::milliseconds flush_interval{5'000};  // ... or when this long has passed
  // A transaction with events in it ends after the first, under load after up to the second.
  std::chrono::milliseconds commit_interval_min{50};
  std::chrono::milliseconds commit_interval_max{50};
  std::chrono::milliseconds poll_timeout{50};  // how long turn() may wait for records
  std::int32_t ordinal = 0;                    // stable name of the worker; a second one fences it
  // How often it says how it stands, and from where; 0: never.
  std::chrono::milliseconds report_interval{0};
  std::string host;
  std::int32_t fold_version = kFoldVersion;  // another one in tests alone
};

// What happened, for tests, metrics and people.
struct WorkerFigures : RowsFigures {
  std::uint64_t transactions = 0;
  std::uint64_t aborted = 0;
  std::uint64_t unknown_outcomes = 0;
  std::uint64_t assignments = 0;                 // times that the group gave shards
  std::uint64_t expulsions = 0;                  // times that the group went on without us
  std::uint64_t recovery_offset_mismatches = 0;  // C and P disagreed at start: P was followed
};

class Worker {
 public:
  // All arguments must outlive the worker. `shards` are those it serves; where the log's group
  // chooses them, they are not looked at. `topology_of` gives the operators of a log by its topic.
  Worker(EventLog& log, StoreFactory& stores, const Clock& clock, WorkerSettings settings,
         std::vector<TopicPartition> shards,
         std::function<const Topology&(std::string_view topic)> topology_of);
  ~Worker();

  // Rows that a standby has kept near their positions: served without being opened anew, where the
  // group gives their shards first. Before start().
  void take_warm(std::vector<std::unique_ptr<ShardRows>> warm);

  // Takes its place in the log. Finds where each shard stands by the table of README.md and folds
  // muted what the stores lack; shards that a group gives are brought up a piece in each turn().
  // Refuses what only a person may decide, naming the command.
  Status start();

  // One round: what the group says, records in, folded, perhaps committed, perhaps a slice of a
  // flush. True if anything moved.
  Result<bool> turn();

  // Turns until every shard stands at the end of its log and all is committed.
  Status drain();

  // Commits, flushes to L = C and ends. Also done by the destructor, without its errors.
  Status stop();

  // Appends ticks to a shard's own partition with the next transaction: see ticker.h.
  void append_tick(const TopicPartition& shard, const v1::Event& tick);

  // Tells `watch` of every commit from now on; it must outlive the worker.
  void watch(WorkerWatch& watch) { watch_ = &watch; }

  // Shards that stopped on a failed assertion; their neighbours went on.
  std::vector<const Shard*> poisoned() const;
  // Those that are served now; others may be on their way up.
  std::vector<Shard*> shards();
  std::size_t restoring() const { return restoring_.size(); }
  const WorkerFigures& figures() const { return figures_; }

 private:
  // A shard with its place in the session.
  struct Slot;
  // Records of the open transaction, kept until its outcome is known.
  struct Kept {
    std::shared_ptr<const Batch> batch;
    std::size_t first = 0;
    std::size_t last = 0;
  };

  void give(const std::vector<TopicPartition>& shards);
  std::unique_ptr<ShardRows> rows_of(const TopicPartition& shard, std::size_t cache_bytes_max);
  Status hear(const GroupNews& news);
  Status take_back(bool is_lost);
  Status expelled();
  void drop_shards();

  // See recovery.cc.
  Result<bool> restore_some();
  Status recover(Slot& slot);
  Status fold_muted(Slot& slot);
  Result<bool> stands_where_said(Slot& slot);
  Status serve(std::unique_ptr<Slot> slot);

  Status fold_batch(std::shared_ptr<const Batch> batch);
  Result<std::size_t> fold_records(const Batch& batch, std::size_t first, std::size_t last);
  Status decode_and_prefetch(const Batch& batch, std::size_t first, std::size_t last);
  Status open_transaction();
  Status send(std::vector<Append>& outputs);
  std::vector<v1::ShardReport> shard_reports() const;
  Status commit();
  Status committed();
  Status resolve_unknown();
  Status fold_again();
  Status flush_some(Slot& slot);
  Slot* slot_of(std::uint32_t source);
  bool commit_is_due() const;
  std::chrono::milliseconds poll_timeout() const;
  void drop_transaction();
  void keep_for_watch(Slot& slot, const Decoded& input, const Verdict& decoded);
  Committed kept_for_watch();
  void tell_watch(const Committed& transaction);
  void forget_for_watch();

  EventLog& log_;
  const Clock& clock_;
  WorkerSettings settings_;
  WorkerFigures figures_;
  RowsHome home_;
  std::vector<TopicPartition> own_shards_;
  std::unique_ptr<LogSession> session_;
  std::vector<std::unique_ptr<Slot>> slots_;      // that are served
  std::vector<std::unique_ptr<Slot>> restoring_;  // on their way there
  std::vector<std::unique_ptr<ShardRows>> warm_;
  CommitPace pace_;
  Reporter reporter_;
  bool draining_ = false;
  WorkerWatch* watch_ = nullptr;

  // The open transaction.
  bool open_ = false;
  std::chrono::steady_clock::time_point opened_at_;
  std::vector<Kept> kept_;
  std::size_t events_ = 0;
  std::size_t bytes_ = 0;
  int tries_ = 0;
  bool urgent_ = false;
  std::vector<Append> ticks_;                         // to go with the next transaction
  std::vector<Append> open_ticks_;                    // in the open one; again if it is aborted
  std::chrono::steady_clock::duration folding_{};     // spent on the open one's records
  std::chrono::steady_clock::duration committing_{};  // spent on the last commit

  // Reused from batch to batch.
  std::vector<Decoded> decoded_;
  std::vector<Verdict> verdicts_;
  std::vector<Append> outputs_;
};

}  // namespace encours
