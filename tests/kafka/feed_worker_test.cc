// Shows what the worker of feeds does with each outcome of a transaction and with each place that a
// partition may go on from, on a simulated cluster without chance.
#include "src/ingest/feed/feed_worker.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include "fmt/format.h"
#include "src/kafka/kafka_log.h"
#include "tests/driver/manual_clock.h"
#include "tests/driver/sim_kafka.h"

namespace encours {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kTopic = "erp.documents";
constexpr std::string_view kLetters = "erp.documents.dlq";

// Every look at it is a microsecond later than the one before.
class TickingClock final : public Clock {
 public:
  std::chrono::steady_clock::time_point steady() const override { return clock_.steady(); }
  std::int64_t now_us() const override { return ++now_us_; }
  void advance(std::chrono::steady_clock::duration by) { clock_.advance(by); }

 private:
  ManualClock clock_;
  mutable std::int64_t now_us_ = 0;
};

class FeedWorkerTest : public ::testing::Test {
 protected:
  FeedWorkerTest() : kafka_(options()), readers_(open("encours", {"credit.events"})) {
    session_ = std::move(*readers_->open_feed("producer"));
  }

  static SimKafkaOptions options() {
    SimKafkaOptions options;
    options.log.topics = {{"credit.events", 2},
                          {std::string(kTopic), 1},
                          {std::string(kLetters), 1},
                          {"credit.feed-cursors", 1}};
    return options;
  }

  std::unique_ptr<KafkaLog> open(const std::string& group, std::vector<std::string> topics) {
    KafkaLogOptions options;
    options.group = group;
    options.logs = std::move(topics);
    options.pause = std::chrono::milliseconds(0);
    return std::move(*KafkaLog::open(kafka_.broker(kafka_.start()), std::move(options)));
  }

  // An instance of the service, started.
  struct Instance {
    std::unique_ptr<KafkaLog> log;
    std::unique_ptr<FeedWorker> worker;

    void turn(int rounds) {
      for (; rounds > 0; --rounds) {
        const Result<bool> moved = worker->turn();
        ASSERT_TRUE(moved.has_value()) << moved.error().message;
      }
    }
  };

  Instance start(std::int32_t ordinal = 0) {
    Instance instance{open("encours-feeds", {std::string(kTopic)}), nullptr};
    FeedWorkerSettings settings;
    settings.ordinal = ordinal;
    settings.on_gap = [this](const FeedGap& gap) {
      gaps_.push_back(fmt::format("{}/{}: {} -> {}", gap.from.topic, gap.from.partition,
                                  gap.expected, gap.first));
    };
    const FeedSettings feed{"erp", std::string(kTopic), FeedFormat::kAuto, "",
                            std::string(kLetters)};
    std::vector<FeedIntake> feeds;
    feeds.emplace_back(*FeedCodec::open(feed), Router(2), 1);
    instance.worker =
        std::make_unique<FeedWorker>(*instance.log, clock_, std::move(settings), std::move(feeds));
    EXPECT_TRUE(instance.worker->start());
    return instance;
  }

  void produce(const std::string& value) {
    const Append record{{std::string(kTopic), 0}, "", value, {}};
    ASSERT_TRUE(session_->append({&record, 1}, ""));
    kafka_.settle();
  }
  void produce_event(const std::string& id) {
    produce(fmt::format(R"({{"event_id":"{}","client_id":"C1","client":{{"folded_name":"acme"}}}})",
                        id));
  }

  // Events of the log as "id@stamp", in order.
  std::vector<std::string> events() {
    kafka_.settle();
    std::vector<std::string> found;
    for (std::int32_t partition = 0; partition < 2; ++partition) {
      const auto batch = *readers_->read({"credit.events", partition}, 0, 100'000);
      for (const Record& record : batch->records) {
        v1::Event event;
        event.ParseFromString(std::string(record.value));
        using google::protobuf::util::TimeUtil;
        found.push_back(fmt::format("{}@{}", event.event_id(),
                                    TimeUtil::TimestampToMicroseconds(event.logged_at())));
      }
    }
    return found;
  }
  std::size_t letters() {
    kafka_.settle();
    return (*readers_->read({std::string(kLetters), 0}, 0, 1'000))->records.size();
  }
  std::optional<std::int64_t> committed() { return *kafka_.committed({std::string(kTopic), 0}); }

  SimKafka kafka_;
  TickingClock clock_;
  std::unique_ptr<KafkaLog> readers_;
  std::unique_ptr<FeedSession> session_;
  std::vector<std::string> gaps_;
};

TEST_F(FeedWorkerTest, EventsLettersAndOffsetsAreOneTransaction) {
  produce_event("a");
  produce("no event at all");
  Instance instance = start();
  instance.turn(4);
  EXPECT_THAT(events(), ElementsAre("a@1"));
  EXPECT_EQ(letters(), 1U);
  EXPECT_EQ(committed(), 3) << "behind a marker, which takes an offset";
  EXPECT_EQ(instance.worker->figures().transactions, 1U);
  EXPECT_EQ(instance.worker->feeds()[0].events, 1U);
  EXPECT_EQ(instance.worker->feeds()[0].refused, 1U);
}

TEST_F(FeedWorkerTest, WhatTookEffectIsNotWrittenAgain) {
  produce_event("a");
  kafka_.lose_next_answer(true);
  Instance instance = start();
  instance.turn(4);
  EXPECT_THAT(events(), ElementsAre("a@1"));
  EXPECT_EQ(instance.worker->figures().unknown_outcomes, 1U);
  EXPECT_EQ(instance.worker->figures().transactions, 1U);
}

TEST_F(FeedWorkerTest, WhatIsWrittenAgainSaysTheSame) {
  produce_event("a");
  produce_event("b");
  kafka_.lose_next_answer(false);
  Instance instance = start();
  instance.turn(4);
  EXPECT_THAT(events(), ElementsAre("a@1", "b@2"));
  EXPECT_EQ(instance.worker->figures().aborted, 1U);
  EXPECT_EQ(instance.worker->feeds()[0].events, 2U) << "counted once";
}

TEST_F(FeedWorkerTest, ASuccessorGoesOnWhereTheLastOneCommitted) {
  produce_event("a");
  start().turn(4);
  produce_event("b");
  Instance second = start();
  second.turn(6);
  EXPECT_THAT(events(), ElementsAre("a@1", "b@2"));
  EXPECT_THAT(gaps_, IsEmpty());
}

TEST_F(FeedWorkerTest, WhoLosesItsPlaceStops) {
  Instance first = start();
  first.turn(4);
  Instance second = start();
  const Result<bool> moved = first.worker->turn();
  ASSERT_FALSE(moved.has_value());
  EXPECT_EQ(moved.error().fault, Fault::kFenced);
}

TEST_F(FeedWorkerTest, WithoutACommittedOffsetAFeedBeginsAtItsBeginning) {
  produce_event("a");
  produce_event("b");
  kafka_.drop_before({std::string(kTopic), 0}, 2);
  Instance instance = start();
  instance.turn(4);
  EXPECT_THAT(events(), ElementsAre("b@1"));
  EXPECT_THAT(gaps_, IsEmpty()) << "nobody had promised to read what is gone";
}

TEST_F(FeedWorkerTest, RecordsThatLeftTheTopicBeforeAStartAreToldAndPassedOver) {
  produce_event("a");
  start().turn(4);
  produce_event("b");
  produce_event("c");
  kafka_.drop_before({std::string(kTopic), 0}, 4);
  Instance instance = start();
  instance.turn(6);
  EXPECT_THAT(events(), ElementsAre("a@1", "c@2"));
  EXPECT_THAT(gaps_, ElementsAre("erp.documents/0: 1 -> 4"));
  EXPECT_EQ(instance.worker->figures().gaps, 1U);
}

TEST_F(FeedWorkerTest, RecordsThatLeaveTheTopicWhileItIsReadAreToldAndPassedOver) {
  produce_event("a");
  Instance instance = start();
  instance.turn(4);
  produce_event("b");
  produce_event("c");
  kafka_.drop_before({std::string(kTopic), 0}, 4);
  instance.turn(4);
  EXPECT_THAT(events(), ElementsAre("a@1", "c@2"));
  EXPECT_THAT(gaps_, ElementsAre("erp.documents/0: 1 -> 4"));
}

TEST_F(FeedWorkerTest, AnEndBeforeTheCommittedOffsetIsBelievedAfterAWhile) {
  produce_event("a");
  kafka_.set_committed({std::string(kTopic), 0}, 50);
  Instance instance = start();
  instance.turn(6);
  EXPECT_THAT(events(), IsEmpty());
  EXPECT_THAT(gaps_, IsEmpty());
  clock_.advance(kFeedEndPatience);
  instance.turn(4);
  EXPECT_THAT(events(), ElementsAre("a@1"));
  EXPECT_THAT(gaps_, ElementsAre("erp.documents/0: 50 -> 0"));
  EXPECT_EQ(committed(), 1);
}

TEST_F(FeedWorkerTest, ABigPileIsSeveralTransactions) {
  constexpr std::size_t kRecords = 12'000;
  static_assert(kRecords > 2 * kFeedTransactionRecordsMax);
  std::vector<Append> pile;
  for (std::size_t number = 0; number < kRecords; ++number) {
    pile.push_back({{std::string(kTopic), 0}, "", fmt::format("no event {}", number), {}});
  }
  ASSERT_TRUE(session_->append(pile, ""));
  kafka_.settle();
  Instance instance = start();
  instance.turn(20);
  EXPECT_EQ(instance.worker->feeds()[0].refused, kRecords);
  EXPECT_EQ(instance.worker->figures().transactions, 3U);
}

}  // namespace
}  // namespace encours
