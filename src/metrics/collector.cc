#include "src/metrics/collector.h"

#include <algorithm>

#include "operators/domain/day.h"
#include "schemas/topics.h"
#include "src/engine/dead_letter.h"
#include "src/engine/log_reading.h"

namespace encours::metrics {
namespace {

constexpr std::chrono::seconds kPublishInterval{1};
constexpr std::int64_t kMicrosPerDay = std::int64_t{86'400} * 1'000'000;

double seconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double>(time).count();
}

double seconds_of_us(std::int64_t us) {
  return static_cast<double>(us) / 1e6;
}

}  // namespace

Collector::Collector(EventLog& log, Worker& worker, const Clock& clock, Publication& publication)
    : log_(log),
      worker_(worker),
      clock_(clock),
      publication_(publication),
      reader_(credit_, clock) {
  worker.watch(*this);
}

void Collector::started() {
  running_ = true;
  publish();
  publication_.turned(clock_.steady());
  publication_.set_phase(Phase::kRunning);
}

void Collector::turned(bool moved) {
  publication_.turned(clock_.steady());
  // A turn in which nothing moved leaves nothing open; after others committed() has its say.
  if (!moved) reader_.read_some();
  publish_if_due();
}

void Collector::stopping() {
  publication_.set_phase(Phase::kStopping);
}

// --- counting

void Collector::committed(const Committed& transaction) {
  numbers_.folding.observe(seconds(transaction.folding));
  numbers_.committing.observe(seconds(transaction.committing));
  const std::int64_t now_us = clock_.now_us();
  for (const ShardCommit& commit : transaction.shards) {
    count(commit);
    count_age(commit, now_us);
  }
  if (running_) reader_.read_some();
}

void Collector::count(const ShardCommit& commit) {
  Seen& seen = seen_[commit.shard->identity().log];
  const ShardFigures& figures = commit.shard->figures();
  seen.total.folded += figures.folded - seen.counted.folded;
  seen.total.repeats += figures.repeats - seen.counted.repeats;
  seen.total.refused += figures.refused - seen.counted.refused;
  seen.counted = figures;
  for (const Append& output : commit.outputs) {
    ++numbers_.outputs[output.to.topic];
    for (const Header& header : output.headers) {
      if (header.name == kDeadLetterReasonHeader) {
        ++numbers_.dead_letters[{commit.shard->identity().log.topic, header.value}];
      }
    }
    credit_.hear(output);
  }
}

void Collector::count_age(const ShardCommit& commit, std::int64_t now_us) {
  if (commit.logged_at_us.empty()) return;
  TopicNumbers& topic = numbers_.topics[commit.shard->identity().log.topic];
  for (const std::int64_t logged_at_us : commit.logged_at_us) {
    topic.event_age.observe(std::max(0.0, seconds_of_us(now_us - logged_at_us)));
    topic.last_event_us = std::max(topic.last_event_us, logged_at_us);
  }
}

void Collector::refolded(const Shard& shard, std::int64_t until) {
  const TopicPartition& log = shard.identity().log;
  seen_[log].counted = shard.figures();
  numbers_.restore_remaining[log] = until - shard.next_offset();
  publication_.turned(clock_.steady());
  publish_if_due();
}

void Collector::let_go() {
  reader_.set_shards({});
  numbers_.shards.clear();
  numbers_.restore_remaining.clear();
}

// --- publishing

void Collector::publish_if_due() {
  if (clock_.steady() >= publish_at_) publish();
}

void Collector::publish() {
  publish_at_ = clock_.steady() + kPublishInterval;
  look_at_shards();
  numbers_.worker = worker_.figures();
  numbers_.restoring = worker_.restoring();
  numbers_.last_turn_us = running_ ? clock_.now_us() : 0;
  numbers_.credit = credit_.numbers();
  numbers_.credit.complete = running_ && reader_.complete();
  publication_.publish(numbers_);
}

void Collector::look_at_shards() {
  const std::vector<Shard*> shards = worker_.shards();
  numbers_.shards.clear();
  for (Shard* shard : shards) {
    numbers_.shards.push_back(numbers_of(*shard));
  }
  if (running_) reader_.set_shards(shards);
  for (const ShardNumbers& shard : numbers_.shards) {
    // A feed that is silent since the start must show as well.
    const auto [topic, is_new] = numbers_.topics.try_emplace(shard.log.topic);
    if (is_new) topic->second.last_event_us = clock_.now_us();
  }
}

ShardNumbers Collector::numbers_of(Shard& shard) {
  Seen& seen = seen_[shard.identity().log];
  ShardNumbers numbers;
  numbers.log = shard.identity().log;
  numbers.folded = seen.total.folded;
  numbers.repeats = seen.total.repeats;
  numbers.refused = seen.total.refused;
  look_at_lag(shard, seen, numbers);
  numbers.store_lag_records = shard.next_offset() - shard.stored_offset();
  if (numbers.store_lag_records == 0 || seen.stored_offset != shard.stored_offset()) {
    seen.stored_offset = shard.stored_offset();
    seen.store_written_us = clock_.now_us();
  }
  numbers.store_written_us = seen.store_written_us;
  numbers.cache = shard.rows().figures();
  numbers.poisoned = shard.poisoned();
  if (running_ && !shard.poisoned() && shard.day() != kNoDay) {
    numbers.day_us = shard.day() * kMicrosPerDay;
  }
  return numbers;
}

// The offsets up to the end of a log may hold no record but the log's own marks: then nothing
// waits, which is looked up once for each end.
void Collector::look_at_lag(const Shard& shard, Seen& seen, ShardNumbers& numbers) {
  const auto bounds = log_.bounds(numbers.log);
  if (!bounds || bounds->end <= shard.next_offset()) return;
  const std::pair gap{shard.next_offset(), bounds->end};
  if (gap == seen.empty_gap) return;
  if (running_) {
    const auto logged_at_us = first_logged_at_us(log_, shard.identity(), shard.next_offset());
    if (logged_at_us && !logged_at_us->has_value()) {
      seen.empty_gap = gap;
      return;
    }
    if (logged_at_us && **logged_at_us != 0) {
      numbers.lag_us = std::max<std::int64_t>(0, clock_.now_us() - **logged_at_us);
    }
  }
  numbers.lag_records = gap.second - gap.first;
}

}  // namespace encours::metrics
