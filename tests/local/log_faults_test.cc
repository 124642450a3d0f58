// What the embedded log says when the disk is full, broken or has lied, and what is left of it when
// the power goes: whatever was acknowledged is there, or opening it says that it is not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/local/local_log.h"
#include "src/rocksdb/wal_check.h"
#include "tests/driver/temporary_folder.h"
#include "tests/rocksdb/damage.h"
#include "tests/rocksdb/failing_disk.h"

namespace encours {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const TopicPartition kEvents{"events", 0};

class LogFaultsTest : public testing::Test {
 protected:
  Result<std::unique_ptr<LocalLog>> try_open(const std::filesystem::path& path) {
    LocalLogOptions options;
    options.topics = {{"events", 1}, {"credit.positions", 1}};
    options.env = disk_.env();
    return LocalLog::open(path, std::move(options));
  }
  std::unique_ptr<LocalLog> open(const std::filesystem::path& path) {
    auto log = try_open(path);
    EXPECT_TRUE(log.has_value()) << log.error().message;
    return log ? std::move(*log) : nullptr;
  }
  std::unique_ptr<LocalLog> open() { return open(path_); }

  static Status append(LocalLog& log, const std::string& value) {
    const std::vector<Append> records{{kEvents, "key", value, {}}};
    return (*log.open_feed("feed"))->append(records, value);
  }
  static std::vector<std::string> values(LocalLog& log) {
    std::vector<std::string> values;
    const auto batch = log.read(kEvents, 0, 1000);
    EXPECT_TRUE(batch.has_value()) << batch.error().message;
    for (const Record& record : (*batch)->records) {
      values.emplace_back(record.value);
    }
    return values;
  }
  std::filesystem::path wal() { return newest_file(path_, ".log"); }

  TemporaryFolder folder_;
  const std::filesystem::path path_ = folder_.path() / "log";
  FailingDisk disk_;
};

TEST_F(LogFaultsTest, SaysThatTheDiskIsFull) {
  auto log = open();
  ASSERT_TRUE(append(*log, "before").has_value());
  auto session = *log->open_session(0);
  ASSERT_TRUE(session->init().has_value());
  disk_.fail(DiskFailure::kFull);
  const Status full = append(*log, "no room");
  ASSERT_FALSE(full.has_value());
  EXPECT_EQ(full.error().fault, Fault::kFull);
  disk_.mend();
  EXPECT_EQ(session->begin().error().fault, Fault::kFull) << "until it is opened again";
  EXPECT_EQ(session->init().error().fault, Fault::kFull);
  EXPECT_THAT(values(*log), ElementsAre("before")) << "reads go on";

  session.reset();
  log.reset();
  log = open();
  ASSERT_TRUE(append(*log, "room again").has_value());
  EXPECT_THAT(values(*log), ElementsAre("before", "room again"));
}

TEST_F(LogFaultsTest, HasOnTheDiskWhatWasAcknowledged) {
  const auto log = open();
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(append(*log, std::to_string(i)).has_value());
    const auto after_power_loss = folder_.path() / std::to_string(i);
    disk_.copy_synced(path_, after_power_loss);
    const auto copy = open(after_power_loss);
    EXPECT_EQ(values(*copy), values(*log));
    EXPECT_EQ((*copy->open_feed("feed"))->cursor()->value(), std::to_string(i));
  }
}

TEST_F(LogFaultsTest, IsCutWhereTheLastWriteWasTorn) {
  {
    const auto log = open();
    for (const char* value : {"one", "two", "three"}) {
      ASSERT_TRUE(append(*log, value).has_value());
    }
  }
  const auto kept = folder_.path() / "kept";
  std::filesystem::copy(path_, kept);
  // Every length is tried at which a cut falls into the third write.
  const std::size_t third = find_in_file(wal(), "three");
  for (std::size_t bytes = third; bytes < std::filesystem::file_size(wal()); ++bytes) {
    std::filesystem::remove_all(path_);
    std::filesystem::copy(kept, path_);
    truncate_file(wal(), bytes);
    EXPECT_THAT(values(*open()), ElementsAre("one", "two")) << bytes;
  }
}

TEST_F(LogFaultsTest, IsCutWhereBlocksOfTheLastWriteCameInAnyOrder) {
  const std::string large(200'000, 'x');
  {
    const auto log = open();
    ASSERT_TRUE(append(*log, "one").has_value());
    ASSERT_TRUE(append(*log, large).has_value());
  }
  write_zeros(wal(), 40'000, 60'000);
  const auto reader = LocalLog::open_reader(path_, nullptr);
  ASSERT_TRUE(reader.has_value()) << reader.error().message;
  EXPECT_THAT(values(**reader), ElementsAre("one"));
  {
    const auto log = open();
    EXPECT_THAT(values(*log), ElementsAre("one"));
    ASSERT_TRUE(append(*log, "two").has_value());
  }
  EXPECT_THAT(values(*open()), ElementsAre("one", "two"));
}

TEST_F(LogFaultsTest, IsNotOpenedWhenCuttingWouldLoseWhatWasAcknowledged) {
  {
    const auto log = open();
    for (const char* value : {"one", "two", "three"}) {
      ASSERT_TRUE(append(*log, value).has_value());
    }
  }
  // Any bit of all but the last write. It is read through once for each, and opened for some.
  const std::size_t second = find_in_file(wal(), "two");
  for (std::size_t byte = 0; byte <= second; ++byte) {
    flip_bit(wal(), byte);
    EXPECT_EQ(check_wal(path_), WalState::kDamaged) << byte;
    if (byte % 10 == 0 || byte == second) {
      const auto log = try_open(path_);
      ASSERT_FALSE(log.has_value()) << byte;
      EXPECT_EQ(log.error().fault, Fault::kCorrupt);
      EXPECT_THAT(log.error().message, HasSubstr("acknowledged"));
    }
    flip_bit(wal(), byte);
  }
  EXPECT_EQ(check_wal(path_), WalState::kWhole);
  EXPECT_THAT(values(*open()), ElementsAre("one", "two", "three")) << "nothing was changed";
}

TEST_F(LogFaultsTest, IsOpenedWhenAFileThatItNoLongerNeedsIsDamaged) {
  {
    const auto log = open();
    ASSERT_TRUE(append(*log, "one").has_value());
  }
  const auto old_wal = wal();
  const auto kept = folder_.path() / "kept";
  std::filesystem::copy_file(old_wal, kept);
  {
    const auto log = open();  // moves "one" to a sorted file, begins a new write-ahead log
    ASSERT_TRUE(append(*log, "two").has_value());
  }
  ASSERT_FALSE(std::filesystem::exists(old_wal));
  std::filesystem::copy_file(kept, old_wal);  // its removal never reached the disk
  truncate_file(old_wal, find_in_file(old_wal, "one"));
  EXPECT_EQ(check_wal(path_), WalState::kDamaged);
  EXPECT_THAT(values(*open()), ElementsAre("one", "two"));
}

TEST_F(LogFaultsTest, SaysThatARecordIsNotWhatWasWritten) {
  {
    const auto log = open();
    ASSERT_TRUE(append(*log, std::string(1000, 'x')).has_value());
    ASSERT_TRUE(append(*log, "after").has_value());
  }
  open();  // which moves the records from the write-ahead log to a sorted file
  flip_bit(newest_file(path_, ".sst"), 30);
  const auto log = try_open(path_);
  if (log) {
    EXPECT_EQ((*log)->read(kEvents, 0, 10).error().fault, Fault::kCorrupt);
  } else {
    EXPECT_EQ(log.error().fault, Fault::kCorrupt) << "the block that says what this log is";
  }
}

}  // namespace
}  // namespace encours
