#include "src/engine/worker.h"

#include <algorithm>

#include "operators/domain/assert.h"
#include "schemas/topics.h"
#include "src/engine/limits.h"
#include "src/engine/worker_slot.h"

namespace encours {
namespace {

// Whether a record at `offset` is the last before a multiple at which replicas compare their state.
bool ends_hash_interval(std::int64_t offset) {
  return (offset + 1) % kStateHashOffsets == 0;
}

}  // namespace

Worker::Worker(EventLog& log, StoreFactory& stores, const Clock& clock, WorkerSettings settings,
               std::vector<TopicPartition> shards,
               std::function<const Topology&(std::string_view topic)> topology_of)
    : log_(log),
      clock_(clock),
      settings_(std::move(settings)),
      home_{log,
            stores,
            clock,
            std::move(topology_of),
            settings_.flush_bytes,
            settings_.flush_interval,
            settings_.fold_version,
            figures_},
      own_shards_(std::move(shards)),
      pace_(settings_.commit_interval_min, settings_.commit_interval_max),
      reporter_(clock, settings_.report_interval,
                {settings_.ordinal, settings_.host, false, settings_.fold_version}) {}

Worker::~Worker() = default;

void Worker::take_warm(std::vector<std::unique_ptr<ShardRows>> warm) {
  warm_ = std::move(warm);
  for (const auto& rows : warm_) {
    rows->move_to(home_);
  }
}

std::vector<Shard*> Worker::shards() {
  std::vector<Shard*> shards;
  for (const auto& slot : slots_) {
    shards.push_back(&slot->shard());
  }
  return shards;
}

std::vector<const Shard*> Worker::poisoned() const {
  std::vector<const Shard*> poisoned;
  for (const auto& slot : slots_) {
    if (slot->shard().poisoned().has_value()) {
      poisoned.push_back(&slot->shard());
    }
  }
  return poisoned;
}

Status Worker::start() {
  if (Status status = reporter_.open(log_); !status) {
    return status;
  }
  Result<std::unique_ptr<LogSession>> session = log_.open_session(settings_.ordinal);
  if (!session) {
    return tl::unexpected(session.error());
  }
  session_ = std::move(*session);
  if (Status status = session_->init(); !status) {
    return status;
  }
  if (session_->is_grouped()) {
    return {};
  }
  give(own_shards_);
  while (!restoring_.empty()) {
    if (const Result<bool> moved = restore_some(); !moved) {
      return tl::unexpected(moved.error());
    }
  }
  return {};
}

Worker::Slot* Worker::slot_of(std::uint32_t source) {
  for (const auto& slot : slots_) {
    if (slot->source == source) {
      return slot.get();
    }
  }
  return nullptr;
}

void Worker::append_tick(const TopicPartition& shard, const v1::Event& tick) {
  ticks_.push_back({shard, shard_key(shard.partition), tick.SerializeAsString(), {}});
}

// --- one round

Result<bool> Worker::turn() {
  Result<bool> restored = restore_some();
  if (!restored) {
    return restored;
  }
  bool moved = *restored;
  for (const auto& slot : slots_) {
    if (Status status = flush_some(*slot); !status) {
      return tl::unexpected(status.error());
    }
  }
  if ((!ticks_.empty() || reporter_.is_due()) && !open_) {
    if (Status status = open_transaction(); !status) {
      return tl::unexpected(status.error());
    }
    moved = true;
  }
  Result<std::unique_ptr<Batch>> batch = session_->poll(kPollRecordsMax, poll_timeout());
  if (!batch) {
    return tl::unexpected(batch.error());
  }
  if (const std::optional<GroupNews> news = session_->news()) {
    if (Status status = hear(*news); !status) {
      return tl::unexpected(status.error());
    }
    if (news->kind != GroupNews::Kind::kGiven) {
      return true;  // what was polled is not ours to fold any more
    }
    moved = true;
  }
  const std::size_t size = (*batch)->records.size();
  const bool empty = size == 0;
  if (empty) {
    pace_.caught_up();
  } else if (size == kPollRecordsMax) {
    pace_.fell_behind();
  }
  if (!empty) {
    moved = true;
    if (Status status = fold_batch(std::move(*batch)); !status) {
      return tl::unexpected(status.error());
    }
  }
  if (open_ && (empty || commit_is_due())) {
    moved = true;
    if (Status status = commit(); !status) {
      return tl::unexpected(status.error());
    }
  }
  return moved;
}

// What waits for its commit waits no longer than the rest of its interval for company.
std::chrono::milliseconds Worker::poll_timeout() const {
  using std::chrono::milliseconds;
  if (draining_ || !restoring_.empty()) {
    return milliseconds(0);
  }
  if (!open_) {
    return settings_.poll_timeout;
  }
  const auto age = std::chrono::duration_cast<milliseconds>(clock_.steady() - opened_at_);
  return urgent_ ? milliseconds(0) : std::max(milliseconds(0), pace_.interval() - age);
}

Status Worker::drain() {
  // A log may end in offsets without records, and a poll may come back short: several empty rounds
  // are the end.
  constexpr int kEmptyRounds = 3;
  draining_ = true;
  Status status;
  for (int empty = 0; status && empty < kEmptyRounds;) {
    const Result<bool> moved = turn();
    if (!moved) {
      status = tl::unexpected(moved.error());
      break;
    }
    bool at_end = !*moved && restoring_.empty();
    for (const auto& slot : slots_) {
      const Result<Bounds> bounds = session_->bounds(slot->log);
      at_end = at_end && bounds.has_value() && slot->shard().next_offset() >= bounds->end;
    }
    empty = at_end ? kEmptyRounds : *moved ? 0 : empty + 1;
  }
  draining_ = false;
  return status;
}

Status Worker::stop() {
  if (session_ == nullptr) {
    return {};
  }
  if (open_) {
    if (Status status = commit(); !status) {
      return status;
    }
  }
  for (const auto& slot : slots_) {
    if (Status status = slot->rows->flush_all(); !status) {
      return status;
    }
  }
  return {};
}

bool Worker::commit_is_due() const {
  return urgent_ || events_ >= kTransactionEventsMax || bytes_ >= kTransactionBytesMax ||
         clock_.steady() - opened_at_ >= pace_.interval();
}

// --- folding

Status Worker::open_transaction() {
  if (open_) {
    return {};
  }
  if (Status status = session_->begin(); !status) {
    return status;
  }
  open_ = true;
  opened_at_ = clock_.steady();
  std::move(ticks_.begin(), ticks_.end(), std::back_inserter(open_ticks_));
  ticks_.clear();
  for (const Append& tick : open_ticks_) {
    if (Status status = session_->append(tick); !status) {
      return status;
    }
    for (const auto& slot : slots_) {
      slot->ticked = slot->ticked || slot->log == tick.to;
    }
  }
  return {};
}

Status Worker::fold_batch(std::shared_ptr<const Batch> batch) {
  const std::size_t size = batch->records.size();
  for (std::size_t first = 0; first < size;) {
    if (Status status = open_transaction(); !status) {
      return status;
    }
    const auto began = clock_.steady();
    Result<std::size_t> last = fold_records(*batch, first, size);
    folding_ += clock_.steady() - began;
    if (!last) {
      return tl::unexpected(last.error());
    }
    kept_.push_back({batch, first, *last});
    first = *last;
    if (first < size) {
      // The state's hash is taken here: commit and freeze at this very offset.
      if (Status status = commit(); !status) {
        return status;
      }
    }
  }
  for (const auto& slot : slots_) {
    slot->shard().rows().evict();
  }
  return {};
}

Status Worker::decode_and_prefetch(const Batch& batch, std::size_t first, std::size_t last) {
  decoded_.resize(std::max(decoded_.size(), last - first));
  verdicts_.resize(decoded_.size());
  std::vector<std::vector<const Decoded*>> wanted(slots_.size());
  for (std::size_t i = first; i < last; ++i) {
    const Record& record = batch.records[i];
    for (std::size_t place = 0; place < slots_.size(); ++place) {
      Slot& slot = *slots_[place];
      if (slot.source != record.source) {
        continue;
      }
      Decoded& input = decoded_[i - first];
      verdicts_[i - first] =
          decode(record, slot.log, slot.shard().identity().partition_count, input);
      if (verdicts_[i - first].accepted()) {
        wanted[place].push_back(&input);
      }
    }
  }
  for (std::size_t place = 0; place < slots_.size(); ++place) {
    if (Status status = slots_[place]->shard().prefetch(wanted[place]); !status) {
      return status;
    }
  }
  return {};
}

// Folds records up to `last`, or fewer if one ends a hash interval; returns where it stopped.
Result<std::size_t> Worker::fold_records(const Batch& batch, std::size_t first, std::size_t last) {
  if (Status status = decode_and_prefetch(batch, first, last); !status) {
    return tl::unexpected(status.error());
  }
  for (std::size_t i = first; i < last; ++i) {
    const Record& record = batch.records[i];
    Slot* slot = slot_of(record.source);
    if (slot == nullptr || slot->shard().poisoned().has_value()) {
      continue;
    }
    outputs_.clear();
    const Status folded =
        slot->shard().fold(record, decoded_[i - first], verdicts_[i - first], &outputs_);
    if (!folded) {
      return tl::unexpected(folded.error());
    }
    if (slot->shard().poisoned().has_value()) {
      session_->unassign(slot->log);
      continue;
    }
    ++events_;
    bytes_ += record.key.size() + record.value.size();
    urgent_ = urgent_ || decoded_[i - first].event.urgent();
    slot->touched = true;
    if (Status status = send(outputs_); !status) {
      return tl::unexpected(status.error());
    }
    keep_for_watch(*slot, decoded_[i - first], verdicts_[i - first]);
    if (ends_hash_interval(record.offset)) {
      slot->hash_is_due = true;
      return i + 1;
    }
  }
  return last;
}

Status Worker::send(std::vector<Append>& outputs) {
  for (const Append& output : outputs) {
    bytes_ += output.key.size() + output.value.size();
    if (Status status = session_->append(output); !status) {
      return status;
    }
  }
  return {};
}

}  // namespace encours
