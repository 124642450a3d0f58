#include "src/engine/shard_rows.h"

#include <limits>

#include <fmt/format.h>

#include "src/engine/limits.h"

namespace encours {

ShardRows::ShardRows(RowsHome& home, TopicPartition log, std::size_t cache_bytes_max)
    : home_(&home), log_(std::move(log)), cache_bytes_max_(cache_bytes_max) {}

// --- where they come from

void ShardRows::close() {
  flusher_.reset();
  shard_.reset();
  store_.reset();
}

Status ShardRows::open_store() {
  const Result<std::int32_t> partitions = home_->log.partition_count(log_.topic);
  if (!partitions) {
    return tl::unexpected(partitions.error());
  }
  close();
  Result<std::unique_ptr<StateStore>> store = home_->stores.open(log_);
  if (!store) {
    return tl::unexpected(store.error());
  }
  store_ = std::move(*store);
  const bool is_empty = !store_->scan("", "")->valid();
  shard_ = std::make_unique<Shard>(
      ShardIdentity{home_->log.cluster_id(), log_, *partitions, home_->fold_version},
      home_->topology_of(log_.topic), *store_, cache_bytes_max_, is_empty);
  flusher_ = std::make_unique<Flusher>(*store_);
  frozen_at_ = home_->clock.steady();
  return shard_->open();
}

Status ShardRows::open() {
  const Status opened = open_store();
  const bool is_unreadable = !opened && (opened.error().fault == Fault::kRefused ||
                                         opened.error().fault == Fault::kCorrupt);
  return is_unreadable ? set_aside() : opened;
}

Status ShardRows::set_aside() {
  ++home_->figures.stores_set_aside;
  close();
  if (Status status = home_->stores.set_aside(log_); !status) {
    return status;
  }
  return open_store();
}

// Puts the newest snapshot that is not beyond `until` in the place of the rows.
Status ShardRows::restore(std::int64_t until) {
  close();
  const Result<bool> restored = home_->stores.restore(log_, until);
  if (!restored) {
    return tl::unexpected(restored.error());
  }
  home_->figures.snapshots_restored += *restored ? 1U : 0U;
  return open_store();
}

Status ShardRows::take(std::int64_t until, std::int64_t first) {
  if (shard_->next_offset() > until) {
    if (Status status = set_aside(); !status) {
      return status;
    }
  }
  if (shard_->next_offset() == 0 || shard_->next_offset() < first) {
    if (Status status = restore(until); !status) {
      return status;
    }
  }
  if (shard_->next_offset() < first) {
    return tl::unexpected(
        Error{Fault::kRefused,
              fmt::format("the log begins at offset {} and neither rows nor a snapshot reach it",
                          first)});
  }
  return {};
}

Status ShardRows::replace(std::int64_t until, std::int64_t first) {
  if (Status status = set_aside(); !status) {
    return status;
  }
  return take(until, first);
}

// --- folding muted

Status ShardRows::fold_muted(std::int64_t until) {
  Shard& shard = *shard_;
  const Result<std::unique_ptr<Batch>> batch =
      home_->log.read(log_, shard.next_offset(), kPollRecordsMax);
  if (!batch) {
    return tl::unexpected(batch.error());
  }
  bool reached_end = (*batch)->records.empty();
  Decoded input;
  for (const Record& record : (*batch)->records) {
    if (record.offset >= until) {
      reached_end = true;
      break;
    }
    const Verdict verdict = decode(record, log_, shard.identity().partition_count, input);
    if (Status status = shard.fold(record, input, verdict, nullptr); !status) {
      return status;
    }
    if (shard.poisoned().has_value()) {
      return {};
    }
    ++home_->figures.muted;
  }
  shard.commit_transaction();
  shard.rows().evict();
  if (reached_end) {
    shard.skip_to(until);
  }
  freeze_if_due();
  return flush_some();
}

// --- flushing

bool ShardRows::is_full() const {
  return flusher_->busy() && shard_->dirty_bytes() >= home_->flush_bytes;
}

void ShardRows::freeze() {
  shard_->freeze();
  frozen_at_ = home_->clock.steady();
}

void ShardRows::freeze_if_due() {
  const bool due = shard_->dirty_bytes() >= home_->flush_bytes ||
                   home_->clock.steady() - frozen_at_ >= home_->flush_interval;
  if (due && shard_->can_freeze()) {
    freeze();
  }
}

void ShardRows::collected() {
  shard_->written();
  ++home_->figures.flushes;
}

Status ShardRows::flush_some() {
  if (flusher_->busy()) {
    std::optional<Status> outcome = is_full() ? flusher_->wait() : flusher_->collect();
    if (!outcome.has_value()) {
      return {};
    }
    if (!*outcome) {
      return *outcome;
    }
    collected();
  } else if (shard_->frozen() && shard_->serialise(kFreezeRowsPerTurn)) {
    flusher_->write(shard_->take_frozen());
  }
  return {};
}

Status ShardRows::flush_all() {
  for (int sets = 0; sets < 2; ++sets) {
    if (flusher_->busy()) {
      if (Status status = flusher_->wait(); !status) {
        return status;
      }
      collected();
    }
    if (!shard_->frozen() && shard_->can_freeze()) {
      freeze();
    }
    if (shard_->frozen()) {
      shard_->serialise(std::numeric_limits<std::size_t>::max());
      flusher_->write(shard_->take_frozen());
    }
  }
  if (flusher_->busy()) {
    if (Status status = flusher_->wait(); !status) {
      return status;
    }
    collected();
  }
  return {};
}

}  // namespace encours
