// What every home of the log promises of records: order, bytes, bounds, partitions, feeds, and many
// writers at once. A reader can learn the ports from these examples; transactions are beside.
#include <thread>

#include "tests/conformance/event_log_suite.h"

namespace encours {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

class RecordsTest : public EventLogTest {};

// --- records ------------------------------------------------------------------------------------

TEST_P(RecordsTest, DeliversThePartitionsRecordsInTheirOrder) {
  say(kShard, {"one", "two"});
  say(kShard, {"three"});
  auto session = this->session();
  ASSERT_TRUE(session->assign(kShard, 0).has_value());
  const auto batches = poll(*session, 3);
  EXPECT_THAT(values(batches), ElementsAre("one", "two", "three"));

  std::int64_t before = -1;
  for (const auto& batch : batches) {
    for (const Record& record : batch->records) {
      EXPECT_GT(record.offset, before);
      before = record.offset;
    }
  }
}

TEST_P(RecordsTest, KeepsKeyValueAndHeadersByteForByte) {
  const std::string bytes("\x00\xff, a comma\n", 12);
  Append written{kShard, bytes, bytes + bytes, {{"reason", bytes}, {"", ""}, {"long", ""}}};
  written.headers[2].value.assign(3000, 'x');
  const Append empty{kShard, "", "", {}};
  expect_ok(feed()->append(std::vector{written, empty}, ""));

  auto session = this->session();
  ASSERT_TRUE(session->assign(kShard, 0).has_value());
  std::vector<Record> records;
  const auto batches = poll(*session, 2);
  for (const auto& batch : batches) {
    records.insert(records.end(), batch->records.begin(), batch->records.end());
  }
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].key, written.key);
  EXPECT_EQ(records[0].value, written.value);
  ASSERT_EQ(records[0].headers.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(records[0].headers[i].name, written.headers[i].name);
    EXPECT_EQ(records[0].headers[i].value, written.headers[i].value);
  }
  EXPECT_EQ(records[1].key, "");
  EXPECT_EQ(records[1].value, "");
  EXPECT_THAT(records[1].headers, IsEmpty());
}

TEST_P(RecordsTest, DeliversFromTheOffsetAskedForAndWhatComesLater) {
  say(kShard, {"one", "two", "three"});
  auto first = session();
  ASSERT_TRUE(first->assign(kShard, 0).has_value());
  std::int64_t offset_of_three = -1;
  for (const auto& batch : poll(*first, 3)) {
    for (const Record& record : batch->records) {
      offset_of_three = record.offset;
    }
  }
  auto second = session(1);
  ASSERT_TRUE(second->assign(kShard, offset_of_three).has_value());
  EXPECT_THAT(values(poll(*second, 1)), ElementsAre("three"));
  say(kShard, {"four"});
  EXPECT_THAT(values(poll(*second, 1)), ElementsAre("four"));
}

TEST_P(RecordsTest, DeliversSeveralShardsAndSaysWhichIsWhich) {
  auto session = this->session();
  const auto source = session->assign(kShard, 0);
  const auto other_source = session->assign(kOtherShard, 0);
  ASSERT_TRUE(source.has_value() && other_source.has_value());
  say(kShard, {"shard", "shard", "shard"});
  say(kOtherShard, {"other", "other"});
  for (const auto& batch : poll(*session, 5)) {
    for (const Record& record : batch->records) {
      EXPECT_EQ(record.source, record.value == "shard" ? *source : *other_source);
    }
  }
  session->unassign(kShard);
  say(kShard, {"not for us"});
  say(kOtherShard, {"for us"});
  EXPECT_THAT(values(poll(*session, 1)), ElementsAre("for us"));
}

TEST_P(RecordsTest, AnswersAPollWithNothingWhenThereIsNothing) {
  auto session = this->session();
  EXPECT_THAT((*session->poll(10, milliseconds(0)))->records, IsEmpty()) << "nothing assigned";
  ASSERT_TRUE(session->assign(kShard, 0).has_value());
  EXPECT_THAT((*session->poll(10, milliseconds(0)))->records, IsEmpty()) << "nothing said";
}

TEST_P(RecordsTest, KeepsABatchAsLongAsItIsHeld) {
  say(kShard, {"one", "two"});
  auto session = this->session();
  ASSERT_TRUE(session->assign(kShard, 0).has_value());
  const auto kept = poll(*session, 2);
  say(kShard, {"three"});
  poll(*session, 1);
  session.reset();
  EXPECT_THAT(values(kept), ElementsAre("one", "two"));
}

TEST_P(RecordsTest, TellsWhereAPartitionBeginsAndEnds) {
  EXPECT_EQ(log().bounds(kShard)->first, 0);
  EXPECT_EQ(log().bounds(kShard)->end, 0);
  say(kShard, {"one", "two"});
  EXPECT_THAT(values(kShard), ElementsAre("one", "two"));
  const std::int64_t end = log().bounds(kShard)->end;
  EXPECT_GE(end, 2);
  say(kShard, {"three"});
  EXPECT_THAT(values(kShard), ElementsAre("one", "two", "three"));
  const auto later = log().read(kShard, end, 10);
  ASSERT_TRUE(later.has_value());
  ASSERT_EQ((*later)->records.size(), 1U) << "what comes later comes at or after the end of before";
  EXPECT_EQ((*later)->records[0].value, "three");
  EXPECT_THAT((*log().read(kShard, 1'000'000, 10))->records, IsEmpty());
}

TEST_P(RecordsTest, KeepsManyPartitionsApart) {
  std::vector<Append> records;
  for (std::int32_t partition = 0; partition < 64; ++partition) {
    for (int i = 0; i < 3; ++i) {
      records.push_back(record({"many", partition}, numbered(partition, i)));
    }
  }
  expect_ok(feed()->append(records, ""));
  EXPECT_EQ(log().partition_count("many"), 64);
  auto session = this->session();
  for (std::int32_t partition = 0; partition < 64; ++partition) {
    ASSERT_EQ(session->assign({"many", partition}, 0), static_cast<std::uint32_t>(partition));
  }
  std::map<std::uint32_t, std::vector<std::string>> found;
  for (const auto& batch : poll(*session, records.size())) {
    for (const Record& record : batch->records) {
      found[record.source].emplace_back(record.value);
    }
  }
  for (std::int32_t partition = 0; partition < 64; ++partition) {
    EXPECT_THAT(
        found[static_cast<std::uint32_t>(partition)],
        ElementsAre(numbered(partition, 0), numbered(partition, 1), numbered(partition, 2)));
  }
}

// --- feeds --------------------------------------------------------------------------------------

TEST_P(RecordsTest, MovesAFeedsCursorWithItsRecords) {
  auto orders = feed("orders");
  EXPECT_EQ(ask([&] { return orders->cursor(); }), std::nullopt);
  expect_ok(
      orders->append(std::vector{record(kShard, "one"), record(kOtherShard, "two")}, "line 2"));
  EXPECT_EQ(ask([&] { return orders->cursor(); }), "line 2");
  expect_ok(orders->append({}, "line 3"));
  EXPECT_EQ(ask([&] { return feed("orders")->cursor(); }), "line 3");
  EXPECT_EQ(ask([&] { return feed("payments")->cursor(); }), std::nullopt);
  // Readers take nobody's place: the feed goes on.
  auto last = feed("orders");
  EXPECT_EQ(ask([&] { return log().cursor_of("orders"); }), "line 3");
  EXPECT_EQ(ask([&] { return log().cursor_of("nobody"); }), std::nullopt);
  expect_ok(last->append({}, "line 4"));
  EXPECT_EQ(ask([&] { return log().cursor_of("orders"); }), "line 4");
  home_->restart();
  EXPECT_EQ(ask([&] { return log().cursor_of("orders"); }), "line 4");
  EXPECT_EQ(ask([&] { return feed("orders")->cursor(); }), "line 4");
  EXPECT_THAT(values(kShard), ElementsAre("one"));
  EXPECT_THAT(values(kOtherShard), ElementsAre("two"));
}

TEST_P(RecordsTest, AppendsAllOfAFeedsRecordsOrNone) {
  auto orders = feed("orders");
  expect_ok(orders->append(std::vector{record(kShard, "good")}, "line 1"));
  expect_fault(
      orders->append(std::vector{record(kShard, "good too"), record({"nowhere", 0}, "")}, "line 3"),
      Fault::kRefused);
  EXPECT_EQ(ask([&] { return orders->cursor(); }), "line 1");
  EXPECT_THAT(values(kShard), ElementsAre("good"));
}

TEST_P(RecordsTest, FencesWhoHeldTheFeedBefore) {
  auto zombie = feed("orders");
  auto successor = feed("orders");
  expect_fault(zombie->append(std::vector{record(kShard, "twice")}, "line 1"), Fault::kFenced);
  expect_ok(successor->append(std::vector{record(kShard, "once")}, "line 1"));
  EXPECT_THAT(values(kShard), ElementsAre("once"));
}

// --- many at once -------------------------------------------------------------------------------

TEST_P(RecordsTest, TakesManyWritersAtOnceAndShowsOneOrder) {
  // Three feeds and a worker write to one partition while another worker reads along. Whatever the
  // order is, each writer's own is kept, nothing is lost or doubled, and what was read along is
  // what is there in the end.
  constexpr int kFeeds = 3;
  constexpr int kBatches = 40;
  constexpr std::size_t kTotal = (kFeeds + 1) * kBatches * 2;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kFeeds; ++writer) {
    writers.emplace_back([this, writer, feed = this->feed(std::to_string(writer))] {
      for (int i = 0; i < kBatches; ++i) {
        const std::vector<Append> records{record(kShard, numbered(writer, 2 * i)),
                                          record(kShard, numbered(writer, 2 * i + 1))};
        expect_ok(feed->append(records, std::to_string(i)));
      }
    });
  }
  writers.emplace_back([session = this->session(1)] {
    for (int i = 0; i < kBatches; ++i) {
      expect_ok(session->begin());
      expect_ok(session->append(record(kShard, numbered(kFeeds, 2 * i))));
      expect_ok(session->append(record(kShard, numbered(kFeeds, 2 * i + 1))));
      EXPECT_EQ(session->commit({}), CommitOutcome::kCommitted);
    }
  });
  auto reader = session(0);
  ASSERT_TRUE(reader->assign(kShard, 0).has_value());
  std::vector<std::string> along;
  std::int64_t before = -1;
  while (along.size() < kTotal) {
    auto batch = reader->poll(100, milliseconds(100));
    ASSERT_TRUE(batch.has_value());
    for (const Record& record : (*batch)->records) {
      EXPECT_GT(record.offset, before);
      before = record.offset;
      along.emplace_back(record.value);
    }
  }
  for (std::thread& writer : writers) {
    writer.join();
  }
  EXPECT_EQ(along, values(kShard));
  std::map<char, int> next;
  for (const std::string& value : along) {
    EXPECT_EQ(value, numbered(value[0] - '0', next[value[0]]++));
  }
}

INSTANTIATE_TEST_SUITE_P(Homes, RecordsTest, kHomes, name_of_home);

}  // namespace
}  // namespace encours
