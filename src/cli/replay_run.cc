#include "src/cli/replay_run.h"

#include <algorithm>

#include <fmt/format.h>

#include "schemas/topics.h"
#include "src/cli/policy_feed.h"
#include "src/engine/ticks.h"
#include "src/ingest/feed/router.h"

namespace encours::cli {
namespace {

using Stage = ReplayCursor::Stage;

std::int64_t start_us(Day day) {
  return day * kMicrosPerDay;
}

Failure unfinished(const std::string& path, const ReplayCursor& cursor) {
  return {ExitCode::kFailed,
          fmt::format("{}: a replay of other events was interrupted at {}; run it again with its "
                      "own files first, or replay into another folder",
                      path, format_day(cursor.day))};
}

}  // namespace

ReplayRun::ReplayRun(DataFolder& folder, const ReplayInput& input, const v1::Policy& policy)
    : folder_(folder), input_(input), policy_(policy) {
  worker_ = std::make_unique<Worker>(folder.log(), folder.stores(), clock_, WorkerSettings{},
                                     folder.shards(), &topology_of);
}

ReplayRun::~ReplayRun() = default;

tl::expected<ReplayFigures, Failure> ReplayRun::run(Day until, const Told& progress) {
  if (const Done begun = begin(); !begun) return tl::unexpected(begun.error());
  const Day last = until != kNoDay ? until : input_.last_day();
  if (cursor_.stage == Stage::kFinished && cursor_.day <= last) cursor_.stage = Stage::kOpen;
  figures_.nothing_to_do = cursor_.stage == Stage::kFinished;
  while (cursor_.stage != Stage::kFinished) {
    const Day day = cursor_.day;
    if (const Done stepped = step(last); !stepped) return tl::unexpected(stepped.error());
    if (cursor_.day != day) {
      ++figures_.days;
      figures_.appended = cursor_.appended;
      progress(day, figures_);
    }
  }
  Status ended = worker_->stop();
  if (ended) ended = folder_.log().sync();
  if (!ended) return tl::unexpected(failure_of(ended.error()));
  return figures_;
}

// --- where to begin ------------------------------------------------------------------------------

ReplayRun::Done ReplayRun::begin() {
  auto feed = folder_.log().open_feed("replay");
  if (!feed) return tl::unexpected(failure_of(feed.error()));
  feed_ = std::move(*feed);
  const auto text = feed_->cursor();
  if (!text) return tl::unexpected(failure_of(text.error()));
  const auto last = *text ? ReplayCursor::parse(**text) : ReplayCursor{};
  if (!last) {
    return tl::unexpected(Failure{
        ExitCode::kIo, fmt::format("{}: how far the last replay came cannot be read; replay into "
                                   "a new folder",
                                   folder_.path())});
  }
  cursor_ = *last;
  if (const Status started = worker_->start(); !started) {
    return tl::unexpected(failure_of(started.error()));
  }
  return cursor_.input == input_.fingerprint() ? begin_again() : begin_anew();
}

// The input that the folder knows: goes on where it was killed, or where it ended.
ReplayRun::Done ReplayRun::begin_again() {
  if (cursor_.stage == Stage::kFinished) return bring_policy();
  const auto same = is_last_policy(folder_.log(), policy_);
  if (!same) return tl::unexpected(same.error());
  if (*same) return {};
  return tl::unexpected(Failure{
      ExitCode::kFailed,
      fmt::format("{}: this replay was begun with another policy and is not finished; end it with "
                  "that policy first, or replay into another folder",
                  folder_.path())});
}

ReplayRun::Done ReplayRun::begin_anew() {
  if (!cursor_.input.empty() && cursor_.stage != Stage::kFinished) {
    return tl::unexpected(unfinished(folder_.path(), cursor_));
  }
  const auto& finished = cursor_.finished;
  if (std::find(finished.begin(), finished.end(), input_.fingerprint()) != finished.end()) {
    cursor_.input = input_.fingerprint();
    cursor_.appended = input_.size();
    return bring_policy();
  }
  // Whatever else stands in the log is folded first: only then is it known which day is open.
  if (const Done drained = drain(); !drained) return drained;
  if (const Done level = level_shards(); !level) return level;
  if (const Done brought = bring_policy(); !brought) return brought;
  const Day today = shard_day();
  cursor_.input = input_.fingerprint();
  cursor_.appended = 0;
  if (today == kNoDay) {
    cursor_.day = input_.first_day();
    cursor_.stage = input_.size() > 0 ? Stage::kOpen : Stage::kFinished;
  } else if (input_.count_through(today) > 0) {
    cursor_.day = today;
    cursor_.stage = Stage::kOpened;
  } else {
    cursor_.day = today + 1;
    cursor_.stage = Stage::kOpen;
  }
  return {};
}

ReplayRun::Done ReplayRun::bring_policy() {
  const Day day = shard_day() != kNoDay ? shard_day() : input_.first_day();
  const auto appended = append_policy(folder_.log(), policy_, day == kNoDay ? 0 : start_us(day));
  if (!appended) return tl::unexpected(appended.error());
  return *appended ? drain() : Done{};
}

// A service that was killed in the middle of a turn of days may have left some shards a day behind.
ReplayRun::Done ReplayRun::level_shards() {
  const Day today = shard_day();
  while (true) {
    std::vector<Append> records;
    for (Shard* shard : worker_->shards()) {
      if (shard->day() == today) continue;
      const Day next = shard->day() == kNoDay ? today : shard->day() + 1;
      const TopicPartition& log = shard->identity().log;
      records.push_back(
          {log, shard_key(log.partition), day_turned_event(next).SerializeAsString(), {}});
    }
    if (records.empty()) return {};
    if (const Done appended = append(records); !appended) return appended;
    if (const Done drained = drain(); !drained) return drained;
  }
}

Day ReplayRun::shard_day() {
  Day latest = kNoDay;
  for (Shard* shard : worker_->shards())
    latest = std::max(latest, shard->day());
  return latest;
}

// --- one step ------------------------------------------------------------------------------------

ReplayRun::Done ReplayRun::step(Day last) {
  if (cursor_.stage != Stage::kEvents) {
    if (const Done drained = drain(); !drained) return drained;
  }
  if (cursor_.stage != Stage::kOpen) return append_events(last);
  if (cursor_.day <= last) return open_day();
  cursor_.stage = Stage::kFinished;
  if (cursor_.appended == input_.size()) cursor_.note_finished();
  return append({});
}

ReplayRun::Done ReplayRun::open_day() {
  std::vector<Append> records;
  for (const TopicPartition& shard : folder_.shards()) {
    records.push_back(
        {shard, shard_key(shard.partition), day_turned_event(cursor_.day).SerializeAsString(), {}});
  }
  cursor_.stage = Stage::kOpened;
  return append(records);
}

ReplayRun::Done ReplayRun::append_events(Day last) {
  const std::size_t through = input_.count_through(std::min(cursor_.day, last));
  std::vector<Append> records;
  std::size_t bytes = 0;
  const Router router(folder_.partitions());
  const std::uint64_t before = cursor_.appended;
  while (cursor_.appended < through && records.size() < kAppendRecordsMax &&
         bytes < kAppendBytesMax) {
    const ReplayInput::Item item = input_.item(cursor_.appended);
    router.add(item.key, item.value, records);
    bytes += item.key.size() + item.value.size();
    ++cursor_.appended;
  }
  cursor_.stage = Stage::kEvents;
  if (cursor_.appended >= through) {
    add_beats(records);
    cursor_.stage = Stage::kOpen;
    ++cursor_.day;
  }
  figures_.events += cursor_.appended - before;
  return append(records);
}

void ReplayRun::add_beats(std::vector<Append>& records) {
  for (Shard* shard : worker_->shards()) {
    // Late entries come after the day's own beat: theirs is the next instant.
    const std::int64_t at = std::max(last_second_us(cursor_.day), shard->instant_us() + 1);
    const TopicPartition& log = shard->identity().log;
    records.push_back(
        {log, shard_key(log.partition), beat_event(cursor_.day, at).SerializeAsString(), {}});
  }
}

ReplayRun::Done ReplayRun::append(const std::vector<Append>& records) {
  const Status appended = feed_->append(records, cursor_.text());
  if (!appended) return tl::unexpected(failure_of(appended.error()));
  return {};
}

ReplayRun::Done ReplayRun::drain() {
  if (const Status drained = worker_->drain(); !drained) {
    return tl::unexpected(failure_of(drained.error()));
  }
  const std::vector<const Shard*> poisoned = worker_->poisoned();
  if (poisoned.empty()) return {};
  const Shard& shard = *poisoned.front();
  return tl::unexpected(Failure{
      ExitCode::kInternal,
      fmt::format("a mistake of ours stopped {}/{} at offset {}: {}\n"
                  "Please report it with what this prints: encours log dump --data {} --partition "
                  "{} --from {} --limit 1",
                  shard.identity().log.topic, shard.identity().log.partition,
                  shard.poisoned()->offset, shard.poisoned()->message, folder_.path(),
                  shard.identity().log.partition, shard.poisoned()->offset)});
}

}  // namespace encours::cli
