// The rows of shards in memory, on disks that fail as disks may fail: full, lying, or losing what
// was not synced when the power goes. Used by the simulation and by stories beside SimLog.
//
// What is lost is always a suffix of the writes since the last sync, in the order they were made:
// that is what the real store promises (src/rocksdb/state_store.h). After a failed write later ones
// fail until the store is opened again.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "src/ports.h"

namespace encours {

class MemoryStores : public StoreFactory {
 public:
  explicit MemoryStores(std::uint64_t seed = 0);
  ~MemoryStores() override;

  Result<std::unique_ptr<StateStore>> open(const TopicPartition& shard) override;
  Status set_aside(const TopicPartition& shard) override;
  // From what save() kept; false unless a test saved some at or before `until`.
  Result<bool> restore(const TopicPartition& shard, std::int64_t until) override;

  // The script. The process dies: stores that are open are dead. Nothing of what was written is
  // lost ...
  void crash();
  // ... or the power goes: of each shard's writes since the last sync any number is lost, the last
  // ones first.
  void lose_power();
  // The same with a number of our own, for one shard.
  void lose_writes(const TopicPartition& shard, std::size_t count);
  // All that was written is safe from now on.
  void sync();
  // Writes from now on fail so (a full disk), until they no longer do.
  void fail_writes(Fault fault);
  void mend();
  // One bit of the disk is not what was written: reads of the shard answer kCorrupt.
  void corrupt(const TopicPartition& shard);

  // Keeps a snapshot of every shard as its rows stand; those without a record of their own have
  // none.
  void save();
  // All rows are gone, the snapshots are not.
  void lose_disks();

  // How often a shard was set aside, and how many of its writes are not synced.
  std::size_t set_asides(const TopicPartition& shard) const;
  std::size_t unsynced_writes(const TopicPartition& shard) const;

 private:
  class Store;
  struct Disk;
  struct World;

  std::shared_ptr<World> world_;
};

}  // namespace encours
