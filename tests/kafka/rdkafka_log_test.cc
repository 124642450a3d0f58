// Shows on a real Kafka what a transaction makes visible and when, who is fenced, what a reader
// sees, and what is refused.
#include <algorithm>
#include <random>

#include "tests/kafka/real_kafka.h"

namespace encours::kafka {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class RdkafkaLog : public RealKafka {};

TEST_F(RdkafkaLog, WhatWasCommittedIsReadAndWhatWasAbortedIsNot) {
  const TopicPartition log{make_topic(2), 1};
  const auto producer = make_producer();
  const auto reader = must(broker_->open_reader());
  EXPECT_THAT(read_all(*reader, log), IsEmpty());

  write_committed(*producer, log, {"a", "b", "c"});
  must(producer->begin());
  write(*producer, log, {"never"});
  must(producer->abort());
  write_committed(*producer, log, {"d"});

  EXPECT_THAT(read_when(4, *reader, log), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(read_all(*reader, log, 1, 100), ElementsAre("b", "c", "d"));
  Bounds committed;
  Bounds all;
  EXPECT_TRUE(comes_true([&] {
    committed = must(reader->bounds(log, Isolation::kCommitted));
    all = must(reader->bounds(log, Isolation::kAll));
    return committed.end == all.end && committed.end >= 6;
  })) << "four records and their markers, and nothing is open";
  EXPECT_EQ(committed.first, 0);
  EXPECT_THAT(read_all(*reader, log, committed.end), IsEmpty());

  write_committed(*producer, log, {"e"});
  EXPECT_THAT(read_when(1, *reader, log, committed.end), ElementsAre("e"))
      << "after the end was seen";
}

// Records go to the broker before the transaction is decided.
TEST_F(RdkafkaLog, AnOpenTransactionHidesWhatFollows) {
  const TopicPartition log{make_topic(1), 0};
  const auto open = make_producer(name_ + "-open");
  const auto other = make_producer(name_ + "-other");
  const auto reader = must(broker_->open_reader());
  must(open->begin());
  write(*open, log, {"undecided"});
  ASSERT_TRUE(comes_true([&] { return must(reader->bounds(log, Isolation::kAll)).end == 1; }));
  write_committed(*other, log, {"decided"});

  EXPECT_EQ(must(reader->bounds(log, Isolation::kCommitted)).end, 0);
  EXPECT_EQ(must(reader->bounds(log, Isolation::kAll)).end, 3);
  EXPECT_THAT(read_all(*reader, log), IsEmpty());
  must(open->abort());
  ASSERT_TRUE(
      comes_true([&] { return must(reader->bounds(log, Isolation::kCommitted)).end == 4; }));
  EXPECT_THAT(read_all(*reader, log), ElementsAre("decided"));
}

TEST_F(RdkafkaLog, WhoeverTakesTheIdEndsWhatTheOtherLeftOpen) {
  const TopicPartition log{make_topic(1), 0};
  const auto first = make_producer();
  must(first->begin());
  write(*first, log, {"left open"});
  const auto second = make_producer();
  write_committed(*second, log, {"by the second"});

  EXPECT_TRUE(fails_by(first->commit(), Trouble::kFencedProducer));
  const auto reader = must(broker_->open_reader());
  EXPECT_THAT(read_when(1, *reader, log), ElementsAre("by the second"));

  until([&] { return first->init(); });
  write_committed(*first, log, {"by the first again"});
  must(second->begin());
  // The fence is met at the first request, which may be that of a record or of the commit.
  Done done = second->produce({log, "key", "never", {}});
  if (done) done = second->commit();
  EXPECT_TRUE(fails_by(done, Trouble::kFencedProducer));
  EXPECT_THAT(read_when(2, *reader, log), ElementsAre("by the second", "by the first again"));
}

TEST_F(RdkafkaLog, TheBrokerEndsATransactionThatIsTooOld) {
  options_.transaction_timeout = kTransactionTimeoutMin;
  reopen();
  const TopicPartition log{make_topic(1), 0};
  const auto producer = make_producer();
  const auto reader = must(broker_->open_reader());
  must(producer->begin());
  write(*producer, log, {"too slow"});
  ASSERT_TRUE(
      comes_true([&] { return must(reader->bounds(log, Isolation::kCommitted)).end == 2; }));
  EXPECT_TRUE(fails_by(producer->commit(), Trouble::kFencedProducer));
  until([&] { return producer->init(); });
  write_committed(*producer, log, {"in time"});
  EXPECT_THAT(read_when(1, *reader, log), ElementsAre("in time"));
}

TEST_F(RdkafkaLog, KeysValuesAndHeadersAreBytes) {
  const TopicPartition log{make_topic(1), 0};
  const std::string bytes("\0\xff\r\n\0", 5);
  const auto producer = make_producer();
  must(producer->begin());
  must(producer->produce(
      {log, bytes, bytes + "value", {{"reason", bytes}, {"empty", ""}, {"reason", "twice"}}}));
  must(producer->produce({log, "", "", {}}));
  must(producer->produce({log, "k", "v", {{"one", "1"}}}));
  must(producer->commit());

  auto reader = must(broker_->open_reader());
  read_when(3, *reader, log);
  const auto batch = must(reader->read(log, 0, 10));
  reader.reset();
  broker_.reset();
  ASSERT_EQ(batch->records.size(), 3U) << "and the batch outlives its reader";
  EXPECT_EQ(batch->records[0].key, bytes);
  EXPECT_EQ(batch->records[0].value, bytes + "value");
  ASSERT_EQ(batch->records[0].headers.size(), 3U);
  EXPECT_EQ(batch->records[0].headers[0].name, "reason");
  EXPECT_EQ(batch->records[0].headers[0].value, bytes);
  EXPECT_EQ(batch->records[0].headers[1].value, "");
  EXPECT_EQ(batch->records[0].headers[2].value, "twice");
  EXPECT_EQ(batch->records[1].key, "");
  EXPECT_EQ(batch->records[1].value, "");
  EXPECT_THAT(batch->records[1].headers, IsEmpty());
  EXPECT_EQ(batch->records[2].headers[0].value, "1");
}

std::string noise(std::size_t size) {
  std::mt19937 random(1);
  std::string text(size, '\0');
  std::ranges::generate(text, [&] { return static_cast<char>(random()); });
  return text;
}

TEST_F(RdkafkaLog, ARecordThatIsTooLargeIsRefusedAndTheNextTransactionGoesOn) {
  const TopicPartition log{make_topic(1, {{"max.message.bytes", "10000"}}), 0};
  const TopicPartition wide{make_topic(1, {{"max.message.bytes", "2097152"}}), 0};
  const auto producer = make_producer();
  must(producer->begin());
  const Done at_once = producer->produce({log, "k", noise(2U << 20U), {}});
  EXPECT_TRUE(fails_by(at_once, Trouble::kRefused));
  must(producer->produce({log, "k", noise(50'000), {}}));
  const Done done = producer->commit();
  EXPECT_TRUE(fails_by(done, Trouble::kRefused)) << "by the broker";
  EXPECT_THAT(done.error().message, HasSubstr("max.message.bytes"));
  must(producer->abort());

  must(producer->begin());
  must(producer->produce({wide, "k", noise(1U << 20U), {}}));
  write(*producer, log, {"small"});
  must(producer->commit());
  const auto reader = must(broker_->open_reader());
  EXPECT_THAT(read_when(1, *reader, log), ElementsAre("small"));
  EXPECT_THAT(read_when(1, *reader, wide), ElementsAre(noise(1U << 20U)));
}

TEST_F(RdkafkaLog, ATopicThatIsNotThereIsNeverMade) {
  EXPECT_TRUE(fails_by(broker_->partition_count("no-such"), Trouble::kRefused));
  EXPECT_TRUE(fails_by(broker_->join("1", std::vector<std::string>{"no-such"}), Trouble::kRefused));
  const TopicPartition log{make_topic(2), 0};
  EXPECT_EQ(must(broker_->partition_count(log.topic)), 2);
  const auto producer = make_producer();
  must(producer->begin());
  const Done none = producer->produce({{"no-such", 0}, "k", "v", {}});
  EXPECT_TRUE(fails_by(none, Trouble::kRefused));
  EXPECT_THAT(none.error().message, HasSubstr("there is no topic no-such"));
  EXPECT_TRUE(fails_by(producer->produce({{log.topic, 2}, "k", "v", {}}), Trouble::kRefused));
  must(producer->abort());
  const auto reader = must(broker_->open_reader());
  EXPECT_TRUE(fails_by(reader->read({"no-such", 0}, 0, 1), Trouble::kRefused));
  EXPECT_TRUE(fails_by(broker_->partition_count("no-such"), Trouble::kRefused)) << "still";
}

TEST_F(RdkafkaLog, ReadsGoOnOrJumpAsTheyAreAsked) {
  const std::string topic = make_topic(2);
  const auto producer = make_producer();
  std::vector<std::string> values;
  for (int i = 0; i < 5'000; ++i)
    values.push_back(std::to_string(i));
  write_committed(*producer, {topic, 0}, values);
  write_committed(*producer, {topic, 1}, {"other"});
  const auto reader = must(broker_->open_reader());
  EXPECT_EQ(read_when(5'000, *reader, {topic, 0}), values);
  EXPECT_EQ(read_all(*reader, {topic, 0}, 0, 700), values);
  EXPECT_THAT(read_when(1, *reader, {topic, 1}), ElementsAre("other"));
  EXPECT_EQ(read_all(*reader, {topic, 0}, 4'000, 700),
            std::vector(values.begin() + 4'000, values.end()));
  const auto batch = must(reader->read({topic, 0}, 17, 1));
  ASSERT_EQ(batch->records.size(), 1U);
  EXPECT_EQ(batch->records[0].value, "17");
  EXPECT_EQ(batch->records[0].offset, 17);
}

TEST_F(RdkafkaLog, TheClusterHasAName) {
  const std::string id = must(broker_->cluster_id());
  EXPECT_GE(id.size(), 20U);
  EXPECT_EQ(must(RdkafkaBroker::open(options_))->cluster_id(), id);
}

TEST_F(RdkafkaLog, NobodyAtTheAddressIsSaid) {
  options_.bootstrap = "127.0.0.1:1";
  options_.call_timeout = milliseconds{1'500};
  reopen();
  const auto answer = broker_->cluster_id();
  EXPECT_TRUE(fails_by(answer, Trouble::kRetry));
  EXPECT_THAT(answer.error().message, HasSubstr("refused"));
}

TEST_F(RdkafkaLog, TopicsAreMadeAsPlannedAndComparedWithThePlan) {
  const auto admin = must(RdkafkaAdmin::open(options_));
  EXPECT_EQ(must(admin->broker_count()), 1);
  std::vector<TopicSetup> planned = planned_topics(usual_rules(3, 1));
  std::vector<std::string> names;
  for (TopicSetup& topic : planned)
    names.push_back(topic.name = name_ + "." + topic.name);
  EXPECT_THAT(must(admin->describe(names)), IsEmpty());
  must(admin->create(planned));
  must(admin->create(planned));  // once more does nothing
  EXPECT_THAT(differences(planned, must(admin->describe(names)), "b:1"), IsEmpty());

  planned.front().config["retention.ms"] = "5";
  planned.front().partitions = 4;
  const auto found = differences(planned, must(admin->describe(names)), "b:1");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].what, "partitions");
  EXPECT_EQ(found[1].what, "retention.ms");
}

}  // namespace
}  // namespace encours::kafka
