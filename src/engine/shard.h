// A shard: one partition of one log, folded in order by one thread into its own rows. Used by
// Worker, and by readers that fold in memory.
//
// It knows no meaning: it decodes records, brings an owner up to the day before the owner's own
// event is folded, runs the topology, keeps the step's outputs if the step was accepted, and chains
// big turns into small steps (sweeps).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "encours/state/v1/shard.pb.h"
#include "operators/topology.h"
#include "src/engine/decode.h"
#include "src/engine/row_cache.h"
#include "src/engine/turns.h"
#include "src/ports.h"

namespace encours {

// What became of the records a shard was given.
struct ShardFigures {
  std::uint64_t folded = 0;   // records accepted
  std::uint64_t repeats = 0;  // ignored: known already
  std::uint64_t refused = 0;  // to the dead letters
  std::uint64_t outputs = 0;  // records said
};

// Why a shard stopped: the position and the words of the failed assertion.
struct Poisoned {
  std::int64_t offset = 0;
  std::string message;
};

class Shard {
 public:
  // `topology` and `store` must outlive the shard.
  // `store_is_empty` spares the reads that would find nothing.
  Shard(ShardIdentity identity, const Topology& topology, StateStore& store,
        std::size_t cache_bytes_max, bool store_is_empty);
  ~Shard();

  // Reads how far the store stands. Refuses a store of another log, partition count or fold
  // version.
  Status open();

  const ShardIdentity& identity() const { return identity_; }
  std::int64_t next_offset() const { return next_offset_; }
  std::uint64_t log_hash() const { return log_hash_; }
  // The store's own position: L.
  std::int64_t stored_offset() const { return stored_offset_; }

  // Reads the rows that the records will need, together.
  Status prefetch(std::span<const Decoded* const> inputs);

  // Folds one record; `verdict` is what decode() said. Outputs are added to `outputs`, or dropped
  // when it is null (muted). An error means the store failed and the step was undone; a failed
  // assertion poisons the shard.
  Status fold(const Record& record, const Decoded& input, Verdict verdict,
              std::vector<Append>* outputs);
  const std::optional<Poisoned>& poisoned() const { return poisoned_; }

  void commit_transaction();
  void undo_transaction();
  // Between transactions: the offsets before `offset` hold no record (a log may have gaps).
  void skip_to(std::int64_t offset);

  // The shard's business day, kNoDay before the first DayTurned, and instant.
  Day day() { return turns_.day(); }
  std::int64_t instant_us() { return turns_.instant_us(); }
  // Whether somebody waits for the next Beat.
  bool wants_beat() { return turns_.wants_beat(); }

  // For readers that fold in memory without the ticks of the log's owner: opens `day` (if later
  // than the shard's) and brings every owner up to it and to the last policy or other broadcast.
  Status settle(Day day);
  // Whether a broadcast came since settle() that owners are still to be brought up to.
  bool is_unsettled() { return turns_.policy_turn() != settled_turn_; }

  // v1::Position of the shard as it stands.
  std::string position() const;

  // Flushing; see RowCache. `meta` of the frozen set is part of what take_frozen() returns.
  bool can_freeze() const { return !cache_.frozen() && cache_.dirty(); }
  bool frozen() const { return cache_.frozen(); }
  std::size_t dirty_bytes() const { return cache_.dirty_bytes(); }
  void freeze();
  bool serialise(std::size_t rows_max) { return cache_.serialise(rows_max); }
  std::vector<RowChange> take_frozen();
  void written();

  RowCache& rows() { return cache_; }
  RowCache::Hashes hashes() { return cache_.hashes(); }
  const ShardFigures& figures() const { return figures_; }

 private:
  ShardIdentity identity_;
  StateStore& store_;
  RowCache cache_;
  Turns turns_;
  std::unique_ptr<StepEmit> emit_;  // of the step under way

  std::int64_t next_offset_ = 0;
  std::uint64_t log_hash_ = 0;
  std::int64_t stored_offset_ = 0;
  // As of the last commit, for undo_transaction().
  std::int64_t committed_offset_ = 0;
  std::uint64_t committed_log_hash_ = 0;
  ShardFigures figures_;
  ShardFigures committed_figures_;
  state::v1::StoreMeta frozen_meta_;
  std::int64_t hashed_offset_ = 0;  // of the last frozen set, for the position record
  RowCache::Hashes hashed_;
  std::optional<Poisoned> poisoned_;
  std::int64_t settled_turn_ = 0;  // the policy turn that settle() brought every owner up to
};

// The key of the store's own record of how far it stands; no row has it.
inline constexpr std::string_view kStoreMetaKey = "m";

}  // namespace encours
