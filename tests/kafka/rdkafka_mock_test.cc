// Shows by librdkafka's mock cluster what every error of the brokers becomes, and that a call which
// may be made again goes on where it was.
#include <gmock/gmock.h>

#include "src/kafka/rdkafka_broker.h"
#include "tests/kafka/kafka_words.h"
#include "tests/kafka/mock_kafka.h"

// A client that ends while its offsets are on their way leaves their request behind (librdkafka
// 2.0.2, rd_kafka_txn_handle_TxnOffsetCommit). Its frames have no names by which to say just that;
// what we leave behind ourselves shows in the tests with a real Kafka.
extern "C" const char* __lsan_default_suppressions() {  // NOLINT: the sanitizer's name
  return "leak:librdkafka";
}

namespace encours::kafka {
namespace {

using testing::HasSubstr;
using Codes = std::vector<rd_kafka_resp_err_t>;

const TopicPartition kLog{"log", 0};

class RdkafkaMock : public testing::Test {
 protected:
  RdkafkaMock() {
    mock_.make_topic("log", 2);
    options_.bootstrap = mock_.address();
    options_.session_timeout = seconds{6};
    options_.transaction_timeout = kTransactionTimeoutMin;
    options_.call_timeout = seconds{3};
    broker_ = must(RdkafkaBroker::open(options_));
  }

  std::unique_ptr<Producer> make_producer() {
    auto producer = must(broker_->open_producer("id"));
    until([&] { return producer->init(); });
    return producer;
  }

  std::unique_ptr<Member> make_member() {
    auto member = must(broker_->join("m1", std::vector<std::string>{"log"}));
    const GroupNews news = next_news(*member);
    std::vector<Fetch> fetches;
    for (const TopicPartition& shard : news.shards)
      fetches.push_back({shard, 0, 0});
    must(member->fetch(fetches));
    return member;
  }

  // A whole transaction; the first failure.
  static Done transact(Producer& producer, Member* member = nullptr) {
    if (Done done = producer.begin(); !done) return done;
    if (Done done = producer.produce({kLog, "k", "v", {}}); !done) return done;
    if (member != nullptr) {
      const std::vector<CommittedOffset> offsets{{kLog, 7}};
      if (Done done = producer.send_offsets(offsets, *member); !done) return done;
    }
    return producer.commit();
  }

  MockKafka mock_{3};
  RdkafkaOptions options_;
  std::unique_ptr<Broker> broker_;
};

// One request answered by errors, and what the transaction comes to.
struct Case {
  Request request;
  Codes errors;
  std::optional<Trouble> trouble;  // none: it is committed all the same
};

std::string name_of(const Case& one) {
  std::string text = std::to_string(static_cast<int>(one.request));
  for (const rd_kafka_resp_err_t code : one.errors)
    text += std::string(" ") + rd_kafka_err2name(code);
  return text;
}

TEST_F(RdkafkaMock, WhatEachErrorOfATransactionBecomes) {
  const std::vector<Case> cases{
      {Request::kAddPartitions, {RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS}, std::nullopt},
      {Request::kAddPartitions, {RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS}, std::nullopt},
      {Request::kAddPartitions, {RD_KAFKA_RESP_ERR_NOT_COORDINATOR}, std::nullopt},
      {Request::kAddPartitions, {RD_KAFKA_RESP_ERR__TRANSPORT}, std::nullopt},
      {Request::kAddPartitions, {RD_KAFKA_RESP_ERR_PRODUCER_FENCED}, Trouble::kFencedProducer},
      {Request::kAddPartitions, {RD_KAFKA_RESP_ERR_INVALID_TXN_STATE}, Trouble::kBroken},
      {Request::kProduce, {RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION}, std::nullopt},
      {Request::kProduce, {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS}, std::nullopt},
      {Request::kProduce, {RD_KAFKA_RESP_ERR__TRANSPORT}, std::nullopt},
      {Request::kProduce, {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE}, Trouble::kRefused},
      {Request::kProduce, {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED}, Trouble::kRefused},
      {Request::kAddOffsets, {RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE}, std::nullopt},
      {Request::kAddOffsets, {RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED}, Trouble::kRefused},
      {Request::kAddOffsets, {RD_KAFKA_RESP_ERR_UNKNOWN}, Trouble::kAbort},
      {Request::kTxnOffsetCommit, {RD_KAFKA_RESP_ERR_NOT_COORDINATOR}, std::nullopt},
      {Request::kTxnOffsetCommit, {RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION}, Trouble::kExpelled},
      {Request::kTxnOffsetCommit, {RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID}, Trouble::kExpelled},
      {Request::kTxnOffsetCommit, {RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID}, Trouble::kFencedMember},
      {Request::kTxnOffsetCommit,
       {RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH},
       Trouble::kFencedProducer},
      {Request::kEndTxn, {RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS}, std::nullopt},
      {Request::kEndTxn, {RD_KAFKA_RESP_ERR_NOT_COORDINATOR}, std::nullopt},
      {Request::kEndTxn, {RD_KAFKA_RESP_ERR__TRANSPORT}, std::nullopt},
      {Request::kEndTxn, {RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID}, Trouble::kAbort},
      {Request::kEndTxn, {RD_KAFKA_RESP_ERR_PRODUCER_FENCED}, Trouble::kFencedProducer},
      {Request::kEndTxn, {RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH}, Trouble::kFencedProducer},
      {Request::kEndTxn, {RD_KAFKA_RESP_ERR_INVALID_TXN_STATE}, Trouble::kBroken},
  };
  const auto member = make_member();
  const auto producer = make_producer();
  for (const Case& one : cases) {
    SCOPED_TRACE(name_of(one));
    mock_.fail(one.request, one.errors);
    const Done done = transact(*producer, member.get());
    mock_.forget(one.request);
    if (!one.trouble) {
      EXPECT_TRUE(done) << (done ? "" : done.error().message);
    } else {
      EXPECT_TRUE(fails_by(done, *one.trouble));
    }
    if (done) continue;
    if (done.error().trouble == Trouble::kFencedProducer ||
        done.error().trouble == Trouble::kBroken) {
      until([&] { return producer->init(); });
    } else {
      until([&] { return producer->abort(); });
    }
    // Whatever it was, the next transaction goes through.
    const Done next = transact(*producer, member.get());
    EXPECT_TRUE(next) << (next ? "" : next.error().message);
  }
}

TEST_F(RdkafkaMock, InitIsMadeAgainAndRefusedForGood) {
  mock_.fail(Request::kInitProducerId, {RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS,
                                        RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS});
  const auto producer = make_producer();
  must(transact(*producer));
  mock_.fail(Request::kInitProducerId, {RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED});
  const Done refused = producer->init();
  EXPECT_TRUE(fails_by(refused, Trouble::kRefused));
  EXPECT_THAT(refused.error().message, HasSubstr("lacks a right"));
  until([&] { return producer->init(); });
  must(transact(*producer));
}

TEST_F(RdkafkaMock, ACommitThatIsNeverAnsweredIsUnknown) {
  const auto producer = make_producer();
  must(producer->begin());
  must(producer->produce({kLog, "k", "v", {}}));
  mock_.fail(Request::kEndTxn, Codes(200, RD_KAFKA_RESP_ERR__TRANSPORT));
  const auto began = steady_clock::now();
  EXPECT_TRUE(fails_by(producer->commit(), Trouble::kBroken));
  EXPECT_LT(steady_clock::now() - began, seconds{20});
  mock_.forget(Request::kEndTxn);
  until([&] { return producer->init(); });
  must(transact(*producer));
}

TEST_F(RdkafkaMock, CoordinatorsMayMove) {
  const auto member = make_member();
  const auto producer = make_producer();
  for (int broker = 1; broker <= 3; ++broker) {
    rd_kafka_mock_coordinator_set(mock_.cluster(), "transaction", "id", broker);
    rd_kafka_mock_coordinator_set(mock_.cluster(), "group", "encours", 4 - broker);
    const Done done = transact(*producer, member.get());
    EXPECT_TRUE(done) << (done ? "" : done.error().message);
  }
}

TEST_F(RdkafkaMock, BrokersGoAndComeBack) {
  const auto member = make_member();
  const auto producer = make_producer();
  must(transact(*producer));
  must(producer->begin());
  rd_kafka_mock_broker_set_down(mock_.cluster(), -1);
  must(producer->produce({kLog, "k", "v", {}}));
  // The record's time is over before the transaction's, so that there is something to abort.
  EXPECT_TRUE(fails_by(producer->commit(), Trouble::kAbort));
  EXPECT_TRUE(must(member->poll(10, milliseconds{50})) != nullptr);
  EXPECT_TRUE(fails_by(member->committed(kLog), Trouble::kRetry));
  rd_kafka_mock_broker_set_up(mock_.cluster(), -1);
  until([&] { return producer->abort(); });
  const Done done = transact(*producer);
  EXPECT_TRUE(done) << (done ? "" : done.error().message);
}

TEST_F(RdkafkaMock, AFullQueueIsWaitedFor) {
  options_.extra["queue.buffering.max.messages"] = "10";
  broker_ = must(RdkafkaBroker::open(options_));
  const auto producer = make_producer();
  must(producer->begin());
  for (int i = 0; i < 200; ++i)
    must(producer->produce({kLog, "k", "v", {{"n", std::to_string(i)}}}));
  must(producer->commit());
}

TEST_F(RdkafkaMock, UnstableOffsetsAreAskedForAgain) {
  const auto member = make_member();
  mock_.fail(Request::kOffsetFetch, {RD_KAFKA_RESP_ERR_NOT_COORDINATOR});
  EXPECT_EQ(*until([&] { return member->committed(kLog); }), std::nullopt);
  mock_.fail(Request::kOffsetFetch, {RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED});
  EXPECT_TRUE(fails_by(member->committed(kLog), Trouble::kRefused));
}

TEST_F(RdkafkaMock, StatisticsComeWithThePolls) {
  int heard = 0;
  options_.statistics_interval = milliseconds{50};
  options_.on_statistics = [&heard](const std::string& json) {
    EXPECT_THAT(json, HasSubstr("\"type\": \"consumer\""));
    ++heard;
  };
  broker_ = must(RdkafkaBroker::open(options_));
  const auto member = make_member();
  EXPECT_TRUE(comes_true([&] {
    must(member->poll(10, milliseconds{20}));
    return heard > 2;
  }));
}

TEST_F(RdkafkaMock, SettingsThatWouldBreakAPromiseAreRefused) {
  const auto refusal = [this](const std::string& name, const std::string& value) {
    RdkafkaOptions options = options_;
    options.extra[name] = value;
    const auto opened = RdkafkaBroker::open(options);
    EXPECT_TRUE(fails_by(opened, Trouble::kRefused)) << name;
    return opened ? std::string() : opened.error().message;
  };
  for (const char* name :
       {"enable.auto.commit", "isolation.level", "enable.idempotence", "transactional.id",
        "group.instance.id", "enable.auto.offset.store", "partition.assignment.strategy",
        "auto.offset.reset", "group.id", "acks", "message.timeout.ms", "plugin.library.paths"}) {
    EXPECT_THAT(refusal(name, "x"), HasSubstr(std::string("kafka.client: ") + name));
  }
  EXPECT_THAT(refusal("sasl.mecanism", "PLAIN"), HasSubstr("sasl.mecanism"));
  EXPECT_THAT(refusal("linger.ms", "soon"), HasSubstr("linger.ms"));
  options_.extra = {{"linger.ms", "0"}, {"fetch.wait.max.ms", "100"}};
  EXPECT_TRUE(RdkafkaBroker::open(options_));
  options_.bootstrap.clear();
  EXPECT_TRUE(fails_by(RdkafkaBroker::open(options_), Trouble::kRefused));
}

}  // namespace
}  // namespace encours::kafka
