// Writes frozen rows to a shard's store off the fold thread: one set at a time, whole, in one batch
// with its offset.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "src/ports.h"

namespace encours {

class Flusher {
 public:
  // `store` must outlive the flusher.
  explicit Flusher(StateStore& store);
  ~Flusher();

  // Takes a set to write. The one before must have been collected.
  void write(std::vector<RowChange> changes);
  // Whether a set is being written or waits to be collected.
  bool busy() const { return busy_; }
  // The outcome of the set once it is written, else nothing; then the next may come.
  std::optional<Status> collect();
  // The same, waiting for it.
  Status wait();

 private:
  void run();

  StateStore& store_;
  bool busy_ = false;  // of the caller's thread alone
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<std::vector<RowChange>> set_;
  std::optional<Status> outcome_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace encours
