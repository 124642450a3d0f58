// The part of Worker that answers its group: shards given, taken and lost.
#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "src/engine/worker_slot.h"

namespace encours {

void Worker::give(const std::vector<TopicPartition>& shards) {
  for (const TopicPartition& shard : shards) {
    restoring_.push_back(std::make_unique<Slot>());
    restoring_.back()->log = shard;
  }
  const std::size_t cache_bytes_max =
      settings_.cache_bytes_max / std::max<std::size_t>(1, slots_.size() + restoring_.size());
  for (const auto& slot : restoring_) {
    if (slot->rows == nullptr) {
      slot->rows = rows_of(slot->log, cache_bytes_max);
    }
  }
  warm_.clear();
}

std::unique_ptr<ShardRows> Worker::rows_of(const TopicPartition& shard,
                                           std::size_t cache_bytes_max) {
  for (auto& rows : warm_) {
    if (rows != nullptr && rows->log() == shard) {
      return std::move(rows);
    }
  }
  return std::make_unique<ShardRows>(home_, shard, cache_bytes_max);
}

Status Worker::hear(const GroupNews& news) {
  switch (news.kind) {
    case GroupNews::Kind::kGiven:
      ++figures_.assignments;
      give(news.shards);
      return {};
    case GroupNews::Kind::kTaken:
      return take_back(false);
    case GroupNews::Kind::kLost:
      return take_back(true);
  }
  return {};
}

// Lets go of all shards: those that were lost as they are, others committed and flushed, so that
// nothing has to be folded again where they come back.
Status Worker::take_back(bool is_lost) {
  if (open_) {
    const Status ended = is_lost ? session_->abort() : commit();
    if (!ended) {
      return ended;
    }
  }
  if (!is_lost) {
    for (const auto& slot : slots_) {
      if (Status status = slot->rows->flush_all(); !status) {
        return status;
      }
    }
  }
  drop_shards();
  return session_->let_go();
}

// The group has gone on without us: what was open will never be said, and others may serve our
// shards. The group's own word follows.
Status Worker::expelled() {
  ++figures_.expulsions;
  drop_shards();
  return {};
}

void Worker::drop_shards() {
  drop_transaction();
  kept_.clear();
  ticks_.clear();
  open_ticks_.clear();
  tries_ = 0;
  if (watch_ != nullptr) {
    watch_->let_go();
  }
  slots_.clear();
  restoring_.clear();
}

}  // namespace encours
