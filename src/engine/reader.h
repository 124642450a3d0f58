// Folds a log in memory for somebody who wants to look, and says nothing to anybody. Used by the
// read commands.
//
// Two ways: catch_up() begins with the rows of a store and folds what they lack, up to what was
// committed; refold() folds the whole log anew, leaving out what the caller's filter refuses, and
// then opens a day (`--as-of`, `--known-at`).
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "src/engine/shard.h"
#include "src/ports.h"

namespace encours {

// A shard in memory with what it stands for.
class ShardView {
 public:
  // `store` is read, never written.
  static Result<std::unique_ptr<ShardView>> catch_up(EventLog& log,
                                                     std::unique_ptr<StateStore> store,
                                                     ShardIdentity identity,
                                                     const Topology& topology);

  struct Refold {
    // Told of every event before any is folded, if it is set.
    std::function<void(const Decoded&)> learn;
    // Events for which it answers false are left out; never asked about sweeps and beats, which a
    // refold does itself.
    std::function<bool(const Decoded&)> keep;
    // The day to open at the end; kNoDay = the log's own last day.
    Day day = kNoDay;
  };
  static Result<std::unique_ptr<ShardView>> refold(EventLog& log, ShardIdentity identity,
                                                   const Topology& topology, const Refold& how);

  Shard& shard() { return *shard_; }
  // Offset up to which the log was folded.
  std::int64_t next_offset() const { return shard_->next_offset(); }

  // Every owner (client, company, group) that the shard knows, in byte order.
  std::vector<std::string> owners();

 private:
  ShardView(std::unique_ptr<StateStore> store, ShardIdentity identity, const Topology& topology,
            bool store_is_empty);

  std::unique_ptr<StateStore> store_;
  std::unique_ptr<Shard> shard_;
};

}  // namespace encours
