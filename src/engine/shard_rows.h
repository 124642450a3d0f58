// A shard with its rows: opened from the disk or a snapshot, brought up to a position by folding
// the log muted, written back set by set. Used by Worker, which serves it from there, and by
// Standby, which keeps it there.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "src/engine/clock.h"
#include "src/engine/flusher.h"
#include "src/engine/shard.h"
#include "src/ports.h"

namespace encours {

// What happened to rows, for metrics and people.
struct RowsFigures {
  std::uint64_t stores_set_aside = 0;  // rows that were not of this log
  std::uint64_t snapshots_restored = 0;
  std::uint64_t muted = 0;  // records folded again without speaking
  std::uint64_t flushes = 0;
};

// What the shards of one owner have in common. All that it refers to outlives them.
struct RowsHome {
  EventLog& log;
  StoreFactory& stores;
  const Clock& clock;
  std::function<const Topology&(std::string_view topic)> topology_of;
  std::size_t flush_bytes = 0;                  // a freeze is due at this many dirty bytes ...
  std::chrono::milliseconds flush_interval{0};  // ... or when this long has passed
  std::int32_t fold_version = 0;
  RowsFigures& figures;
};

class ShardRows {
 public:
  // `home` must outlive it.
  ShardRows(RowsHome& home, TopicPartition log, std::size_t cache_bytes_max);
  // Goes on under another owner.
  void move_to(RowsHome& home) { home_ = &home; }

  const TopicPartition& log() const { return log_; }
  bool is_open() const { return shard_ != nullptr; }
  // Once open.
  Shard& shard() const { return *shard_; }

  // Opens what is on the disk; what cannot be read or is of another log is set aside.
  Status open();
  // Sees to it that the rows are not beyond `until` and that the log, which begins at `first`,
  // reaches them: else they are replaced by the newest snapshot, or by none.
  Status take(std::int64_t until, std::int64_t first);
  // The same with other rows than these, which are set aside.
  Status replace(std::int64_t until, std::int64_t first);
  // Folds one batch of the log without speaking, and no record at or after `until`.
  Status fold_muted(std::int64_t until);

  // --- flushing, between transactions

  // Two full sets: one being written, one collecting. No more events until there is room.
  bool is_full() const;
  // A piece of the work that is due.
  Status flush_some();
  // Brings the store up to what is committed, waiting for it.
  Status flush_all();
  void freeze_if_due();

 private:
  Status open_store();
  Status set_aside();
  Status restore(std::int64_t until);
  void close();
  void freeze();
  void collected();

  RowsHome* home_;
  const TopicPartition log_;
  const std::size_t cache_bytes_max_;
  std::unique_ptr<StateStore> store_;
  std::unique_ptr<Shard> shard_;
  std::unique_ptr<Flusher> flusher_;
  std::chrono::steady_clock::time_point frozen_at_;
};

}  // namespace encours
