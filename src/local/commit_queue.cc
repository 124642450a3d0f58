#include "src/local/commit_queue.h"

#include "fmt/format.h"
#include "rocksdb/write_batch.h"

namespace encours {

CommitQueue::CommitQueue(Database& database, const std::vector<std::int64_t>& ends, Sync sync)
    : database_(database), sync_(sync), ends_(ends.size()) {
  set_ends(ends);
}

void CommitQueue::set_ends(const std::vector<std::int64_t>& ends) {
  next_offsets_ = ends;
  for (std::size_t slot = 0; slot < ends.size(); ++slot) {
    ends_[slot].store(ends[slot], std::memory_order_release);
  }
}

Holder CommitQueue::take(const std::string& name) {
  std::unique_lock lock(mutex_);
  const Holder holder{name, ++epochs_[name]};
  // A group that is being written may hold the last words of the one before.
  changed_.wait(lock, [this] { return !writing_; });
  return holder;
}

bool CommitQueue::holds(const Holder& holder) const {
  const std::lock_guard lock(mutex_);
  return holds_locked(holder);
}

bool CommitQueue::holds_locked(const Holder& holder) const {
  const auto current = epochs_.find(holder.name);
  return current != epochs_.end() && current->second == holder.epoch;
}

Error CommitQueue::fenced(const Holder& holder) {
  return {Fault::kFenced, fmt::format("somebody else has become {}", holder.name)};
}

CommitQueue::Answer CommitQueue::commit(const Holder& holder, const Transaction& transaction) {
  Waiting self{holder, transaction, {}, false};
  std::unique_lock lock(mutex_);
  queue_.push_back(&self);
  changed_.wait(lock, [&] { return self.done || (!writing_ && queue_.front() == &self); });
  if (self.done) return self.answer;

  const Group group = take_group();
  writing_ = true;
  lock.unlock();
  const Status status = write_group(group);
  lock.lock();
  writing_ = false;
  for (Waiting* waiting : group) {
    if (status) {
      waiting->answer.outcome = CommitOutcome::kCommitted;
    } else {
      // What RocksDB refused outright is nowhere. What failed on its way may be there when the log
      // is opened again.
      const Fault fault = status.error().fault;
      const bool nowhere = fault == Fault::kRetry || fault == Fault::kRefused;
      waiting->answer = {nowhere ? CommitOutcome::kAborted : CommitOutcome::kUnknown,
                         status.error()};
    }
    waiting->done = true;
  }
  changed_.notify_all();
  return self.answer;
}

// Those at the front of the queue who may write, as far as they fit; the fenced are answered.
CommitQueue::Group CommitQueue::take_group() {
  Group group;
  std::size_t bytes = 0;
  while (!queue_.empty()) {
    Waiting* waiting = queue_.front();
    if (!holds_locked(waiting->holder)) {
      waiting->answer = {CommitOutcome::kFenced, fenced(waiting->holder)};
      waiting->done = true;
    } else {
      bytes += waiting->transaction.bytes();
      if (!group.empty() && bytes > kGroupBytesMax) break;
      group.push_back(waiting);
    }
    queue_.pop_front();
  }
  return group;
}

Status CommitQueue::write_group(const Group& group) {
  std::size_t bytes = 0;
  for (const Waiting* waiting : group) {
    bytes += waiting->transaction.bytes();
  }
  if (bytes == 0) return {};
  rocksdb::WriteBatch batch(bytes);
  const rocksdb::Status collected = collect(group, batch);
  const Status written = collected.ok()
                             ? database_.write(batch, sync_)
                             : Status(tl::unexpected(to_error(collected, "collecting records")));
  for (const Waiting* waiting : group) {
    for (const Transaction::Entry& entry : waiting->transaction.entries()) {
      const std::size_t slot = entry.place.slot;
      if (written) {
        ends_[slot].store(next_offsets_[slot], std::memory_order_release);
      } else {
        next_offsets_[slot] = ends_[slot].load(std::memory_order_relaxed);
      }
    }
  }
  return written;
}

rocksdb::Status CommitQueue::collect(const Group& group, rocksdb::WriteBatch& batch) {
  rocksdb::Status status;
  for (const Waiting* waiting : group) {
    const Transaction& transaction = waiting->transaction;
    for (std::size_t i = 0; i < transaction.entries().size() && status.ok(); ++i) {
      const Place& place = transaction.entries()[i].place;
      const std::string_view bytes = transaction.bytes_of(i);
      status = batch.Put(record_key(place.numbers, next_offsets_[place.slot]++),
                         {bytes.data(), bytes.size()});
    }
    for (const auto& [key, value] : transaction.rows()) {
      if (status.ok()) status = batch.Put(key, value);
    }
  }
  return status;
}

}  // namespace encours
