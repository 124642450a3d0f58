// What a worker tells whoever watches it, on the worker's own thread. Implemented by
// src/metrics/collector.h. A worker without a watch keeps nothing for one.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

#include "src/ports.h"

namespace encours {

class Shard;

// One shard's part of a transaction. The spans live as long as the call.
struct ShardCommit {
  Shard* shard = nullptr;
  std::span<const Append> outputs;             // what it said, dead letters too; no positions
  std::span<const std::int64_t> logged_at_us;  // of its events, where they say; no ticks
};

// A transaction that has just become visible.
struct Committed {
  std::vector<ShardCommit> shards;
  std::chrono::steady_clock::duration folding{};     // spent on its records
  std::chrono::steady_clock::duration committing{};  // spent on the commit itself
};

class WorkerWatch {
 public:
  virtual ~WorkerWatch() = default;

  // Nothing is open: the rows of all shards stand where this transaction left them.
  virtual void committed(const Committed& transaction) = 0;
  // A shard has folded some of what lies before `until` again, without speaking; when it is there,
  // it is served from now on.
  virtual void refolded(const Shard& shard, std::int64_t until) = 0;
  // All shards are given up, whatever was open with them, and end with this call.
  virtual void let_go() = 0;
};

}  // namespace encours
