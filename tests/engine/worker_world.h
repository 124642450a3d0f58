// A log in memory with stores and the workers that come and go over them, with the counting
// operator of toy_topology.h. Used by the tests of the worker.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "encours/v1/outputs.pb.h"
#include "schemas/topics.h"
#include "src/engine/dead_letter.h"
#include "src/engine/limits.h"
#include "src/engine/worker.h"
#include "tests/driver/manual_clock.h"
#include "tests/driver/sim_log.h"
#include "tests/driver/sim_store.h"
#include "tests/engine/toy_topology.h"

namespace encours::toy {

inline const std::string kEvents = "credit.events";

inline SimLogOptions options(std::int32_t partitions, const std::string& cluster = "a cluster") {
  SimLogOptions options;
  options.cluster_id = cluster;
  options.topics = {{kEvents, partitions},
                    {"credit.events.dlq", partitions},
                    {std::string(toy::kOutputTopic), partitions},
                    {"credit.positions", partitions},
                    {"credit.workers", partitions}};
  return options;
}

// A log with stores, and the workers that come and go over them.
class World {
 public:
  explicit World(std::int32_t partitions = 1, const std::string& cluster = "a cluster")
      : partitions_(partitions), log_(options(partitions, cluster)) {
    settings_.flush_interval = kFlushInterval;
  }

  SimLog& log() { return log_; }
  MemoryStores& stores() { return stores_; }
  ManualClock& clock() { return clock_; }

  WorkerSettings& settings() { return settings_; }

  std::unique_ptr<Worker> worker(EventLog& log, MemoryStores& stores) {
    std::vector<TopicPartition> shards;
    for (std::int32_t partition = 0; partition < partitions_; ++partition) {
      shards.push_back({kEvents, partition});
    }
    return std::make_unique<Worker>(
        log, stores, clock_, settings_, shards,
        [](std::string_view) -> const Topology& { return toy::topology(); });
  }
  std::unique_ptr<Worker> worker(MemoryStores& stores) { return worker(log_, stores); }
  std::unique_ptr<Worker> worker() { return worker(stores_); }
  std::unique_ptr<Worker> started() {
    auto started = worker();
    const Status status = started->start();
    EXPECT_TRUE(status.has_value()) << status.error().message;
    return started;
  }

  // Invoices C1/1, C1/2 ... up to `last`.
  void invoices(int first, int last) {
    for (int number = first; number <= last; ++number) {
      invoice("C1", std::to_string(number));
    }
  }
  void invoice(const std::string& client, const std::string& number) {
    const TopicPartition to{kEvents, partition_of(client, partitions_)};
    append({to, client, toy::invoice(client, number), {}});
  }
  void append(const Append& record) {
    const Status status = (*log_.open_feed("test"))->append({&record, 1}, "");
    ASSERT_TRUE(status.has_value()) << status.error().message;
  }

  // What was said of each count, as "C1=2", in order.
  std::vector<std::string> said(std::int32_t partition = 0) {
    std::vector<std::string> said;
    const auto batch = *log_.read({std::string(toy::kOutputTopic), partition}, 0, 10'000);
    for (const Record& record : batch->records) {
      v1::Case count;
      EXPECT_TRUE(count.ParseFromString(std::string(record.value)));
      said.push_back(count.account().client_id() + "=" + std::to_string(count.opened_on()));
    }
    return said;
  }
  std::vector<std::string> dead_letters() {
    std::vector<std::string> reasons;
    const auto batch = *log_.read({"credit.events.dlq", 0}, 0, 1'000);
    for (const Record& record : batch->records) {
      for (const HeaderView& header : record.headers) {
        if (header.name == kDeadLetterReasonHeader) {
          reasons.emplace_back(header.value);
        }
      }
    }
    return reasons;
  }
  v1::Position position(std::int32_t partition = 0) {
    v1::Position position;
    const auto bytes = *log_.last_position({kEvents, partition});
    EXPECT_TRUE(bytes.has_value() && position.ParseFromString(*bytes));
    return position;
  }
  // A position record and a committed offset that somebody else wrote.
  void plant(const v1::Position& position) {
    auto session = *log_.open_session(7);
    EXPECT_TRUE(session->init().has_value());
    EXPECT_TRUE(session->begin().has_value());
    const Append record{
        {"credit.positions", 0}, position_key(kEvents, 0), position.SerializeAsString(), {}};
    EXPECT_TRUE(session->append(record).has_value());
    const CommittedOffset offset{{kEvents, 0}, position.next_offset()};
    EXPECT_EQ(session->commit({&offset, 1}), CommitOutcome::kCommitted);
  }
  v1::Position no_records_yet() {
    v1::Position position;
    position.set_topic(kEvents);
    position.set_fold_version(kFoldVersion);
    position.set_cluster_id(log_.cluster_id());
    position.set_partition_count(partitions_);
    return position;
  }

  // The process dies, with what it had open.
  void crash(std::unique_ptr<Worker> worker) {
    log_.crash();
    worker.reset();
    stores_.crash();
  }
  // Brings the rows of the worker's shards to their stores.
  void flush(Worker& worker) {
    clock_.advance(kFlushInterval);
    do {
      ASSERT_TRUE(worker.turn().has_value());
    } while (worker.shards().front()->frozen());
  }

 private:
  static constexpr std::chrono::milliseconds kFlushInterval{5'000};

  std::int32_t partitions_;
  SimLog log_;
  MemoryStores stores_;
  ManualClock clock_;
  WorkerSettings settings_;  // of the workers to come
};

inline void expect_drained(Worker& worker) {
  const Status status = worker.drain();
  ASSERT_TRUE(status.has_value()) << status.error().message;
}

}  // namespace encours::toy
