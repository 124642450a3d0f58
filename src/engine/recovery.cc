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
                                       settings_.cache_bytes_max / slots_.size(), is_empty);
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

Status Worker::recover(Slot& slot) {
  Status opened = open_store(slot);
  if (!opened && opened.error().fault == Fault::kRefused) {
    opened = set_aside(slot);
  }
  if (!opened) {
    return opened;
  }
  const Result<std::optional<std::int64_t>> committed = session_->committed(slot.log);
  if (!committed) {
    return tl::unexpected(committed.error());
  }
  const Result<std::optional<v1::Position>> position =
      read_position(*session_, slot.shard->identity());
  if (!position) {
    return tl::unexpected(position.error());
  }
  const Result<Bounds> bounds = session_->bounds(slot.log);
  if (!bounds) {
    return tl::unexpected(bounds.error());
  }
  const bool begins_at_zero = bounds->first == 0;

  if (!position->has_value()) {
    if (committed->has_value()) {
      return refused(slot.log, "there is a committed offset but no position record");
    }
    if (slot.shard->stored_offset() != 0) {
      return refused(slot.log, "there are stored rows but neither offset nor position record");
    }
    return begins_at_zero ? Status() : refused(slot.log, "the log no longer begins at offset 0");
  }
  const std::int64_t authority = (*position)->next_offset();
  if (*committed != authority) {
    ++figures_.recovery_offset_mismatches;
  }
  if (slot.shard->stored_offset() > authority) {
    if (Status status = set_aside(slot); !status) {
      return status;
    }
  }
  if (slot.shard->stored_offset() == 0 && !begins_at_zero) {
    return refused(slot.log, "the log no longer begins at offset 0 and there is no snapshot");
  }
  if (Status status = fold_muted(slot, authority); !status) {
    return status;
  }
  if (slot.shard->log_hash() != (*position)->log_hash()) {
    return refused(slot.log,
                   "folding the log again gives another log hash than the position record");
  }
  return {};
}

Status Worker::fold_muted(Slot& slot, std::int64_t until) {
  Shard& shard = *slot.shard;
  Decoded input;
  while (shard.next_offset() < until) {
    const Result<std::unique_ptr<Batch>> batch =
        log_.read(slot.log, shard.next_offset(), kPollRecordsMax);
    if (!batch) {
      return tl::unexpected(batch.error());
    }
    bool reached_end = (*batch)->records.empty();
    for (const Record& record : (*batch)->records) {
      if (record.offset >= until) {
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
    if (Status status = flush_some(slot); !status) {
      return status;
    }
    if (reached_end) {
      shard.skip_to(until);
    }
    if (watch_ != nullptr) {
      watch_->refolded(shard, until);
    }
  }
  return {};
}

}  // namespace encours
