// A real Kafka for a test, as tests/broker/broker.py starts it beside the program, and short words
// for what the tests here do with it. Every test has topics, a group and ids of its own.
#pragma once

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "src/kafka/broker.h"
#include "src/kafka/rdkafka_admin.h"
#include "src/kafka/rdkafka_broker.h"
#include "src/kafka/rdkafka_options.h"
#include "tests/kafka/kafka_words.h"

namespace encours::kafka {

class RealKafka : public testing::Test {
 protected:
  void SetUp() override {
    const char* const address = std::getenv("ENCOURS_KAFKA");
    ASSERT_NE(address, nullptr)
        << "run by tests/broker/broker.py, which names the broker in ENCOURS_KAFKA";
    static int tests = 0;
    name_ = "t" + std::to_string(::getpid()) + "-" + std::to_string(++tests);
    options_.bootstrap = address;
    options_.group = name_;
    options_.session_timeout = seconds{3};
    options_.on_log = [](int level, std::string_view line) {
      if (level <= 4) std::fprintf(stderr, "# %.*s\n", static_cast<int>(line.size()), line.data());
    };
    reopen();
  }

  void reopen() { broker_ = must(RdkafkaBroker::open(options_)); }

  std::string make_topic(std::int32_t partitions,
                         const std::map<std::string, std::string>& config = {}) {
    const std::string topic = name_ + "-" + std::to_string(++topics_);
    const auto admin = must(RdkafkaAdmin::open(options_));
    must(admin->create(std::vector<TopicSetup>{{topic, partitions, 1, config}}));
    return topic;
  }

  std::unique_ptr<Producer> make_producer(const std::string& id = "") {
    auto producer = must(broker_->open_producer(id.empty() ? name_ : id));
    until([&] { return producer->init(); });
    return producer;
  }

  std::unique_ptr<Member> join(const std::string& instance, const std::string& topic) {
    return must(broker_->join(instance, std::vector{topic}));
  }

  static void write(Producer& producer, const TopicPartition& to,
                    const std::vector<std::string>& values) {
    for (const std::string& value : values)
      must(producer.produce({to, "key", value, {}}));
  }

  static void write_committed(Producer& producer, const TopicPartition& to,
                              const std::vector<std::string>& values) {
    must(producer.begin());
    write(producer, to, values);
    must(producer.commit());
  }

  // The values from an offset to the end, a few at a time.
  static std::vector<std::string> read_all(Reader& reader, const TopicPartition& from,
                                           std::int64_t offset = 0, std::size_t at_once = 3) {
    std::vector<std::string> values;
    for (;;) {
      const auto batch = until([&] { return reader.read(from, offset, at_once); });
      if ((*batch)->records.empty()) return values;
      for (const Record& record : (*batch)->records) {
        EXPECT_GE(record.offset, offset);
        offset = record.offset + 1;
        values.emplace_back(record.value);
      }
    }
  }

  // The same when a number of them has become visible: a commit returns when it is decided, which
  // readers see a little later.
  static std::vector<std::string> read_when(std::size_t count, Reader& reader,
                                            const TopicPartition& from, std::int64_t offset = 0) {
    std::vector<std::string> values;
    EXPECT_TRUE(comes_true([&] {
      values = read_all(reader, from, offset);
      return values.size() >= count;
    }));
    return values;
  }

  std::string name_;
  RdkafkaOptions options_;
  std::unique_ptr<Broker> broker_;
  int topics_ = 0;
};

}  // namespace encours::kafka
