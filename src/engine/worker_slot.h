// A shard with its store, its flusher and its place in the session. Private to Worker's two source
// files.
#pragma once

#include "src/engine/worker.h"

namespace encours {

struct Worker::Slot {
  TopicPartition log;
  std::unique_ptr<StateStore> store;
  std::unique_ptr<Shard> shard;
  std::unique_ptr<Flusher> flusher;
  // While it is brought up: where to, and what the log's hash must be there.
  std::int64_t until = 0;
  std::optional<std::uint64_t> hash_there;
  bool is_doubted = false;  // its rows led elsewhere once, and were replaced

  std::optional<std::uint32_t> source;    // index of its records in the session
  std::optional<std::int64_t> committed;  // C as last known
  bool touched = false;                   // by the open transaction
  bool ticked = false;                    // the open transaction appends a tick to it
  bool hash_is_due = false;               // the open transaction ends a hash interval
  std::chrono::steady_clock::time_point frozen_at;
  // Of the open transaction, for the watch if there is one: what was said, when it was logged.
  std::vector<Append> said;
  std::vector<std::int64_t> logged_at_us;
};

}  // namespace encours
