// What a shard does with one record beyond running the topology: it keeps the shard's clock, knows
// every owner, brings an owner up to the day before its own event, and cuts big turns (a new day, a
// new policy, many beats) into slices of at most kSweepOwnersMax owners, each slice an event of the
// shard's own partition. Used by Shard alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "encours/state/v1/shard.pb.h"
#include "operators/topology.h"
#include "src/engine/decode.h"
#include "src/engine/limits.h"
#include "src/engine/row_cache.h"
#include "src/ports.h"

namespace encours {

// What a shard is a fold of. All of it is compared with what the store says it holds.
struct ShardIdentity {
  std::string cluster_id;
  TopicPartition log;
  std::int32_t partition_count = 1;
  std::int32_t fold_version = kFoldVersion;
};

class StepEmit;

class Turns {
 public:
  Turns(const Topology& topology, RowCache& rows);

  // One record, down to a verdict; the caller commits or undoes the step.
  Verdict step(const Record& record, const Decoded& input, StepEmit& emit);

  // Wishes for the rows of one record; see Shard::prefetch.
  void want(const Decoded& input, Wishes& wishes) const;

  Day day();
  std::int64_t policy_turn();  // grows with each policy or other broadcast that owners must hear
  std::int64_t instant_us();
  bool wants_beat();

  // For StepEmit.
  void wake(std::string_view owner, std::string_view slot, Day day);
  void wake_at_beat(std::string_view owner);

  // For Shard::settle.
  void open_day(Day day, std::int64_t turn);
  std::vector<std::string> due_owners();
  std::vector<std::string> owners_from(std::string_view cursor);
  Verdict bring_up(std::string_view owner, const v1::Event& cause, StepEmit& emit);

 private:
  Verdict turn_day(const Record& record, const Decoded& input, StepEmit& emit);
  Verdict beat(const Record& record, const Decoded& input, StepEmit& emit);
  // All owners that the day concerns were brought up: what is said once a day may be said.
  Verdict say_day_swept(const v1::Event& cause, StepEmit& emit);
  Verdict beat_slice(const v1::Event& cause, std::int64_t slice, StepEmit& emit);
  Verdict sweep(const Decoded& input, StepEmit& emit);
  Verdict broadcast(const Record& record, const Decoded& input, StepEmit& emit);
  void sweep_all(const Record& record, const v1::Event& cause, StepEmit& emit);
  Verdict keyed(const Decoded& input, StepEmit& emit);
  Verdict run(Kind kind, std::string_view owner, const v1::Event& event, std::uint64_t content_hash,
              StepEmit& emit);
  void append_sweep(v1::SweepKind kind, std::int64_t turn, std::string_view cursor,
                    std::int64_t slice, const v1::Event& cause, StepEmit& emit);
  void know_owner(std::string_view owner);
  void read_ahead(const std::vector<std::string>& owners, Kind kind, const v1::Event& cause);
  const state::v1::Clock& clock();

  const Topology& topology_;
  RowCache& rows_;
};

}  // namespace encours
