// What the store says when the disk is full, broken or has lied, and what is left when the power
// goes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/rocksdb/state_store.h"
#include "tests/driver/temporary_folder.h"
#include "tests/rocksdb/damage.h"
#include "tests/rocksdb/failing_disk.h"

namespace encours {
namespace {

using testing::HasSubstr;

const TopicPartition kShard{"events", 0};

class FaultsTest : public testing::Test {
 protected:
  RocksStoreFactory factory() {
    return RocksStoreFactory({.data_path = folder_.path(), .budget = nullptr, .env = disk_.env()});
  }
  std::unique_ptr<StateStore> open() {
    auto store = factory().open(kShard);
    EXPECT_TRUE(store.has_value()) << store.error().message;
    return store ? std::move(*store) : nullptr;
  }
  static Status write(StateStore& store, const std::string& key, const std::string& value) {
    const std::vector<RowChange> changes{{key, value}};
    return store.write(changes);
  }
  std::filesystem::path path() { return factory().path_of(kShard); }

  TemporaryFolder folder_;
  FailingDisk disk_;
};

TEST_F(FaultsTest, SaysThatTheDiskIsFullUntilItIsOpenedAgain) {
  auto store = open();
  ASSERT_TRUE(write(*store, "before", "1").has_value());
  disk_.fail(DiskFailure::kFull);
  const Status full = write(*store, "key", "value");
  ASSERT_FALSE(full.has_value());
  EXPECT_EQ(full.error().fault, Fault::kFull);
  EXPECT_THAT(full.error().message, HasSubstr(path().string()));
  disk_.mend();
  EXPECT_EQ(write(*store, "key", "value").error().fault, Fault::kFull)
      << "what of the failed write is on the disk, nobody knows";
  EXPECT_EQ(store->get("before")->value(), "1") << "reads go on";

  store.reset();
  store = open();
  EXPECT_EQ(store->get("before")->value(), "1");
  EXPECT_FALSE(store->get("key")->has_value()) << "half a write is no write";
  EXPECT_TRUE(write(*store, "key", "value").has_value());
}

TEST_F(FaultsTest, SaysThatWritingFailedInTheBackground) {
  auto store = open();
  disk_.fail(DiskFailure::kFull, ".sst");
  // Enough for a flush, which cannot make its file.
  const std::string value(1 << 20, 'x');
  Status status;
  for (int i = 0; i < 200 && status; ++i) {
    status = write(*store, std::to_string(i), value);
  }
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error().fault, Fault::kFull);
  disk_.mend();
  EXPECT_FALSE(write(*store, "key", "value").has_value());
  store.reset();
  store = open();
  EXPECT_EQ(store->get("0")->value(), value);
  EXPECT_TRUE(write(*store, "key", "value").has_value());
}

TEST_F(FaultsTest, SaysThatTheDiskIsBroken) {
  auto store = open();
  disk_.fail(DiskFailure::kBrokenWrite);
  EXPECT_EQ(write(*store, "key", "value").error().fault, Fault::kIo);
}

TEST_F(FaultsTest, SaysThatAFileIsNotWhatWasWritten) {
  {
    const auto store = open();
    std::vector<RowChange> changes;
    for (int i = 0; i < 1000; ++i) {
      changes.push_back({"key " + std::to_string(i), "a value that can be found"});
    }
    ASSERT_TRUE(store->write(changes).has_value());
  }
  open();  // which moves the rows from the write-ahead log to a sorted file
  flip_bit(newest_file(path(), ".sst"), 100);
  const auto store = open();
  const auto row = store->get("key 0");
  ASSERT_FALSE(row.has_value());
  EXPECT_EQ(row.error().fault, Fault::kCorrupt);
  std::vector<std::optional<std::string>> values;
  const std::vector<std::string> keys{"key 0"};
  EXPECT_EQ(store->multi_get(keys, values).error().fault, Fault::kCorrupt);
  const auto cursor = store->scan("", "");
  while (cursor->valid()) {
    cursor->next();
  }
  EXPECT_EQ(cursor->status().error().fault, Fault::kCorrupt);
}

TEST_F(FaultsTest, SaysThatTheManifestIsNotWhatWasWritten) {
  { ASSERT_TRUE(write(*open(), "key", "value").has_value()); }
  for (const auto& entry : std::filesystem::directory_iterator(path())) {
    if (entry.path().filename().string().starts_with("MANIFEST")) flip_bit(entry.path(), 20);
  }
  const auto store = factory().open(kShard);
  ASSERT_FALSE(store.has_value());
  EXPECT_EQ(store.error().fault, Fault::kCorrupt) << store.error().message;
}

TEST_F(FaultsTest, FallsBackToAnEarlierMomentWhenThePowerGoes) {
  // Each write replaces two rows; whatever is left of the write-ahead log, they agree, and they are
  // those of some write that was made.
  constexpr int kWrites = 20;
  {
    const auto store = open();
    for (int i = 0; i < kWrites; ++i) {
      const std::string value = std::to_string(i);
      const std::vector<RowChange> changes{{"rows", value}, {"stands for", value}};
      ASSERT_TRUE(store->write(changes).has_value());
    }
  }
  const auto wal = newest_file(path(), ".log");
  const auto kept = folder_.path() / "kept";
  std::filesystem::copy(path(), kept);
  int last_seen = -1;
  for (std::size_t bytes = 0; bytes <= std::filesystem::file_size(kept / wal.filename());
       bytes += 97) {
    std::filesystem::remove_all(path());
    std::filesystem::copy(kept, path());
    truncate_file(wal, bytes);
    const auto store = open();
    const auto rows = *store->get("rows");
    EXPECT_EQ(rows, *store->get("stands for"));
    const int seen = rows ? std::stoi(*rows) : -1;
    EXPECT_GE(seen, last_seen) << "more of the log, later rows";
    last_seen = seen;
  }
  EXPECT_GE(last_seen, kWrites - 3);
}

TEST_F(FaultsTest, CanBeReadWithoutTouchingAnything) {
  { ASSERT_TRUE(write(*open(), "key", "value").has_value()); }
  const RocksStoreFactory reader(
      {.data_path = folder_.path(), .budget = nullptr, .mode = OpenMode::kReadOnly});
  const auto store = RocksStoreFactory(reader).open(kShard);
  ASSERT_TRUE(store.has_value()) << store.error().message;
  EXPECT_EQ((*store)->get("key")->value(), "value");
  EXPECT_EQ(write(**store, "key", "other").error().fault, Fault::kRefused);
}

}  // namespace
}  // namespace encours
