// How a worker finds where a shard stands: the table of README.md ("On assignment").
#include <algorithm>

#include <fmt/format.h>

#include "encours/v1/outputs.pb.h"
#include "operators/domain/assert.h"
#include "src/engine/log_reading.h"
#include "src/engine/worker_slot.h"

namespace encours {
namespace {

tl::unexpected<Error> refused(const TopicPartition& log, std::string_view why) {
  return tl::unexpected(
      Error{Fault::kRefused, fmt::format("{}/{}: {}; `encours status` shows what is there",
                                         log.topic, log.partition, why)});
}

// A refusal names the shard.
Status of_shard(const TopicPartition& log, const Status& status) {
  return status || status.error().fault != Fault::kRefused ? status
                                                           : refused(log, status.error().message);
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
  if (const Status status = of_shard(identity.log, check_position(position, identity)); !status) {
    return tl::unexpected(status.error());
  }
  if (position.fold_version() != identity.fold_version) {
    return refused(identity.log,
                   fmt::format("it was folded by version {}, this binary folds version {}: go on "
                               "with the binary that wrote it",
                               position.fold_version(), identity.fold_version));
  }
  return std::optional<v1::Position>(std::move(position));
}

}  // namespace

// The table of README.md: decides where the shard stands, and takes the rows to get there.
Status Worker::recover(Slot& slot) {
  if (!slot.rows->is_open()) {
    if (Status opened = slot.rows->open(); !opened) {
      return opened;
    }
  }
  const Result<std::optional<std::int64_t>> committed = session_->committed(slot.log);
  if (!committed) {
    return tl::unexpected(committed.error());
  }
  slot.committed = *committed;
  const Result<std::optional<v1::Position>> position =
      read_position(*session_, slot.shard().identity());
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
    if (slot.shard().stored_offset() != 0) {
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
  return of_shard(slot.log, slot.rows->take(slot.until, bounds->first));
}

// Whether the rows, brought to the position, are of the log that was folded. Rows that are not are
// replaced, once.
Result<bool> Worker::stands_where_said(Slot& slot) {
  if (!slot.hash_there.has_value() || slot.shard().poisoned().has_value() ||
      slot.shard().log_hash() == *slot.hash_there) {
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
  const Status replaced = of_shard(slot.log, slot.rows->replace(slot.until, bounds->first));
  return replaced ? Result<bool>(false) : tl::unexpected(replaced.error());
}

Status Worker::serve(std::unique_ptr<Slot> slot) {
  if (!slot->shard().poisoned().has_value()) {
    const Result<std::uint32_t> source = session_->assign(slot->log, slot->shard().next_offset());
    if (!source) {
      return tl::unexpected(source.error());
    }
    slot->source = *source;
  }
  if (watch_ != nullptr) {
    watch_->refolded(slot->shard(), slot->shard().next_offset());
  }
  // In order, whichever was there first.
  const auto place =
      std::lower_bound(slots_.begin(), slots_.end(), slot,
                       [](const auto& one, const auto& other) { return one->log < other->log; });
  slots_.insert(place, std::move(slot));
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
    if (!slot.is_found) {
      status = recover(slot);
      slot.is_found = status.has_value();
      if (!status && status.error().fault == Fault::kRetry && session_->is_grouped()) {
        ++place;
        continue;
      }
    } else if (slot.shard().next_offset() < slot.until && !slot.shard().poisoned().has_value()) {
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
  const Status folded = slot.rows->fold_muted(slot.until);
  if (!folded) {
    return folded.error().fault == Fault::kRetry && session_->is_grouped() ? Status() : folded;
  }
  if (watch_ != nullptr) {
    watch_->refolded(slot.shard(), slot.until);
  }
  return {};
}

}  // namespace encours
