// The rows of a shard on disk: what is written is read, in whole batches, and moved out of the way
// when it is of another log.
#include "src/rocksdb/state_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/driver/temporary_folder.h"

namespace encours {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Optional;
using testing::Pair;

const TopicPartition kShard{"events", 3};

class StateStoreTest : public testing::Test {
 protected:
  RocksStoreFactory factory(OpenMode mode = OpenMode::kReadWrite) {
    return RocksStoreFactory({.data_path = folder_.path(), .budget = nullptr, .mode = mode});
  }
  std::unique_ptr<StateStore> open(OpenMode mode = OpenMode::kReadWrite) {
    auto store = factory(mode).open(kShard);
    EXPECT_TRUE(store.has_value()) << store.error().message;
    return store ? std::move(*store) : nullptr;
  }
  static void write(StateStore& store, const std::vector<RowChange>& changes) {
    const Status status = store.write(changes);
    ASSERT_TRUE(status.has_value()) << status.error().message;
  }
  static std::vector<std::pair<std::string, std::string>> rows(StateStore& store,
                                                               std::string_view from = "",
                                                               std::string_view to = "") {
    std::vector<std::pair<std::string, std::string>> rows;
    const auto cursor = store.scan(from, to);
    for (; cursor->valid(); cursor->next()) {
      rows.emplace_back(cursor->key(), cursor->value());
    }
    EXPECT_TRUE(cursor->status().has_value());
    return rows;
  }

  TemporaryFolder folder_;
};

TEST_F(StateStoreTest, KeepsRowsAcrossOpenings) {
  write(*open(), {{"a", "1"}, {"b", "2"}, {"c", ""}});
  write(*open(), {{"b", std::nullopt}, {"a", "one"}});
  EXPECT_THAT(rows(*open()), ElementsAre(Pair("a", "one"), Pair("c", "")));
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "state/events/3/CURRENT"));
}

TEST_F(StateStoreTest, AnswersManyKeysInTheOrderAsked) {
  const auto store = open();
  write(*store, {{"a", "1"}, {"b", ""}, {"c", "3"}});
  const std::vector<std::string> keys{"c", "missing", "b", "a", "c"};
  std::vector<std::optional<std::string>> values{"left over"};
  ASSERT_TRUE(store->multi_get(keys, values).has_value());
  EXPECT_THAT(values, ElementsAre(Optional(std::string("3")), std::nullopt, Optional(std::string()),
                                  Optional(std::string("1")), Optional(std::string("3"))));
  EXPECT_EQ(store->get("a")->value(), "1");
  EXPECT_FALSE(store->get("missing")->has_value());
}

TEST_F(StateStoreTest, ScansFromOneKeyUpToAnother) {
  const auto store = open();
  write(*store, {{"a", "1"}, {"b", "2"}, {"b\x01", "3"}, {"c", "4"}});
  EXPECT_THAT(rows(*store, "b", "c"), ElementsAre(Pair("b", "2"), Pair("b\x01", "3")));
  EXPECT_THAT(rows(*store, "bb", ""), ElementsAre(Pair("c", "4")));
  EXPECT_THAT(rows(*store, "d", ""), ElementsAre());
}

TEST_F(StateStoreTest, SetsRowsAsideAndBeginsEmpty) {
  write(*open(), {{"a", "1"}});
  ASSERT_TRUE(factory().set_aside(kShard).has_value());
  EXPECT_THAT(rows(*open()), ElementsAre());
  write(*open(), {{"a", "2"}});
  ASSERT_TRUE(factory().set_aside(kShard).has_value()) << "twice within a second";

  std::vector<std::string> kept;
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path() / "state/events")) {
    kept.push_back(entry.path().filename().string());
  }
  EXPECT_THAT(kept,
              testing::Each(testing::MatchesRegex("3\\.set-aside-20[0-9]{6}T[0-9]{6}Z(-2)?")));
  EXPECT_EQ(kept.size(), 2U);
}

TEST_F(StateStoreTest, SetsNothingAsideThatIsOpenOrNotThere) {
  EXPECT_TRUE(factory().set_aside(kShard).has_value()) << "there is nothing to move";
  const auto store = open();
  const Status status = factory().set_aside(kShard);
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error().fault, Fault::kRefused);
  EXPECT_THAT(status.error().message, HasSubstr("is open"));
}

TEST_F(StateStoreTest, IsRefusedToASecondOpener) {
  const auto store = open();
  const auto second = factory().open(kShard);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().fault, Fault::kRefused);
  EXPECT_THAT(second.error().message, HasSubstr("is in use by another process"));
}

TEST_F(StateStoreTest, IsReadBesideItsWriterAndNotWritten) {
  EXPECT_THAT(rows(*open(OpenMode::kBeside)), ElementsAre()) << "a shard without rows is empty";
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "state"));

  const auto writer = open();
  write(*writer, {{"a", "1"}});
  const auto reader = open(OpenMode::kBeside);
  EXPECT_THAT(rows(*reader), ElementsAre(Pair("a", "1")));
  const std::vector<RowChange> change{{"a", "2"}};
  EXPECT_EQ(reader->write(change).error().fault, Fault::kRefused);
}

}  // namespace
}  // namespace encours
