// Snapshots of shards in a store: made, listed, verified, brought back, dropped. Used by
// snapshotter.h (the service), by `encours snapshot`, and by the rows' home through SnapshotSource.
//
// Promises: a snapshot is there once its manifest is, and its manifest is there after all its
// files. What is brought back has been compared with its manifest in every byte, opened, and says
// itself that it stands where the manifest says. One that is damaged, or of another fold, is passed
// over for the next older one, and told. Nothing that another installation wrote is overwritten or
// removed.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "src/ports.h"
#include "src/snapshot/manifest.h"
#include "src/snapshot/snapshot_store.h"

namespace encours {

// What happened since the start, for metrics and alerts.
struct SnapshotFigures {
  std::atomic<std::uint64_t> created = 0;
  std::atomic<std::uint64_t> restored = 0;
  std::atomic<std::uint64_t> dropped = 0;  // by retention
  std::atomic<std::uint64_t> damaged = 0;  // met when restoring or verifying
  std::atomic<std::uint64_t> foreign = 0;  // passed over: of another cluster, partitioning or fold
  std::atomic<std::uint64_t> failed = 0;   // attempts to make one
  std::atomic<std::uint64_t> bytes_sent = 0;
  std::atomic<std::uint64_t> bytes_received = 0;
};

enum class SnapshotHealth : std::uint8_t {
  kGood,     // as far as its manifest and the sizes of its files tell
  kForeign,  // not of this fold; perhaps good for another
  kDamaged,
};

// A snapshot as the store shows it.
struct SnapshotEntry {
  TopicPartition shard;
  std::int64_t next_offset = 0;      // by its name
  std::optional<Manifest> manifest;  // nothing when it cannot be read
  SnapshotHealth health = SnapshotHealth::kGood;
  std::string problem;  // why it is not good
};

struct SnapshotHooks {
  // Something that a person should know: a snapshot that cannot be used.
  std::function<void(const std::string& message)> alert = [](const std::string&) {};
  // Something that was done: rows that come from a snapshot.
  std::function<void(const std::string& message)> note = [](const std::string&) {};
  // Bytes of the snapshot that is on its way, of all its bytes.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = [](std::uint64_t,
                                                                             std::uint64_t) {};
};

enum class Reuse : std::uint8_t {
  kStored,  // files that the store has already are not sent again
  kNone,    // all are sent, which mends damaged ones
};

class Snapshots : public SnapshotSource {
 public:
  // `store` and `files` must outlive it. Without an identity every fold's snapshots are good, and
  // only list(), shards() and verify() may be called.
  Snapshots(SnapshotStore& store, const RowFiles& files, std::optional<FoldIdentity> identity,
            SnapshotHooks hooks = {});

  // Sends a copy of the shard's rows that lies in `copy`. Nothing when there is nothing to send:
  // nothing was folded into it, or the store has a good snapshot of this offset.
  Result<std::optional<Manifest>> create(const TopicPartition& shard,
                                         const std::filesystem::path& copy, std::int64_t now_us,
                                         Reuse reuse = Reuse::kStored);

  // Of one shard, the newest first.
  Result<std::vector<SnapshotEntry>> list(const TopicPartition& shard);
  // Those that the store has anything of.
  Result<std::vector<TopicPartition>> shards();

  // Brings all of a snapshot into `folder`, which is made, and compares it with its manifest.
  // kCorrupt: it is damaged. The folder is left, whatever is in it.
  Status verify(const SnapshotEntry& entry, const std::filesystem::path& folder);

  Result<bool> fetch(const TopicPartition& shard, std::int64_t until,
                     const std::filesystem::path& folder) override;

  // Drops all but the `keep` newest good snapshots of the shard, at least one, and the files that
  // no manifest names any more.
  Status retain(const TopicPartition& shard, std::size_t keep);

  SnapshotStore& store() { return store_; }
  const SnapshotFigures& figures() const { return figures_; }

 private:
  Result<std::optional<Manifest>> make(const TopicPartition& shard,
                                       const std::filesystem::path& copy, std::int64_t now_us,
                                       Reuse reuse);
  Result<bool> look_for(const Manifest& manifest);
  Result<SnapshotEntry> read_entry(const TopicPartition& shard, const std::string& name,
                                   const std::vector<StoredObject>& objects);
  Status send_files(const Manifest& manifest, const std::filesystem::path& copy, Reuse reuse);
  Status bring(const Manifest& manifest, const std::filesystem::path& folder);
  Status drop_unnamed_files(const TopicPartition& shard);

  SnapshotStore& store_;
  const RowFiles& files_;
  const std::optional<FoldIdentity> identity_;
  const SnapshotHooks hooks_;
  SnapshotFigures figures_;
};

// "credit.events/3 at 131072", for people.
std::string snapshot_words(const TopicPartition& shard, std::int64_t next_offset);

}  // namespace encours
