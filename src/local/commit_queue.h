// The one way in which the local log is written. Used by src/local alone.
//
// Whoever comes when nobody is writing writes for all who wait, in one synced batch. Offsets are
// given in the order of the queue by the one thread that writes, and readers see them when they are
// on the disk: offset order is commit order, and a reader never meets a gap that is filled later.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "src/local/transaction.h"
#include "src/rocksdb/database.h"

namespace rocksdb {
class WriteBatch;
}

namespace encours {

// Transactions that wait are written together up to this size: a sync's worth of work, a fraction
// of a write buffer.
inline constexpr std::size_t kGroupBytesMax = std::size_t{16} << 20U;

// The name under which somebody writes (an ordinal, a feed), and which of its holders they are. A
// later holder fences the earlier ones.
struct Holder {
  std::string name;
  std::uint64_t epoch = 0;
};

class CommitQueue {
 public:
  // `ends` by slot; the database outlives the queue.
  CommitQueue(Database& database, const std::vector<std::int64_t>& ends, Sync sync);

  // The offset that the next record of the slot's partition will get; all below it can be read.
  std::int64_t end(std::size_t slot) const { return ends_[slot].load(std::memory_order_acquire); }

  // Takes the name from whoever holds it. When this returns nothing of theirs is on its way any
  // more.
  Holder take(const std::string& name);
  bool holds(const Holder& holder) const;
  static Error fenced(const Holder& holder);

  struct Answer {
    CommitOutcome outcome = CommitOutcome::kUnknown;
    Error error;  // why, unless it is kCommitted
  };
  // Writes and syncs the transaction. Many threads may be in here at once.
  Answer commit(const Holder& holder, const Transaction& transaction);

  // Waits until `ready` is true after some commit, or the time is over.
  template <class Ready>
  void wait_for_records(std::chrono::milliseconds timeout, Ready ready) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, timeout, ready);
  }

  // For readers, who alone have ends that others move. By the reader's own thread.
  void set_ends(const std::vector<std::int64_t>& ends);

 private:
  struct Waiting {
    const Holder& holder;
    const Transaction& transaction;
    Answer answer;
    bool done = false;
  };
  using Group = std::vector<Waiting*>;

  bool holds_locked(const Holder& holder) const;
  Group take_group();
  Status write_group(const Group& group);
  rocksdb::Status collect(const Group& group, rocksdb::WriteBatch& batch);

  Database& database_;
  const Sync sync_;
  // By slot. The ends are seen by all, the next offsets by the one thread that writes.
  std::vector<std::atomic<std::int64_t>> ends_;
  std::vector<std::int64_t> next_offsets_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;  // a group was written
  std::deque<Waiting*> queue_;
  bool writing_ = false;
  std::map<std::string, std::uint64_t> epochs_;
};

}  // namespace encours
