// The half of Worker that ends transactions, and what follows from their ends.
#include <fmt/format.h>

#include "schemas/topics.h"
#include "src/engine/limits.h"
#include "src/engine/log_reading.h"
#include "src/engine/worker_slot.h"

namespace encours {
// --- committing

Status Worker::commit() {
  std::vector<CommittedOffset> ends;
  for (const auto& slot : slots_) {
    // Ticks alone go with an offset too: by it the group tells whether the shard is still ours.
    if (!slot->touched && !slot->ticked) {
      continue;
    }
    ends.push_back({slot->log, slot->shard().next_offset()});
    const Status status = session_->append({{std::string(kPositionsTopic), slot->log.partition},
                                            position_key(slot->log.topic, slot->log.partition),
                                            slot->shard().position(),
                                            {}});
    if (!status) {
      return status;
    }
  }
  if (reporter_.is_due()) {
    if (Status status = session_->append(reporter_.report(shard_reports())); !status) {
      return status;
    }
  }
  const auto began = clock_.steady();
  const CommitOutcome outcome = session_->commit(ends);
  committing_ = clock_.steady() - began;
  switch (outcome) {
    case CommitOutcome::kCommitted:
      return committed();
    case CommitOutcome::kAborted:
      ++figures_.aborted;
      return fold_again();
    case CommitOutcome::kExpelled:
      ++figures_.aborted;
      return expelled();
    case CommitOutcome::kUnknown:
      ++figures_.unknown_outcomes;
      return resolve_unknown();
    case CommitOutcome::kFenced:
      break;
  }
  return tl::unexpected(Error{Fault::kFenced, "another worker has taken this one's place"});
}

// How its shards stand, for the worker's report.
std::vector<v1::ShardReport> Worker::shard_reports() const {
  std::vector<v1::ShardReport> reports;
  for (const auto& slot : slots_) {
    reports.push_back(slot->report(v1::SHARD_STATE_SERVED));
  }
  for (const auto& slot : restoring_) {
    reports.push_back(slot->report(v1::SHARD_STATE_RESTORING));
  }
  return reports;
}

void Worker::drop_transaction() {
  open_ = false;
  events_ = 0;
  bytes_ = 0;
  urgent_ = false;
  for (const auto& slot : slots_) {
    slot->ticked = false;
  }
}

Status Worker::committed() {
  for (const auto& slot : slots_) {
    if (slot->touched || slot->ticked) {
      slot->committed = slot->shard().next_offset();
      slot->committed_at_us = clock_.now_us();
    }
  }
  drop_transaction();
  tries_ = 0;
  kept_.clear();
  open_ticks_.clear();
  ++figures_.transactions;
  const Committed transaction = kept_for_watch();
  for (const auto& slot : slots_) {
    if (slot->touched) {
      slot->shard().commit_transaction();
      slot->touched = false;
    }
    if (slot->hash_is_due) {
      slot->hash_is_due = false;
      if (Status status = slot->rows->flush_all(); !status) {
        return status;
      }
    }
    slot->rows->freeze_if_due();
  }
  tell_watch(transaction);
  return {};
}

// C, read once our place is secure again, tells what became of the transaction. Ticks alone move no
// offset: they are given again, and a repeated tick is passed over.
Status Worker::resolve_unknown() {
  if (Status status = session_->init(); !status) {
    return status;
  }
  std::size_t moved = 0;
  std::size_t took_effect = 0;
  for (const auto& slot : slots_) {
    if (!slot->touched) {
      continue;
    }
    const Result<std::optional<std::int64_t>> now = session_->committed(slot->log);
    if (!now) {
      return tl::unexpected(now.error());
    }
    ++moved;
    if (*now == slot->shard().next_offset()) {
      ++took_effect;
    } else if (*now != slot->committed && session_->is_grouped()) {
      return expelled();  // somebody else has gone on from where we stood
    }
  }
  if (took_effect != 0 && took_effect == moved) {
    return committed();
  }
  if (took_effect != 0) {
    return tl::unexpected(Error{Fault::kCorrupt, "a transaction took effect in part: stop"});
  }
  return fold_again();
}

// Undoes the open transaction and folds its records anew.
Status Worker::fold_again() {
  if (++tries_ > kTransactionTriesMax) {
    return tl::unexpected(
        Error{Fault::kRetry, fmt::format("a transaction was aborted {} times in a row", tries_)});
  }
  drop_transaction();
  forget_for_watch();
  for (const auto& slot : slots_) {
    if (slot->touched) {
      slot->shard().undo_transaction();
      slot->touched = false;
      slot->hash_is_due = false;
    }
  }
  const std::vector<Kept> again = std::exchange(kept_, {});
  if (Status status = open_transaction(); !status) {
    return status;
  }
  for (const Kept& kept : again) {
    const Result<std::size_t> last = fold_records(*kept.batch, kept.first, kept.last);
    if (!last) {
      return tl::unexpected(last.error());
    }
    kept_.push_back(kept);
  }
  return commit();
}

// --- flushing

Status Worker::flush_some(Slot& slot) {
  if (slot.rows->is_full() && open_) {
    return commit();  // no more events until there is room, and nothing is open meanwhile
  }
  if (Status status = slot.rows->flush_some(); !status) {
    return status;
  }
  if (!open_) {
    slot.rows->freeze_if_due();
  }
  return {};
}

}  // namespace encours
