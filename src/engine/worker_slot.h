// A shard with its rows and its place in the session. Private to Worker's source files.
#pragma once

#include "src/engine/timestamp.h"
#include "src/engine/worker.h"

namespace encours {

struct Worker::Slot {
  TopicPartition log;
  std::unique_ptr<ShardRows> rows;
  bool is_found = false;  // it is known where it stands
  // While it is brought up: where to, and what the log's hash must be there.
  std::int64_t until = 0;
  std::optional<std::uint64_t> hash_there;
  bool is_doubted = false;  // its rows led elsewhere once, and were replaced

  std::optional<std::uint32_t> source;          // index of its records in the session
  std::optional<std::int64_t> committed;        // C as last known
  std::optional<std::int64_t> committed_at_us;  // the last commit of ours that it was part of
  bool touched = false;                         // by the open transaction
  bool ticked = false;                          // the open transaction appends a tick to it
  bool hash_is_due = false;                     // the open transaction ends a hash interval
  // Of the open transaction, for the watch if there is one: what was said, when it was logged.
  std::vector<Append> said;
  std::vector<std::int64_t> logged_at_us;

  Shard& shard() const { return rows->shard(); }
  v1::ShardReport report(v1::ShardState state) const {
    v1::ShardReport report = shard_report(log, is_found ? &shard() : nullptr, state);
    report.set_until_offset(until);
    if (committed_at_us.has_value()) {
      set_micros(*report.mutable_last_commit_at(), *committed_at_us);
    }
    return report;
  }
};

}  // namespace encours
