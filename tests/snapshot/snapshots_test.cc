// Snapshots of real rows in a folder: made, brought back, dropped; and what becomes of them when
// bytes change, files vanish, and the process dies in the middle.
#include "src/snapshot/snapshots.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/rocksdb/damage.h"
#include "tests/snapshot/snapshot_world.h"

namespace encours {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAreArray;

constexpr std::int64_t kNoEnd = INT64_MAX;

class SnapshotsTest : public SnapshotTest {
 protected:
  void lose_rows() { fs::remove_all(folder_.path() / "data"); }
  Result<bool> restore(std::int64_t until = kNoEnd) {
    Snapshots snapshots = snapshots_of();
    return factory(&snapshots).restore(kShard, until);
  }
  bool restored(std::int64_t until = kNoEnd) {
    const auto answer = restore(until);
    EXPECT_TRUE(answer.has_value()) << answer.error().message;
    return answer.value_or(false);
  }
  fs::path shard_store() { return folder_.path() / "store" / shard_folder(kShard); }
};

TEST_F(SnapshotsTest, BringBackTheRowsOfALostDisk) {
  ASSERT_TRUE(snapshot_at(100).value().has_value());
  ASSERT_TRUE(snapshot_at(200).value().has_value());
  lose_rows();
  EXPECT_TRUE(restored());
  EXPECT_EQ(standing(), 200);
  EXPECT_EQ(value_of("row 7"), "at 200");
  EXPECT_THAT(alerts_, IsEmpty());
}

TEST_F(SnapshotsTest, AreNotBeyondWhatWasAskedFor) {
  ASSERT_TRUE(snapshot_at(100).has_value());
  ASSERT_TRUE(snapshot_at(200).has_value());
  EXPECT_TRUE(restored(200));
  EXPECT_EQ(standing(), 200);
  EXPECT_TRUE(restored(199));
  EXPECT_EQ(standing(), 100);
  EXPECT_FALSE(restore(99).value()) << "there is none so old";
  EXPECT_EQ(standing(), 100) << "and what was there stays";
}

TEST_F(SnapshotsTest, SetAsideTheRowsThatTheyReplace) {
  ASSERT_TRUE(snapshot_at(100).has_value());
  write_rows(300);
  ASSERT_TRUE(restored());
  EXPECT_EQ(standing(), 100);
  std::vector<std::string> folders;
  for (const auto& entry : fs::directory_iterator(folder_.path() / "data/state/credit.events")) {
    folders.push_back(entry.path().filename().string());
  }
  EXPECT_THAT(folders, Contains(testing::StartsWith("3.set-aside-")));
  EXPECT_EQ(folders.size(), 2U);
}

TEST_F(SnapshotsTest, LeaveNothingOfAStoreThatWasOnlyOpened) {
  ASSERT_TRUE(snapshot_at(100).has_value());
  lose_rows();
  ASSERT_TRUE(factory().open(kShard).has_value());
  ASSERT_TRUE(restored());
  std::size_t folders = 0;
  for (const auto& entry : fs::directory_iterator(folder_.path() / "data/state/credit.events")) {
    folders += entry.is_directory() ? 1U : 0U;
  }
  EXPECT_EQ(folders, 1U) << "an empty store is not worth keeping";
}

TEST_F(SnapshotsTest, AreRefusedWhileTheStoreIsOpen) {
  ASSERT_TRUE(snapshot_at(100).has_value());
  const auto open = factory().open(kShard);
  const auto restored = restore();
  ASSERT_FALSE(restored.has_value());
  EXPECT_EQ(restored.error().fault, Fault::kRefused);
}

TEST_F(SnapshotsTest, AreNotMadeTwiceOrOfNothing) {
  ASSERT_TRUE(snapshot_at(100).value().has_value());
  Snapshots snapshots = snapshots_of();
  EXPECT_FALSE(snapshots.create(kShard, copy_rows(), 1).value().has_value()) << "it is there";
  EXPECT_TRUE(snapshots.create(kShard, copy_rows(), 1, Reuse::kNone).value().has_value());
  lose_rows();
  ASSERT_TRUE(factory().open(kShard).has_value());
  EXPECT_FALSE(snapshots.create(kShard, copy_rows(), 1).value().has_value()) << "no rows";
  EXPECT_EQ(snapshots.figures().created, 1U);
}

TEST_F(SnapshotsTest, SendOnlyWhatTheStoreLacks) {
  ASSERT_TRUE(snapshot_at(100).has_value());
  {
    const auto store = factory().open(kShard);
    const std::vector<RowChange> change{{"m", meta_at(101)}};
    ASSERT_TRUE((*store)->write(change).has_value());
  }
  Snapshots snapshots = snapshots_of();
  const auto made = snapshots.create(kShard, copy_rows(), 1);
  ASSERT_TRUE(made.value().has_value());
  EXPECT_LT(snapshots.figures().bytes_sent, (*made)->bytes()) << "a sorted file was there";
}

// Each kind of file that a snapshot is made of, damaged in one bit, cut, or gone.
TEST_F(SnapshotsTest, DamagedGiveWayToTheNextOlder) {
  using Harm = void (*)(const fs::path&);
  const std::vector<std::pair<std::string, Harm>> harms{
      {"a bit", [](const fs::path& file) { flip_bit(file, fs::file_size(file) / 2); }},
      {"its end", [](const fs::path& file) { truncate_file(file, fs::file_size(file) - 1); }},
      {"all of it", [](const fs::path& file) { fs::remove(file); }},
  };
  for (const char* kind : {".sst", "CURRENT", "MANIFEST", "OPTIONS", ".json"}) {
    for (const auto& [what, harm] : harms) {
      SCOPED_TRACE(std::string(kind) + ": " + what);
      fs::remove_all(folder_.path() / "store");
      lose_rows();
      alerts_.clear();
      ASSERT_TRUE(snapshot_at(100).value().has_value());
      // Files of their own, so that the older one stays whole.
      lose_rows();
      ASSERT_TRUE(factory().open(kShard).has_value());
      ASSERT_TRUE(snapshot_at(200).value().has_value());
      const fs::path file = kind == std::string(".json")
                                ? folder_.path() / "store" / manifest_name(kShard, 200)
                                : stored_file(kind);
      if (kind == std::string("CURRENT") || kind == std::string("OPTIONS")) {
        // The same in both: then neither can be used, and that is said too.
        harm(file);
        lose_rows();
        const auto restored = restore();
        ASSERT_TRUE(restored.has_value()) << restored.error().message;
        EXPECT_EQ(standing(), *restored ? 100 : -1);
        EXPECT_THAT(alerts_, Not(IsEmpty()));
        continue;
      }
      harm(file);
      lose_rows();
      ASSERT_TRUE(restored());
      EXPECT_EQ(standing(), 100);
      EXPECT_EQ(value_of("row 7"), "at 100");
      const bool manifest_gone = what == "all of it" && kind == std::string(".json");
      EXPECT_EQ(alerts_.size(), manifest_gone ? 0U : 1U) << "without a manifest there is none";
      EXPECT_THAT(alerts_, Each(HasSubstr("credit.events/3 at 200 in " +
                                          (folder_.path() / "store").string())));
    }
  }
}

TEST_F(SnapshotsTest, DamagedAreCountedAndVerifiedAsSuch) {
  ASSERT_TRUE(snapshot_at(100).has_value());
  flip_bit(stored_file(".sst"), 100);
  Snapshots snapshots = snapshots_of();
  const auto entries = snapshots.list(kShard);
  ASSERT_EQ(entries->front().health, SnapshotHealth::kGood) << "its size is right";
  const Status sound = snapshots.verify(entries->front(), folder_.path() / "scratch");
  ASSERT_FALSE(sound.has_value());
  EXPECT_EQ(sound.error().fault, Fault::kCorrupt);
  EXPECT_THAT(sound.error().message, HasSubstr(".sst is not what was written"));
  EXPECT_EQ(snapshots.figures().damaged, 1U);

  ASSERT_TRUE(snapshots.create(kShard, copy_rows(), 1, Reuse::kNone).has_value());
  fs::remove_all(folder_.path() / "scratch");
  EXPECT_TRUE(snapshots.verify(snapshots.list(kShard)->front(), folder_.path() / "scratch"))
      << "sending everything anew mends it";
}

// Whoever can write the store can also sign a manifest: the rows themselves say where they stand.
TEST_F(SnapshotsTest, ThatClaimAnotherOffsetAreDamaged) {
  Manifest manifest = **snapshot_at(100);
  manifest.next_offset = 150;
  ASSERT_TRUE(store_.put(manifest_name(kShard, 150), manifest_text(manifest)).has_value());
  manifest.next_offset = 160;
  ASSERT_TRUE(store_.put(manifest_name(kShard, 170), manifest_text(manifest)).has_value());
  lose_rows();
  ASSERT_TRUE(restored());
  EXPECT_EQ(standing(), 100);
  EXPECT_THAT(alerts_, ElementsAre(HasSubstr("its manifest is that of credit.events/3 at 160"),
                                   HasSubstr("stand elsewhere than its manifest says")));
}

TEST_F(SnapshotsTest, OfAnotherFoldArePassedOver) {
  const std::vector<std::pair<FoldIdentity, std::string>> others{
      {{"cluster-2", 8, 1}, "it is of cluster cluster-2, not cluster-1"},
      {{"cluster-1", 16, 1}, "its log had 16 partitions, this one has 8"},
      {{"cluster-1", 8, 2}, "folded by version 2, this binary folds version 1"},
  };
  for (const auto& [other, why] : others) {
    fs::remove_all(folder_.path() / "store");
    lose_rows();
    alerts_.clear();
    ASSERT_TRUE(snapshot_at(100).has_value());
    lose_rows();
    write_rows(200, other);
    Snapshots theirs(directory_, files_, other);
    const auto made = theirs.create(kShard, copy_rows(), 1);
    if (other.cluster_id != kIdentity.cluster_id) {
      ASSERT_FALSE(made.has_value());
      EXPECT_THAT(made.error().message, HasSubstr("another installation (cluster cluster-1)"));
      Manifest manifest;
      ASSERT_TRUE(read_meta(meta_at(200, other), manifest));
      manifest.files = snapshots_of().list(kShard)->front().manifest->files;
      ASSERT_TRUE(store_.put(manifest_name(kShard, 200), manifest_text(manifest)).has_value());
    } else {
      ASSERT_TRUE(made.has_value()) << made.error().message;
    }
    lose_rows();
    ASSERT_TRUE(restored());
    EXPECT_EQ(standing(), 100);
    EXPECT_THAT(alerts_, ElementsAre(HasSubstr(why)));
  }
}

TEST_F(SnapshotsTest, OfAnotherLogAreNotMade) {
  write_rows(100, {"cluster-2", 8, 1});
  Snapshots snapshots = snapshots_of();
  const auto made = snapshots.create(kShard, copy_rows(), 1);
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().fault, Fault::kRefused);
  EXPECT_EQ(snapshots.figures().failed, 1U);
}

TEST_F(SnapshotsTest, OfDamagedRowsAreNotMade) {
  ASSERT_TRUE(snapshot_at(100).has_value());
  write_rows(200);
  const fs::path copy = copy_rows();
  flip_bit(newest_file(copy, ".sst"), 100);
  const auto made = snapshots_of().create(kShard, copy, 1);
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().fault, Fault::kCorrupt);
  EXPECT_THAT(offsets_in_store(), ElementsAre(100));
}

// Killed before each of its calls to the store in turn, making a snapshot leaves the one before as
// it was and none of its own; the next attempt succeeds.
TEST_F(SnapshotsTest, ThatWereNotFinishedAreNone) {
  ASSERT_TRUE(snapshot_at(100).has_value());
  write_rows(200);
  int calls = 0;
  for (;; ++calls) {
    store_.die_after(calls);
    try {
      ASSERT_TRUE(snapshots_of().create(kShard, copy_rows(), 1).has_value());
      break;
    } catch (const Killed&) {
      store_.die_after(-1);
      EXPECT_THAT(offsets_in_store(), ElementsAre(100)) << "after " << calls << " calls";
    }
  }
  store_.die_after(-1);
  EXPECT_GE(calls, 3) << "files and a manifest";
  EXPECT_THAT(offsets_in_store(), ElementsAre(200, 100));
  lose_rows();
  EXPECT_TRUE(restored());
  EXPECT_EQ(standing(), 200);
}

TEST_F(SnapshotsTest, AreRestoredWholeOrNotAtAll) {
  ASSERT_TRUE(snapshot_at(100).has_value());
  write_rows(300);
  int calls = 0;
  for (;; ++calls) {
    store_.die_after(calls);
    try {
      ASSERT_TRUE(restored());
      break;
    } catch (const Killed&) {
      EXPECT_EQ(standing(), 300) << "after " << calls << " calls";
    }
  }
  EXPECT_GE(calls, 3);
  EXPECT_EQ(standing(), 100);
  EXPECT_FALSE(fs::exists(folder_.path() / "data/state/credit.events/3.restoring"));
}

TEST_F(SnapshotsTest, AreNotCalledMissingWhenTheStoreIsOutOfReach) {
  ASSERT_TRUE(snapshot_at(100).has_value());
  store_.unreachable = true;
  const auto restored = restore();
  ASSERT_FALSE(restored.has_value());
  EXPECT_EQ(restored.error().fault, Fault::kRetry);
}

TEST_F(SnapshotsTest, AreDroppedButForTheNewest) {
  for (const std::int64_t offset : {100, 200, 300, 400}) {
    ASSERT_TRUE(snapshot_at(offset).has_value());
  }
  Snapshots snapshots = snapshots_of();
  ASSERT_TRUE(snapshots.retain(kShard, 2).has_value());
  EXPECT_THAT(offsets_in_store(), ElementsAre(400, 300));
  EXPECT_EQ(snapshots.figures().dropped, 2U);

  std::vector<std::string> expected;
  const auto entries = snapshots.list(kShard);
  for (const SnapshotEntry& entry : *entries) {
    EXPECT_EQ(entry.health, SnapshotHealth::kGood);
    expected.push_back(manifest_name(kShard, entry.next_offset));
    for (const SnapshotFile& file : entry.manifest->files) {
      const std::string name = object_name(kShard, file);
      if (std::ranges::find(expected, name) == expected.end()) expected.push_back(name);
    }
  }
  EXPECT_THAT(names_below(folder_.path() / "store"), UnorderedElementsAreArray(expected))
      << "no file is left that nobody names";
}

TEST_F(SnapshotsTest, AreKeptWhenTheyAreTheOnlyGoodOne) {
  ASSERT_TRUE(snapshot_at(100).has_value());
  for (const std::int64_t offset : {200, 300}) {
    lose_rows();
    ASSERT_TRUE(snapshot_at(offset).has_value());
    fs::remove(stored_file(".sst"));
  }
  Snapshots snapshots = snapshots_of();
  ASSERT_TRUE(snapshots.retain(kShard, 1).has_value());
  EXPECT_THAT(offsets_in_store(), ElementsAre(300, 200, 100)) << "two damaged ones do not count";
  lose_rows();
  ASSERT_TRUE(snapshot_at(400).has_value());
  ASSERT_TRUE(snapshots.retain(kShard, 1).has_value());
  EXPECT_THAT(offsets_in_store(), ElementsAre(400));
}

TEST_F(SnapshotsTest, AreDroppedManifestFirst) {
  ASSERT_TRUE(snapshot_at(100).has_value());
  lose_rows();
  ASSERT_TRUE(snapshot_at(200).has_value());
  store_.die_after(1);
  EXPECT_THROW(static_cast<void>(snapshots_of().retain(kShard, 1)), Killed);
  store_.die_after(-1);
  const auto entries = snapshots_of().list(kShard);
  ASSERT_EQ(entries->size(), 1U) << "one that has lost files has lost its manifest before";
  EXPECT_EQ(entries->front().health, SnapshotHealth::kGood);
  ASSERT_TRUE(snapshots_of().retain(kShard, 1).has_value());
  EXPECT_EQ(names_below(shard_store() / "files").size(), entries->front().manifest->files.size());
}

TEST_F(SnapshotsTest, LeftoversOfKilledUploadsAreRemoved) {
  ASSERT_TRUE(snapshot_at(100).has_value());
  std::ofstream(shard_store() / "files/abc.part") << "half";
  EXPECT_THAT(names_below(shard_store()), Contains("files/abc.part"));
  EXPECT_THAT(offsets_in_store(), ElementsAre(100));
  ASSERT_TRUE(snapshots_of().retain(kShard, 1).has_value());
  EXPECT_THAT(names_below(shard_store()), Not(Contains("files/abc.part")));
}

TEST_F(SnapshotsTest, AreFoundByShard) {
  ASSERT_TRUE(snapshot_at(100).has_value());
  ASSERT_TRUE(directory_.put("credit.events/x/1.json", "no shard").has_value());
  ASSERT_TRUE(directory_.put("README", "of a person").has_value());
  EXPECT_THAT(*snapshots_of().shards(), ElementsAre(kShard));
}

}  // namespace
}  // namespace encours
