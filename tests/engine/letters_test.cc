// Shows dead letters found, read back whatever tool has written them, and sent again exactly once,
// over a log in memory that fails on demand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/engine/dead_letter.h"
#include "src/engine/letter_replay.h"
#include "src/engine/letter_search.h"
#include "src/engine/ticks.h"
#include "tests/driver/sim_log.h"

namespace encours {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr std::int32_t kPartitions = 2;

std::string event_bytes(const std::string& client) {
  v1::Event event;
  event.set_event_id("e");
  event.set_client_id(client);
  event.mutable_client();
  return event.SerializeAsString();
}

Letter read(const std::vector<HeaderView>& headers) {
  return read_letter({0, 0, "k", "v", headers});
}

std::vector<std::string> names(const Letter& letter) {
  std::vector<std::string> found;
  for (const HeaderView& header : letter.headers)
    found.push_back(std::string(header.name) + "=" + std::string(header.value));
  return found;
}

TEST(DeadLetter, OfALogSaysWhereAndWhyAndKeepsItsHeaders) {
  const std::vector<HeaderView> headers{{"trace", "1"}};
  const Append letter = dead_letter({"credit.events", 1}, {0, 9, "C1", "\xff", headers},
                                    refuse(RejectReason::kUndecodable, "no event"));
  EXPECT_EQ(letter.to, (TopicPartition{"credit.events.dlq", 1}));
  std::vector<HeaderView> all;
  for (const Header& header : letter.headers)
    all.push_back({header.name, header.value});
  const Letter back = read(all);
  EXPECT_EQ(back.from, (TopicPartition{"credit.events", 1}));
  EXPECT_EQ(back.offset, 9);
  EXPECT_EQ(back.reason, "UNDECODABLE");
  EXPECT_EQ(back.message, "no event");
  EXPECT_EQ(back.feed, "");
  EXPECT_FALSE(back.null_key || back.null_value);
  EXPECT_THAT(names(back), ElementsAre("trace=1"));
}

TEST(DeadLetter, AMessageIsCutBetweenTwoLetters) {
  std::string message(kDeadLetterMessageBytesMax - 1, 'x');
  message += "\xc3\xa9 and more";
  Refused refused;
  refused.message = message;
  const Append letter = dead_letter({"t", 0}, refused);
  for (const Header& header : letter.headers) {
    if (header.name != kDeadLetterMessageHeader) continue;
    EXPECT_EQ(header.value, std::string(kDeadLetterMessageBytesMax - 1, 'x'));
  }
}

TEST(LetterReader, ReadsLettersOfOtherTools) {
  const Letter connect = read({{"a", "1"},
                               {"__connect.errors.topic", "erp"},
                               {"__connect.errors.partition", "3"},
                               {"__connect.errors.offset", "12"},
                               {"__connect.errors.task.id", "0"},
                               {"__connect.errors.exception.class.name", "org.x.DataException"},
                               {"__connect.errors.exception.message", "why"},
                               {"b", "2"}});
  EXPECT_EQ(connect.from, (TopicPartition{"erp", 3}));
  EXPECT_EQ(connect.offset, 12);
  EXPECT_EQ(connect.reason, "org.x.DataException");
  EXPECT_THAT(names(connect), ElementsAre("a=1", "b=2"));
  const Letter spring =
      read({{"a", "1"},
            {"kafka_dlt-original-topic", "erp"},
            {"kafka_dlt-original-partition", std::string_view("\0\0\0\3", 4)},
            {"kafka_dlt-original-offset", std::string_view("\0\0\0\0\0\0\1\0", 8)},
            {"kafka_dlt-original-timestamp", std::string_view("\0\0\1\x8b\xcf\xe5\x68\0", 8)},
            {"kafka_dlt-exception-fqcn", "X"}});
  EXPECT_EQ(spring.from, (TopicPartition{"erp", 3}));
  EXPECT_EQ(spring.offset, 256);
  EXPECT_EQ(spring.timestamp_ms, 1'700'000'000'000);
  EXPECT_THAT(names(spring), ElementsAre("a=1"));
  EXPECT_FALSE(read({{"a", "1"}}).says_where());
  EXPECT_FALSE(
      read({{"__connect.errors.topic", "t"}, {"__connect.errors.offset", "x"}}).says_where());
  EXPECT_FALSE(
      read({{"kafka_dlt-original-topic", "t"}, {"kafka_dlt-original-offset", "7"}}).says_where());
}

// A record that was taken from a letter, sent again and refused again.
TEST(LetterReader, TheLastPlaceIsThatOfTheLetter) {
  const Letter letter = read({{"__connect.errors.topic", "first"},
                              {"encours-dlq-reason", "OLD"},
                              {"__connect.errors.topic", "second"},
                              {"__connect.errors.partition", "0"},
                              {"__connect.errors.offset", "1"},
                              {"encours-dlq-reason", "NEW"}});
  EXPECT_EQ(letter.from.topic, "second");
  EXPECT_EQ(letter.reason, "NEW");
  EXPECT_THAT(names(letter), ElementsAre("__connect.errors.topic=first", "encours-dlq-reason=OLD"));
}

TEST(OffsetSet, IsRangesThatNeverTouch) {
  OffsetSet set;
  for (const std::int64_t offset : {5, 3, 4, 9, 0, 1, 1, 7})
    set.add(offset);
  EXPECT_EQ(set.text(), "0-1,3-5,7,9");
  EXPECT_EQ(OffsetSet::parse(set.text())->text(), set.text());
  set.add(2);
  set.add(8);
  EXPECT_EQ(set.text(), "0-5,7-9");
  for (std::int64_t offset = 0; offset < 12; ++offset)
    EXPECT_EQ(set.contains(offset), offset <= 5 || (offset >= 7 && offset <= 9)) << offset;
  EXPECT_EQ(OffsetSet::parse("")->text(), "");
  for (const char* text : {"x", "1,", ",1", "3-1", "1-1", "1,2", "2,1", "1-3,3", "-1", "1 ", "1--2",
                           "99999999999999999999"}) {
    EXPECT_EQ(OffsetSet::parse(text), std::nullopt) << text;
  }
}

class LetterReplayTest : public ::testing::Test {
 protected:
  LetterReplayTest() {
    SimLogOptions options;
    options.topics = {{"credit.events", kPartitions},
                      {"credit.events.dlq", kPartitions},
                      {"credit.alerts", kPartitions},
                      {"erp", 1},
                      {"erp.dlq", 1}};
    log_.emplace(options);
  }

  void letter(const std::string& topic, const Refused& refused) {
    const std::int32_t partition = topic == "erp.dlq" ? 0 : refused.from.partition;
    std::vector<Append> records{dead_letter({topic, partition}, refused)};
    auto feed = log_->open_feed("test");
    ASSERT_TRUE((*feed)->append(records, "").has_value());
    log_->settle();
  }

  // A letter of credit.events, in the partition of its key.
  void of_log(const std::string& key, const std::string& value, std::string_view reason) {
    Refused refused;
    refused.from = {"credit.events", partition_of(key, kPartitions)};
    refused.offset = next_offset_++;
    refused.key = key;
    refused.value = value;
    refused.reason = reason;
    letter("credit.events.dlq", refused);
  }

  std::vector<std::string> fates(const LetterFilter& filter = {}) {
    std::vector<std::string> found;
    for_each_letter(*log_, topics_, filter,
                    [&](const TopicPartition&, const Record& record, const Letter& one) {
                      found.emplace_back(letter_fate_name(judge_letter(*log_, one, record).fate));
                      return true;
                    });
    return found;
  }

  // Sends what may go and was not sent; how many that were.
  int replay() {
    int sent = 0;
    for_each_letter(*log_, topics_, {},
                    [&](const TopicPartition& at, const Record& record, const Letter& one) {
                      auto sender = LetterSender::open(*log_, at);
                      EXPECT_TRUE(sender.has_value());
                      if (sender->sent(record.offset)) return true;
                      if (judge_letter(*log_, one, record).fate != LetterFate::kSent) return true;
                      EXPECT_TRUE(sender->send(one, record).has_value());
                      if (sender->finish().has_value()) ++sent;
                      return true;
                    });
    log_->settle();
    return sent;
  }

  std::vector<std::string> in_log(const std::string& topic, std::int32_t partitions) {
    std::vector<std::string> keys;
    for (std::int32_t partition = 0; partition < partitions; ++partition) {
      const auto batch = *log_->read({topic, partition}, 0, 1'000);
      for (const Record& record : batch->records)
        keys.emplace_back(record.key);
    }
    return keys;
  }

  const std::vector<std::string> topics_{"credit.events.dlq", "erp.dlq"};
  std::optional<SimLog> log_;
  std::int64_t next_offset_ = 0;
};

TEST_F(LetterReplayTest, WhatMayNotOrNeedNotBeSentStays) {
  of_log("C1", event_bytes("C1"), "BAD_REFERENCE");
  of_log("C1", "\xff", "UNDECODABLE");
  of_log("C1", event_bytes("C2"), "WRONG_KEY");
  EXPECT_THAT(fates(), UnorderedElementsAre("SENT", "WOULD_BE_REFUSED", "WOULD_BE_REFUSED"));
  Refused refused;
  refused.value = "x";
  refused.reason = "R";
  refused.from = {"erp", 0};
  letter("erp.dlq", refused);
  refused.from = {"erp", 7};
  letter("erp.dlq", refused);
  refused.from = {"gone", 0};
  letter("erp.dlq", refused);
  refused.from = {"credit.alerts", 0};
  letter("erp.dlq", refused);
  refused.from = {"credit.events.dlq", 0};
  letter("erp.dlq", refused);
  refused.from = {"", 0};
  letter("erp.dlq", refused);
  refused.from = {"erp", 0};
  refused.value = std::nullopt;
  letter("erp.dlq", refused);
  LetterFilter erp;
  erp.topic = "erp.dlq";
  EXPECT_THAT(fates(erp), ElementsAre("SENT", "NO_TOPIC", "NO_TOPIC", "NOT_FOR_PEOPLE",
                                      "NOT_FOR_PEOPLE", "NO_PLACE", "NULL_VALUE"));
}

TEST_F(LetterReplayTest, TicksAreNeverSent) {
  const std::string tick = day_turned_event(*parse_day("2026-01-01")).SerializeAsString();
  for (const std::string key : {"~shard/0", "~shard/1", "C1"}) {
    Refused refused;
    refused.from = {"credit.events", 0};
    refused.key = key;
    refused.value = tick;
    refused.reason = "TICK_NOT_ALLOWED";
    letter("credit.events.dlq", refused);
  }
  EXPECT_THAT(fates(), ElementsAre("TICK", "TICK", "TICK"));
  EXPECT_EQ(replay(), 0);
}

TEST_F(LetterReplayTest, ALetterIsSentOnce) {
  of_log("C1", event_bytes("C1"), "BAD_REFERENCE");
  of_log("C2", event_bytes("C2"), "BAD_REFERENCE");
  EXPECT_EQ(replay(), 2);
  EXPECT_THAT(in_log("credit.events", kPartitions), UnorderedElementsAre("C1", "C2"));
  EXPECT_EQ(replay(), 0);
  of_log("C3", event_bytes("C3"), "BAD_REFERENCE");
  EXPECT_EQ(replay(), 1);
  EXPECT_THAT(in_log("credit.events", kPartitions), UnorderedElementsAre("C1", "C2", "C3"));
}

TEST_F(LetterReplayTest, WhatFailedIsSentNextTime) {
  of_log("C1", event_bytes("C1"), "BAD_REFERENCE");
  const TopicPartition at{"credit.events.dlq", partition_of("C1", kPartitions)};
  auto sender = LetterSender::open(*log_, at);
  ASSERT_TRUE(sender.has_value());
  log_->fail_next(SimCall::kFeed, Fault::kIo);
  const auto batch = *log_->read(at, 0, 1);
  const Letter one = read_letter(batch->records.front());
  EXPECT_TRUE(sender->send(one, batch->records.front()).has_value()) << "it waits for the batch";
  EXPECT_FALSE(sender->finish().has_value());
  EXPECT_THAT(in_log("credit.events", kPartitions), IsEmpty());
  EXPECT_EQ(replay(), 1);
}

TEST_F(LetterReplayTest, ADryRunSendsNothing) {
  of_log("C1", event_bytes("C1"), "BAD_REFERENCE");
  const TopicPartition at{"credit.events.dlq", partition_of("C1", kPartitions)};
  auto sender = LetterSender::dry(std::nullopt);
  const auto batch = *log_->read(at, 0, 1);
  const Record& record = batch->records.front();
  EXPECT_FALSE(sender->sent(record.offset));
  EXPECT_TRUE(sender->send(read_letter(record), record).has_value());
  EXPECT_TRUE(sender->finish().has_value());
  EXPECT_THAT(in_log("credit.events", kPartitions), IsEmpty());
  EXPECT_TRUE(LetterSender::dry("0-3")->sent(3));
  EXPECT_EQ(LetterSender::dry("nonsense").error().fault, Fault::kCorrupt);
}

TEST_F(LetterReplayTest, LettersAreFoundByTopicReasonAndOffset) {
  of_log("C1", event_bytes("C1"), "BAD_REFERENCE");
  of_log("C1", "\xff", "UNDECODABLE");
  of_log("C1", "\xfe", "UNDECODABLE");
  const std::int32_t home = partition_of("C1", kPartitions);
  const auto all = *log_->read({"credit.events.dlq", home}, 0, 10);
  struct Row {
    std::function<void(LetterFilter&)> pick;
    std::size_t found;
  };
  const std::vector<Row> rows{
      {[](LetterFilter&) {}, 3},
      {[](LetterFilter& filter) { filter.reason = "UNDECODABLE"; }, 2},
      {[](LetterFilter& filter) { filter.topic = "credit.events"; }, 3},
      {[](LetterFilter& filter) { filter.topic = "credit.events.dlq"; }, 3},
      {[](LetterFilter& filter) { filter.topic = "erp"; }, 0},
      {[home](LetterFilter& filter) { filter.partition = home; }, 3},
      {[home](LetterFilter& filter) { filter.partition = 1 - home; }, 0},
      {[&all](LetterFilter& filter) { filter.first_offset = all->records[1].offset; }, 2},
      {[&all](LetterFilter& filter) { filter.last_offset = all->records[0].offset; }, 1},
  };
  for (const Row& row : rows) {
    LetterFilter filter;
    row.pick(filter);
    EXPECT_EQ(fates(filter).size(), row.found) << &row - rows.data();
  }
}

}  // namespace
}  // namespace encours
