// The embedded log where it differs from other homes: its files, its readers, its lock, its names.
// What all homes share is in tests/wire.
#include "src/local/local_log.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/driver/temporary_folder.h"

namespace encours {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;

class LocalLogTest : public testing::Test {
 protected:
  static LocalLogOptions options() {
    LocalLogOptions options;
    options.topics = {{"events", 2}, {"alerts", 1}, {"credit.positions", 1}};
    options.cluster_id = "a test";
    return options;
  }

  std::unique_ptr<LocalLog> open() {
    auto log = LocalLog::open(folder_.path() / "log", options());
    EXPECT_TRUE(log.has_value()) << log.error().message;
    return log ? std::move(*log) : nullptr;
  }
  std::unique_ptr<LocalLog> open_reader() {
    auto log = LocalLog::open_reader(folder_.path() / "log", nullptr);
    EXPECT_TRUE(log.has_value()) << log.error().message;
    return log ? std::move(*log) : nullptr;
  }

  static void append(LocalLog& log, std::initializer_list<std::string> values) {
    auto feed = *log.open_feed("test");
    std::vector<Append> records;
    for (const std::string& value : values) {
      records.push_back({{"events", 0}, "key", value, {}});
    }
    const Status status = feed->append(records, "");
    ASSERT_TRUE(status.has_value()) << status.error().message;
  }

  static std::vector<std::string> values(LocalLog& log) {
    const auto batch = log.read({"events", 0}, 0, 1000);
    EXPECT_TRUE(batch.has_value()) << batch.error().message;
    std::vector<std::string> values;
    for (const Record& record : (*batch)->records) {
      values.emplace_back(record.value);
    }
    return values;
  }

  TemporaryFolder folder_;
};

TEST_F(LocalLogTest, IsMadeWithItsTopicsAndKeepsThemForGood) {
  EXPECT_EQ(open()->cluster_id(), "a test");

  LocalLogOptions other = options();
  other.cluster_id = "another name";
  other.topics[0].partitions = 16;
  other.topics.push_back({"holds", 3});
  const auto log = LocalLog::open(folder_.path() / "log", other);
  ASSERT_TRUE(log.has_value()) << log.error().message;
  EXPECT_EQ((*log)->cluster_id(), "a test");
  EXPECT_EQ((*log)->partition_count("events"), 2);
  EXPECT_EQ((*log)->partition_count("holds"), 3) << "a topic of a later version is added";
  EXPECT_FALSE((*log)->partition_count("invented").has_value());
}

TEST_F(LocalLogTest, NamesItselfByChanceUnlessTold) {
  LocalLogOptions unnamed = options();
  unnamed.cluster_id.clear();
  const auto one = LocalLog::open(folder_.path() / "one", unnamed);
  const auto two = LocalLog::open(folder_.path() / "two", unnamed);
  EXPECT_THAT(
      (*one)->cluster_id(),
      testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_NE((*one)->cluster_id(), (*two)->cluster_id());
}

TEST_F(LocalLogTest, TakesTheTopicsOfTheProductUnlessTold) {
  const auto log = LocalLog::open(folder_.path() / "log", {});
  ASSERT_TRUE(log.has_value()) << log.error().message;
  EXPECT_EQ((*log)->partition_count("credit.events"), 8);
  EXPECT_EQ((*log)->partition_count("credit.positions"), 8) << "every topic as many as the log";
}

TEST_F(LocalLogTest, IsRefusedToASecondOpener) {
  const auto first = open();
  const auto second = LocalLog::open(folder_.path() / "log", options());
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().fault, Fault::kRefused);
  EXPECT_THAT(second.error().message, HasSubstr("is in use by another process"));
}

TEST_F(LocalLogTest, IsReadBesideItsWriter) {
  const auto writer = open();
  append(*writer, {"one", "two"});
  const auto reader = open_reader();
  EXPECT_EQ(reader->cluster_id(), "a test");
  EXPECT_THAT(values(*reader), ElementsAre("one", "two"));

  append(*writer, {"three"});
  EXPECT_EQ(reader->bounds({"events", 0})->end, 2) << "it stands still until it catches up";
  ASSERT_TRUE(reader->catch_up().has_value());
  EXPECT_THAT(values(*reader), ElementsAre("one", "two", "three"));
}

TEST_F(LocalLogTest, EndsAPollWhenSomethingIsAppended) {
  const auto log = open();
  const auto session = *log->open_session(0);
  ASSERT_TRUE(session->init().has_value());
  ASSERT_TRUE(session->assign({"events", 0}, 0).has_value());
  std::thread writer([&] { append(*log, {"wakes it"}); });
  // Whichever comes first, the poll ends long before its time-out.
  const auto batch = session->poll(10, std::chrono::minutes(10));
  writer.join();
  ASSERT_TRUE(batch.has_value());
  ASSERT_EQ((*batch)->records.size(), 1U);
  EXPECT_EQ((*batch)->records[0].value, "wakes it");
}

TEST_F(LocalLogTest, BoundsWhatAPollBringsIntoMemory) {
  const auto log = open();
  const std::string large(kRecordBytesMax - 100, 'x');
  for (int i = 0; i < 12; ++i) {
    append(*log, {large});
  }
  const auto session = *log->open_session(0);
  ASSERT_TRUE(session->init().has_value());
  ASSERT_TRUE(session->assign({"events", 0}, 0).has_value());
  const auto first = session->poll(1000, milliseconds(0));
  ASSERT_TRUE(first.has_value());
  EXPECT_LT((*first)->records.size(), 12U);
  const auto second = session->poll(1000, milliseconds(0));
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ((*first)->records.size() + (*second)->records.size(), 12U);
}

TEST_F(LocalLogTest, LetsAReaderWriteNothing) {
  { const auto log = open(); }
  const auto reader = open_reader();
  EXPECT_EQ(reader->open_session(0).error().fault, Fault::kRefused);
  EXPECT_EQ(reader->open_feed("feed").error().fault, Fault::kRefused);
}

TEST_F(LocalLogTest, SaysThatThereIsNothingToRead) {
  const auto reader = LocalLog::open_reader(folder_.path() / "log", nullptr);
  ASSERT_FALSE(reader.has_value());
  EXPECT_EQ(reader.error().fault, Fault::kRefused);
  EXPECT_THAT(reader.error().message, HasSubstr("there is no database in"));
}

TEST_F(LocalLogTest, TellsAReaderWhatASessionCommitted) {
  const auto log = open();
  const TopicPartition shard{"events", 1};
  const auto session = *log->open_session(0);
  ASSERT_TRUE(session->init().has_value());
  ASSERT_TRUE(session->begin().has_value());
  ASSERT_TRUE(session->append({{"credit.positions", 0}, "events/1", "position", {}}).has_value());
  const CommittedOffset offset{shard, 7};
  ASSERT_EQ(session->commit({&offset, 1}), CommitOutcome::kCommitted);

  const auto reader = open_reader();
  EXPECT_EQ(reader->committed(shard)->value(), 7);
  EXPECT_EQ(reader->last_position(shard)->value(), "position");
  EXPECT_EQ(reader->committed({"events", 0})->has_value(), false);
}

}  // namespace
}  // namespace encours
