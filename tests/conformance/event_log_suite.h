// What the tests of the conformance suite are written with: a log of some home, and short ways to
// say and to ask. Homes are named at the end of each test file.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/conformance/home.h"

namespace encours {

inline const TopicPartition kShard{"events", 0};
inline const TopicPartition kOtherShard{"events", 1};
inline const TopicPartition kAlerts{"alerts", 1};
inline const TopicPartition kPositions{"credit.positions", 0};  // of kShard

struct NamedHome {
  std::string name;
  MakeHome make;
};

class EventLogTest : public testing::TestWithParam<NamedHome> {
 protected:
  EventLog& log() { return home_->log(); }

  std::unique_ptr<LogSession> session(std::int32_t ordinal = 0) {
    auto session = log().open_session(ordinal);
    EXPECT_TRUE(session.has_value()) << session.error().message;
    expect_ok((*session)->init());
    return std::move(*session);
  }
  std::unique_ptr<FeedSession> feed(const std::string& name = "feed") {
    auto feed = log().open_feed(name);
    EXPECT_TRUE(feed.has_value()) << feed.error().message;
    return std::move(*feed);
  }

  static void expect_ok(const Status& status) {
    EXPECT_TRUE(status.has_value()) << status.error().message;
  }
  template <class Answer>
  static void expect_fault(const Answer& answer, Fault fault) {
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().fault, fault) << answer.error().message;
  }
  // kRetry means: ask again. Nothing is in a hurry here.
  template <class Ask>
  static auto ask(Ask question) {
    auto answer = question();
    for (int i = 0; i < 1000 && !answer && answer.error().fault == Fault::kRetry; ++i) {
      answer = question();
    }
    EXPECT_TRUE(answer.has_value()) << answer.error().message;
    return *answer;
  }
  static std::optional<std::int64_t> committed(LogSession& session, const TopicPartition& shard) {
    return ask([&] { return session.committed(shard); });
  }
  static std::optional<std::string> position(LogSession& session, const TopicPartition& shard) {
    return ask([&] { return session.last_position(shard); });
  }

  static Append record(const TopicPartition& to, std::string value, std::string key = "key") {
    return {to, std::move(key), std::move(value), {}};
  }
  void say(const TopicPartition& to, std::vector<std::string> values) {
    std::vector<Append> records;
    for (std::string& value : values) {
      records.push_back(record(to, std::move(value)));
    }
    expect_ok(feed("say")->append(records, ""));
  }

  // Polls until `count` records have come, or until it is plain that they will not.
  static std::vector<std::unique_ptr<Batch>> poll(LogSession& session, std::size_t count) {
    std::vector<std::unique_ptr<Batch>> batches;
    std::size_t found = 0;
    for (int polls = 0; polls < 1000 && found < count; ++polls) {
      auto batch = session.poll(count - found, std::chrono::milliseconds(0));
      EXPECT_TRUE(batch.has_value()) << batch.error().message;
      found += (*batch)->records.size();
      batches.push_back(std::move(*batch));
    }
    return batches;
  }
  static std::vector<std::string> values(const std::vector<std::unique_ptr<Batch>>& batches) {
    std::vector<std::string> values;
    for (const auto& batch : batches) {
      for (const Record& record : batch->records) {
        values.emplace_back(record.value);
      }
    }
    return values;
  }
  // All that can be read of a partition once everything that is on its way has arrived.
  std::vector<std::string> values(const TopicPartition& partition) {
    std::vector<std::string> values;
    for (int calls = 0; calls < 100; ++calls) {
      const auto batch = log().read(partition, 0, 100'000);
      EXPECT_TRUE(batch.has_value()) << batch.error().message;
      values.clear();
      for (const Record& record : (*batch)->records) {
        values.emplace_back(record.value);
      }
    }
    return values;
  }

  static std::string numbered(int writer, int number) {
    return std::to_string(writer) + ":" + std::to_string(number);
  }

  // One transaction as the engine makes it: an output, a position, an offset.
  static CommitOutcome commit(LogSession& session, const std::string& value,
                              std::int64_t next_offset) {
    expect_ok(session.begin());
    expect_ok(session.append(record(kAlerts, value)));
    expect_ok(session.append(record(kPositions, value, "events/0")));
    const CommittedOffset offset{kShard, next_offset};
    return session.commit({&offset, 1});
  }

  const std::unique_ptr<LogHome> home_ = GetParam().make();
};

inline const auto kHomes = testing::Values(
    NamedHome{"Local", make_local_home}, NamedHome{"Simulated", make_simulated_home},
    NamedHome{"SlowSimulated", make_slow_simulated_home},
    NamedHome{"SimulatedKafka", make_simulated_kafka_home},
    NamedHome{"SlowSimulatedKafka", make_slow_simulated_kafka_home});

inline std::string name_of_home(const testing::TestParamInfo<NamedHome>& home) {
  return home.param.name;
}

}  // namespace encours
