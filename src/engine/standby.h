// A standby of one ordinal: keeps the rows of its shards near the position of the log, so that it
// can go on in its place within moments. Used by whoever runs a worker; it says nothing but how it
// stands itself.
//
// It knows the shards from what the ordinal's worker says of itself, and folds each muted up to the
// newest position record, never beyond it: it is never ahead of what was said. Where a position
// record names the hash of the rows, its own must be equal; rows that differ are set aside and
// folded anew. When the ordinal has been silent for long enough its place is due: take_over() hands
// the rows to a Worker of that ordinal, whose start() fences the one before.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "src/engine/shard_rows.h"
#include "src/engine/worker.h"
#include "src/engine/worker_reports.h"
#include "src/ports.h"

namespace encours {

struct StandbyFigures : RowsFigures {
  std::uint64_t hashes_compared = 0;
  std::uint64_t hashes_different = 0;  // rows that were set aside for it
};

class Standby {
 public:
  // `settings` are those of the worker to come. All else must outlive the standby.
  Standby(EventLog& log, StoreFactory& stores, const Clock& clock, WorkerSettings settings,
          std::chrono::milliseconds takeover_after,
          std::function<const Topology&(std::string_view topic)> topology_of);
  ~Standby();

  // Refuses where the log has no topic for reports.
  Status start();

  // One round: what the ordinal says, the positions of its shards, a batch of each. True if rows
  // moved. kRefused when the ordinal folds another version, whose rows cannot be shadowed; kFenced
  // when another standby of the ordinal has come.
  Result<bool> turn();

  // Whether the ordinal has ever said anything; until it does, a standby only waits.
  bool has_heard() const { return report_.has_value(); }
  // Whether it has been silent for long enough.
  bool is_due() const { return has_heard() && silent_for_ >= takeover_after_; }

  // Its rows, for the Worker that goes on with them.
  std::vector<std::unique_ptr<ShardRows>> take_over();
  // Brings the rows to the disk.
  Status stop();

  std::vector<Shard*> shards();
  // Records that the rows lack of the positions, all shards together.
  std::int64_t behind() const;
  const StandbyFigures& figures() const { return figures_; }

 private:
  struct Shadow;

  Status hear();
  Status follow_assignment(const v1::WorkerReport& report);
  Result<bool> follow(Shadow& shadow);
  Status open(Shadow& shadow);
  Status read_positions(Shadow& shadow);
  void note(Shadow& shadow, v1::Position position);
  Status compare_if_there(Shadow& shadow);
  Status replace(Shadow& shadow);
  Status say();

  EventLog& log_;
  const Clock& clock_;
  const WorkerSettings settings_;
  const std::chrono::milliseconds takeover_after_;
  StandbyFigures figures_;
  RowsHome home_;
  ReportReader reports_;
  Reporter reporter_;
  std::unique_ptr<FeedSession> voice_;
  std::optional<ReportReader::Heard> report_;  // the ordinal's newest
  // Time without a report in which one could have been heard.
  std::chrono::steady_clock::duration silent_for_{};
  std::chrono::steady_clock::time_point heard_until_;
  std::vector<std::unique_ptr<Shadow>> shadows_;
};

}  // namespace encours
