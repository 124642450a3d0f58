// A replay itself: business day by business day into the log, and the fold after each step. Used by
// replay and by whoever plays history into a folder.
//
// For every calendar day: `DayTurned` to every partition, all shards to the end of their logs (so
// that the day's sweeps stand before its events), the day's events in their order, one `Beat` at
// 23:59:59 UTC, all shards to the end again. A day is the UTC date of logged_at. What is appended,
// and in which order, depends on the input alone: a replay that is killed at any moment and started
// again ends in the same logs, byte for byte, because the cursor is written with the records and
// nothing is folded while a step is half appended.
//
// Another input into the same folder goes on after the shard's day; its events of that day and
// before are late entries, appended to the day that is open. An input that was finished before
// appends nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "encours/v1/policy.pb.h"
#include "src/cli/data_folder.h"
#include "src/cli/replay_cursor.h"
#include "src/cli/replay_input.h"
#include "src/engine/worker.h"

namespace encours::cli {

// One append of a day's events holds at most so many records and bytes: bounded memory, and a
// bounded batch of the log.
inline constexpr std::size_t kAppendRecordsMax = 5'000;
inline constexpr std::size_t kAppendBytesMax = std::size_t{4} << 20U;

// What this run did; a run that was resumed tells only its own part.
struct ReplayFigures {
  std::uint64_t events = 0;
  std::uint64_t days = 0;
  std::uint64_t appended = 0;  // events of the input in the folder, those of earlier runs too
  bool nothing_to_do = false;  // the input was in the folder already
};

class ReplayRun {
 public:
  // All must outlive the run.
  ReplayRun(DataFolder& folder, const ReplayInput& input, const v1::Policy& policy);
  ~ReplayRun();

  // `until`: the last day to turn, kNoDay = the input's own last day. Later events are left for
  // another run. `progress` is told after each day.
  using Told = std::function<void(Day day, const ReplayFigures& so_far)>;
  tl::expected<ReplayFigures, Failure> run(Day until, const Told& progress);

  // The shards as they stand; valid after run().
  std::vector<Shard*> shards() { return worker_->shards(); }

 private:
  using Done = tl::expected<void, Failure>;

  Done begin();
  Done begin_again();
  Done begin_anew();
  Done bring_policy();
  Done level_shards();
  Done step(Day last);
  Done open_day();
  Done append_events(Day last);
  Done append(const std::vector<Append>& records);
  Done drain();
  void add_beats(std::vector<Append>& records);
  Day shard_day();

  DataFolder& folder_;
  const ReplayInput& input_;
  const v1::Policy& policy_;
  SystemClock clock_;
  std::unique_ptr<Worker> worker_;
  std::unique_ptr<FeedSession> feed_;
  ReplayCursor cursor_;
  ReplayFigures figures_;
};

}  // namespace encours::cli
