// The store that the settings name for snapshots, opened, and what a data folder has to do with it.
// Used by the commands that make, show or bring back snapshots, and by the service.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "src/cli/command.h"
#include "src/cli/data_folder.h"
#include "src/config/settings.h"
#include "src/rocksdb/row_files.h"
#include "src/snapshot/snapshots.h"
#include "src/snapshot/snapshotter.h"

namespace encours::cli {

class SnapshotHome {
 public:
  // `settings.snapshot_store` is not empty. Keys that the settings lack are those of the
  // environment. When `stop` is true, no transfer is waited for any more; null: never.
  static tl::expected<std::unique_ptr<SnapshotHome>, Failure> open(
      const Settings& settings, std::optional<FoldIdentity> identity, SnapshotHooks hooks,
      const std::atomic<bool>* stop);

  Snapshots& snapshots() { return snapshots_; }

 private:
  SnapshotHome(std::unique_ptr<SnapshotStore> store, std::optional<FoldIdentity> identity,
               SnapshotHooks hooks)
      : store_(std::move(store)),
        snapshots_(*store_, files_, std::move(identity), std::move(hooks)) {}

  std::unique_ptr<SnapshotStore> store_;
  RocksRowFiles files_;
  Snapshots snapshots_;
};

FoldIdentity fold_identity(DataFolder& folder);

// The rows of a shard that this process has open.
Snapshotter::Copy copy_of_open_rows(DataFolder& folder);
// Where copies lie while they are sent.
std::filesystem::path copies_folder(const DataFolder& folder);

}  // namespace encours::cli
