// Which snapshots are dropped, and what becomes of their files.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "operators/domain/assert.h"
#include "src/snapshot/snapshots.h"

namespace encours {

Status Snapshots::retain(const TopicPartition& shard, std::size_t keep) {
  ENCOURS_ASSERT(identity_.has_value(), "who drops snapshots knows what of");
  ENCOURS_ASSERT(keep > 0, "one is always kept");
  const auto entries = list(shard);
  if (!entries) return tl::unexpected(entries.error());
  std::size_t good = 0;
  for (const SnapshotEntry& entry : *entries) {
    // Whatever is older than those kept is of no use, good, damaged or of an earlier fold; only
    // what is another installation's, or of a newer binary, is not ours to judge.
    const bool theirs =
        entry.health == SnapshotHealth::kForeign &&
        (!entry.manifest || entry.manifest->identity.cluster_id != identity_->cluster_id);
    if (good >= keep && !theirs) {
      // Its manifest goes first: from then on it does not exist, whatever is left of it.
      if (Status gone = store_.remove(manifest_name(shard, entry.next_offset)); !gone) return gone;
      ++figures_.dropped;
    }
    if (entry.health == SnapshotHealth::kGood) ++good;
  }
  if (Status cleared = store_.remove_leftovers(shard_folder(shard)); !cleared) return cleared;
  return drop_unnamed_files(shard);
}

Status Snapshots::drop_unnamed_files(const TopicPartition& shard) {
  const auto entries = list(shard);
  if (!entries) return tl::unexpected(entries.error());
  std::set<std::string> named;
  for (const SnapshotEntry& entry : *entries) {
    if (!entry.manifest) return {};  // nobody knows which files it names
    for (const SnapshotFile& file : entry.manifest->files) {
      named.insert(object_name(shard, file));
    }
  }
  const auto stored = store_.list(files_folder(shard));
  if (!stored) return tl::unexpected(stored.error());
  for (const StoredObject& object : *stored) {
    if (named.contains(object.name)) continue;
    if (Status gone = store_.remove(object.name); !gone) return gone;
  }
  return {};
}

}  // namespace encours
