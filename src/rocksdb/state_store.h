// The rows of a shard in a RocksDB of its own, under DATA/state/<topic>/<partition>. Used by
// src/engine through the ports; main.cc makes the factory.
//
// Promises: a write is one WriteBatch, whole or not at all, and the rows on the disk are always
// those of some moment that was, never a mixture; after a power loss it may be an earlier moment
// (the WAL is not synced: the log is the truth, and the rows say which offset they stand for).
// After a failed write later ones fail until the store is opened again.
#pragma once

#include <filesystem>
#include <memory>

#include "src/ports.h"
#include "src/rocksdb/database.h"

namespace encours {

struct RocksStoreOptions {
  std::filesystem::path data_path;       // DATA, the folder of the installation
  std::shared_ptr<const Budget> budget;  // shared with the log; null: one for each store
  // kBeside: for read commands, while the service may be running. A shard without rows is then an
  // empty store, writes are refused.
  OpenMode mode = OpenMode::kReadWrite;
  rocksdb::Env* env = nullptr;          // null: the operating system's
  SnapshotSource* snapshots = nullptr;  // where restore() finds them; null: there are none
};

class RocksStoreFactory : public StoreFactory {
 public:
  explicit RocksStoreFactory(RocksStoreOptions options);

  Result<std::unique_ptr<StateStore>> open(const TopicPartition& shard) override;
  // Renames the folder to <partition>.set-aside-<UTC time>. Refused while the store is open
  // anywhere.
  Status set_aside(const TopicPartition& shard) override;
  // Killed at any moment, it leaves the old rows, none, or the snapshot's, never a part. Refused
  // while the store is open anywhere.
  Result<bool> restore(const TopicPartition& shard, std::int64_t until) override;

  // A copy of the rows as they stand at one committed offset, in a folder that is not there yet and
  // shares the disk. For a store that this process has open, from any thread, beside its worker.
  // False: it is not open here.
  Result<bool> checkpoint(const TopicPartition& shard, const std::filesystem::path& folder);

  std::filesystem::path path_of(const TopicPartition& shard) const;

 private:
  struct OpenStores;

  RocksStoreOptions options_;
  std::shared_ptr<OpenStores> open_stores_;
};

}  // namespace encours
