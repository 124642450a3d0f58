#include "tests/snapshot/snapshot_world.h"

#include <algorithm>

#include "encours/state/v1/shard.pb.h"

namespace encours {

namespace fs = std::filesystem;

std::string meta_at(std::int64_t next_offset, const FoldIdentity& identity) {
  state::v1::StoreMeta meta;
  meta.set_cluster_id(identity.cluster_id);
  meta.set_topic(kShard.topic);
  meta.set_partition(kShard.partition);
  meta.set_partition_count(identity.partition_count);
  meta.set_fold_version(identity.fold_version);
  meta.set_next_offset(next_offset);
  meta.set_log_hash(static_cast<std::uint64_t>(next_offset) * 31);
  meta.set_full_hash_low(7);
  meta.set_full_hash_high(9);
  return meta.SerializeAsString();
}

void SnapshotTest::write_rows(std::int64_t next_offset, const FoldIdentity& identity) {
  auto store = factory().open(kShard);
  ASSERT_TRUE(store.has_value()) << store.error().message;
  std::vector<RowChange> changes;
  for (int i = 0; i < 200; ++i) {
    changes.push_back({"row " + std::to_string(i), "at " + std::to_string(next_offset)});
  }
  changes.push_back({"m", meta_at(next_offset, identity)});
  ASSERT_TRUE((*store)->write(changes).has_value());
}

fs::path SnapshotTest::copy_rows() {
  fs::path copy = folder_.path() / "copy";
  fs::remove_all(copy);
  RocksStoreFactory rows = factory();
  const auto store = rows.open(kShard);
  EXPECT_TRUE(store.has_value()) << store.error().message;
  const auto copied = rows.checkpoint(kShard, copy);
  EXPECT_TRUE(copied.has_value() && *copied) << copied.error().message;
  return copy;
}

Result<std::optional<Manifest>> SnapshotTest::snapshot_at(std::int64_t next_offset,
                                                          const FoldIdentity& identity) {
  write_rows(next_offset, identity);
  return snapshots_of(identity).create(kShard, copy_rows(), next_offset * 1'000'000);
}

std::int64_t SnapshotTest::standing() {
  std::error_code ignored;
  if (!fs::exists(factory().path_of(kShard), ignored)) return -1;
  auto store = factory().open(kShard);
  if (!store) return -1;
  const auto meta = (*store)->get("m");
  state::v1::StoreMeta read;
  return meta && *meta && read.ParseFromString(**meta) ? read.next_offset() : -1;
}

std::string SnapshotTest::value_of(const std::string& key) {
  auto store = factory().open(kShard);
  EXPECT_TRUE(store.has_value()) << store.error().message;
  return (*store)->get(key)->value_or("");
}

std::vector<std::int64_t> SnapshotTest::offsets_in_store() {
  std::vector<std::int64_t> offsets;
  Snapshots snapshots = snapshots_of();
  const auto entries = snapshots.list(kShard);
  EXPECT_TRUE(entries.has_value()) << entries.error().message;
  for (const SnapshotEntry& entry : *entries) {
    offsets.push_back(entry.next_offset);
  }
  return offsets;
}

fs::path SnapshotTest::stored_file(const std::string& ending) {
  Snapshots snapshots = snapshots_of();
  const auto entries = snapshots.list(kShard);
  for (const SnapshotFile& file : entries->front().manifest->files) {
    const bool fits = ending == "MANIFEST"  ? file.name.starts_with(ending)
                      : ending == "OPTIONS" ? file.name.starts_with(ending)
                                            : file.name.ends_with(ending);
    if (fits) return folder_.path() / "store" / object_name(kShard, file);
  }
  ADD_FAILURE() << "no file of the snapshot ends in " << ending;
  return {};
}

std::vector<std::string> SnapshotTest::names_below(const fs::path& folder) {
  std::vector<std::string> names;
  if (!fs::exists(folder)) return names;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) names.push_back(entry.path().lexically_relative(folder).string());
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace encours
