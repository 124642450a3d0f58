// Copies of rows that a worker is writing, and the thread that sends them: each copy stands at one
// committed moment, a failure is told and passes.
#include "src/snapshot/snapshotter.h"

#include <atomic>
#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/snapshot/snapshot_world.h"

namespace encours {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SnapshotterTest : public SnapshotTest {
 protected:
  Snapshotter::Hooks said() {
    return {[this](const std::string& message) { notes_.push_back(message); },
            [this](const std::string& message) { alerts_.push_back(message); },
            [] { return std::int64_t{1'000'000}; }};
  }
  SnapshotterSettings settings() { return {.scratch_folder = folder_.path() / "data/copies"}; }

  std::vector<std::string> notes_;
};

TEST_F(SnapshotterTest, CopiesRowsAtOneMomentBesideTheirWriter) {
  RocksStoreFactory rows = factory();
  auto store = rows.open(kShard);
  ASSERT_TRUE(store.has_value());
  std::atomic<bool> stop = false;
  auto writer = std::async(std::launch::async, [&] {
    for (std::int64_t offset = 1; !stop; ++offset) {
      const std::string value = std::to_string(offset);
      const std::vector<RowChange> changes{{"a", value}, {"m", meta_at(offset)}, {"z", value}};
      if (!(*store)->write(changes)) return false;
    }
    return true;
  });
  for (int i = 0; i < 20; ++i) {
    const fs::path copy = folder_.path() / ("copy" + std::to_string(i));
    ASSERT_TRUE(rows.checkpoint(kShard, copy).value_or(false));
    const auto meta = files_.meta(copy);
    ASSERT_TRUE(meta.has_value()) << meta.error().message;
    if (!meta->has_value()) continue;  // before the first write
    Manifest manifest;
    ASSERT_TRUE(read_meta(**meta, manifest));
    EXPECT_TRUE(files_.check(copy).has_value());
    // Opened as rows are, it holds what was written together with that record.
    const fs::path data = folder_.path() / ("opened" + std::to_string(i));
    fs::create_directories(data / "state/credit.events");
    fs::rename(copy, data / "state/credit.events/3");
    RocksStoreFactory opened({.data_path = data, .budget = nullptr});
    const auto found = opened.open(kShard);
    ASSERT_TRUE(found.has_value()) << found.error().message;
    EXPECT_EQ((*found)->get("a")->value(), std::to_string(manifest.next_offset));
    EXPECT_EQ((*found)->get("z")->value(), std::to_string(manifest.next_offset));
  }
  stop = true;
  EXPECT_TRUE(writer.get());
}

TEST_F(SnapshotterTest, ClosesAStoreOnlyBetweenTwoCopies) {
  RocksStoreFactory rows = factory();
  std::atomic<bool> stop = false;
  auto copier = std::async(std::launch::async, [&] {
    for (int i = 0; !stop; ++i) {
      if (!rows.checkpoint(kShard, folder_.path() / ("copy" + std::to_string(i)))) return false;
    }
    return true;
  });
  for (int i = 0; i < 20; ++i) {
    auto store = rows.open(kShard);
    ASSERT_TRUE(store.has_value()) << store.error().message;
    const std::vector<RowChange> changes{{"m", meta_at(i + 1)}};
    ASSERT_TRUE((*store)->write(changes).has_value());
    store->reset();
    ASSERT_TRUE(rows.set_aside(kShard).has_value()) << "nobody has it open any more";
  }
  stop = true;
  EXPECT_TRUE(copier.get());
}

TEST_F(SnapshotterTest, SendsWhatHasMovedAndDropsTheOldest) {
  Snapshots snapshots = snapshots_of();
  RocksStoreFactory rows = factory();
  SnapshotterSettings two = settings();
  two.keep = 2;
  Snapshotter snapshotter(
      snapshots, {kShard, {"credit.events", 4}},
      [&](const TopicPartition& shard, const fs::path& copy) {
        return rows.checkpoint(shard, copy);
      },
      two, said());
  EXPECT_TRUE(snapshotter.round().has_value()) << "nothing is open";
  EXPECT_THAT(notes_, IsEmpty());
  for (const std::int64_t offset : {100, 100, 200, 300}) {
    write_rows(offset);
    const auto open = rows.open(kShard);
    EXPECT_TRUE(snapshotter.round().has_value());
  }
  EXPECT_THAT(notes_, ElementsAre(HasSubstr("credit.events/3 at 100"), HasSubstr("at 200"),
                                  HasSubstr("at 300")));
  EXPECT_THAT(offsets_in_store(), ElementsAre(300, 200));
  EXPECT_THAT(names_below(folder_.path() / "data/copies"), IsEmpty());
}

TEST_F(SnapshotterTest, TellsAFailureAndGoesOn) {
  write_rows(100);
  Snapshots snapshots = snapshots_of();
  RocksStoreFactory rows = factory();
  const auto open = rows.open(kShard);
  store_.unreachable = true;
  SnapshotterSettings at_once = settings();
  at_once.interval = std::chrono::seconds(0);
  Snapshotter::Hooks hooks = said();
  std::promise<void> made;
  bool told = false;
  hooks.note = [&](const std::string&) { made.set_value(); };
  hooks.alert = [&](const std::string& message) {
    if (told) return;
    told = true;
    EXPECT_THAT(message, HasSubstr("no snapshot of credit.events/3: out of reach"));
    store_.unreachable = false;
  };
  Snapshotter snapshotter(
      snapshots, {kShard},
      [&](const TopicPartition& shard, const fs::path& copy) {
        return rows.checkpoint(shard, copy);
      },
      at_once, hooks);
  snapshotter.begin();
  EXPECT_EQ(made.get_future().wait_for(std::chrono::seconds(60)), std::future_status::ready);
  EXPECT_TRUE(told);
}

}  // namespace
}  // namespace encours
