// How a worker finds where a shard stands: the table of README.md ("On assignment").
#include <fmt/format.h>

#include "encours/v1/outputs.pb.h"
#include "operators/domain/assert.h"
#include "src/engine/limits.h"
#include "src/engine/worker_slot.h"

namespace encours {
namespace {

tl::unexpected<Error> refused(const TopicPartition& log, std::string_view why) {
  return tl::unexpected(
      Error{Fault::kRefused, fmt::format("{}/{}: {}; `encours status` shows what is there",
                                         log.topic, log.partition, why)});
}

// P of the shard, checked to be of this log and fold version.
Result<std::optional<v1::Position>> read_position(LogSession& session,
                                                  const ShardIdentity& identity) {
  const Result<std::optional<std::string>> bytes = session.last_position(identity.log);
  if (!bytes) {
    return tl::unexpected(bytes.error());
  }
  if (!bytes->has_value()) {
    return std::optional<v1::Position>();
  }
  v1::Position position;
  if (!position.ParseFromString(**bytes)) {
    return tl::unexpected(Error{Fault::kCorrupt, "a position record cannot be decoded"});
  }
  if (position.cluster_id() != identity.cluster_id) {
    return refused(identity.log, "the positions are of another cluster");
  }
  if (position.partition_count() != identity.partition_count) {
    return refused(identity.log, fmt::format("the log had {} partitions and has {}",
                                             position.partition_count(), identity.partition_count));
  }
  if (position.fold_version() != kFoldVersion) {
    return refused(identity.log,
                   fmt::format("it was folded by version {}, this binary folds version {}: drain "
                               "it with the binary that wrote it",
                               position.fold_version(), kFoldVersion));
  }
  return std::optional<v1::Position>(std::move(position));
}

}  // namespace

Status Worker::open_store(Slot& slot) {
  const Result<std::int32_t> partitions = log_.partition_count(slot.log.topic);
  if (!partitions) {
    return tl::unexpected(partitions.error());
  }
  slot.flusher.reset();
  slot.shard.reset();
  slot.store.reset();
  Result<std::unique_ptr<StateStore>> store = stores_.open(slot.log);
  if (!store) {
    return tl::unexpected(store.error());
  }
  slot.store = std::move(*store);
  const bool is_empty = !slot.store->scan("", "")->valid();
  slot.shard = std::make_unique<Shard>(ShardIdentity{log_.cluster_id(), slot.log, *partitions},
                                       topology_of_(slot.log.topic), *slot.store,
                                       settings_.cache_bytes_max / given_, is_empty);
  slot.flusher = std::make_unique<Flusher>(*slot.store);
  slot.frozen_at = clock_.steady();
  return slot.shard->open();
}

Status Worker::set_aside(Slot& slot) {
  ++figures_.stores_set_aside;
  slot.flusher.reset();
  slot.shard.reset();
  slot.store.reset();
  if (Status status = stores_.set_aside(slot.log); !status) {
    return status;
  }
  return open_store(slot);
}

// Puts the newest snapshot that is not ahead of what was said in the place of the rows.
Status Worker::restore_snapshot(Slot& slot) {
  slot.flusher.reset();
  slot.shard.reset();
  slot.store.reset();
  const Result<bool> restored = stores_.restore(slot.log, slot.until);
  if (!restored) {
    return tl::unexpected(restored.error());
  }
  figures_.snapshots_restored += *restored ? 1U : 0U;
  return open_store(slot);
}

// Finds rows to begin from: the stored ones, those of a snapshot, or none at all.
Status Worker::take_rows(Slot& slot, const Bounds& bounds) {
  if (slot.shard->stored_offset() > slot.until) {
    if (Status status = set_aside(slot); !status) {
      return status;
    }
  }
  if (slot.shard->stored_offset() == 0 || slot.shard->stored_offset() < bounds.first) {
    if (Status status = restore_snapshot(slot); !status) {
      return status;
    }
  }
  if (slot.shard->stored_offset() < bounds.first) {
    return refused(slot.log, fmt::format("the log begins at offset {} and neither rows nor a "
                                         "snapshot reach it",
                                         bounds.first));
  }
  return {};
}

// The table of README.md: decides where the shard stands, and takes the rows to get there.
Status Worker::recover(Slot& slot) {
  Status opened = open_store(slot);
  if (!opened &&
      (opened.error().fault == Fault::kRefused || opened.error().fault == Fault::kCorrupt)) {
    opened = set_aside(slot);
  }
  if (!opened) {
    return opened;
  }
  const Result<std::optional<std::int64_t>> committed = session_->committed(slot.log);
  if (!committed) {
    return tl::unexpected(committed.error());
  }
  slot.committed = *committed;
  const Result<std::optional<v1::Position>> position =
      read_position(*session_, slot.shard->identity());
  if (!position) {
    return tl::unexpected(position.error());
  }
  const Result<Bounds> bounds = session_->bounds(slot.log);
  if (!bounds) {
    return tl::unexpected(bounds.error());
  }
  if (!position->has_value()) {
    if (committed->has_value()) {
      return refused(slot.log, "there is a committed offset but no position record");
    }
    if (slot.shard->stored_offset() != 0) {
      return refused(slot.log, "there are stored rows but neither offset nor position record");
    }
    return bounds->first == 0 ? Status()
                              : refused(slot.log, "the log no longer begins at offset 0");
  }
  slot.until = (*position)->next_offset();
  slot.hash_there = (*position)->log_hash();
  if (*committed != slot.until) {
    ++figures_.recovery_offset_mismatches;
  }
  return take_rows(slot, *bounds);
}

// Whether the rows, brought to the position, are of the log that was folded. Rows that are not are
// replaced, once.
Result<bool> Worker::stands_where_said(Slot& slot) {
  if (!slot.hash_there.has_value() || slot.shard->poisoned().has_value() ||
      slot.shard->log_hash() == *slot.hash_there) {
    return true;
  }
  if (slot.is_doubted) {
    return refused(slot.log,
                   "folding the log again gives another log hash than the position record");
  }
  slot.is_doubted = true;
  const Result<Bounds> bounds = session_->bounds(slot.log);
  if (!bounds) {
    return tl::unexpected(bounds.error());
  }
  Status status = set_aside(slot);
  if (status) {
    status = take_rows(slot, *bounds);
  }
  return status ? Result<bool>(false) : tl::unexpected(status.error());
}

Status Worker::serve(std::unique_ptr<Slot> slot) {
  if (!slot->shard->poisoned().has_value()) {
    const Result<std::uint32_t> source = session_->assign(slot->log, slot->shard->next_offset());
    if (!source) {
      return tl::unexpected(source.error());
    }
    slot->source = *source;
  }
  if (watch_ != nullptr) {
    watch_->refolded(*slot->shard, slot->shard->next_offset());
  }
  slots_.push_back(std::move(slot));
  return {};
}

// Brings up each shard that is not served yet by one batch; true if there was one. A shard whose
// last owner's transaction is undecided waits for the next round.
Result<bool> Worker::restore_some() {
  const bool any = !restoring_.empty();
  for (auto place = restoring_.begin(); place != restoring_.end();) {
    Slot& slot = **place;
    Status status;
    bool is_there = false;
    if (slot.shard == nullptr) {
      status = recover(slot);
      if (!status && status.error().fault == Fault::kRetry && session_->is_grouped()) {
        slot.shard.reset();
        ++place;
        continue;
      }
    } else if (slot.shard->next_offset() < slot.until && !slot.shard->poisoned().has_value()) {
      status = fold_muted(slot);
    } else {
      const Result<bool> stands = stands_where_said(slot);
      status = stands ? Status() : tl::unexpected(stands.error());
      is_there = stands.has_value() && *stands;
    }
    if (status && is_there) {
      status = serve(std::move(*place));
      place = restoring_.erase(place);
    } else {
      ++place;
    }
    if (!status) {
      return tl::unexpected(status.error());
    }
  }
  return any;
}

// One batch.
Status Worker::fold_muted(Slot& slot) {
  Shard& shard = *slot.shard;
  const Result<std::unique_ptr<Batch>> batch =
      log_.read(slot.log, shard.next_offset(), kPollRecordsMax);
  if (!batch) {
    return batch.error().fault == Fault::kRetry && session_->is_grouped()
               ? Status()
               : tl::unexpected(batch.error());
  }
  bool reached_end = (*batch)->records.empty();
  Decoded input;
  for (const Record& record : (*batch)->records) {
    if (record.offset >= slot.until) {
      reached_end = true;
      break;
    }
    const Verdict verdict = decode(record, slot.log, shard.identity().partition_count, input);
    if (Status status = shard.fold(record, input, verdict, nullptr); !status) {
      return status;
    }
    if (shard.poisoned().has_value()) {
      return {};
    }
    ++figures_.muted;
  }
  shard.commit_transaction();
  shard.rows().evict();
  freeze_if_due(slot);
  if (reached_end) {
    shard.skip_to(slot.until);
  }
  if (watch_ != nullptr) {
    watch_->refolded(shard, slot.until);
  }
  return flush_some(slot);
}

}  // namespace encours
