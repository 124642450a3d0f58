// The simulated installation of delivery_simulation.cc: its cluster, its machines, and the judge of
// what they have said.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "src/engine/audit.h"
#include "src/engine/standby.h"
#include "src/engine/worker.h"
#include "src/kafka/kafka_log.h"
#include "tests/driver/sim_kafka.h"
#include "tests/driver/sim_store.h"
#include "tests/engine/toy_topology.h"
#include "tests/kafka/seeds.h"

namespace encours {

inline const std::string kEvents = "credit.events";
inline constexpr std::int32_t kPartitions = 3;

inline SimKafkaOptions cluster_options(std::uint64_t seed) {
  SimKafkaOptions options = troubled_cluster(seed);
  options.log.topics = {{kEvents, kPartitions},
                        {"credit.events.dlq", kPartitions},
                        {std::string(toy::kOutputTopic), kPartitions},
                        {"credit.positions", kPartitions},
                        {"credit.workers", kPartitions},
                        {"credit.feed-cursors", 1}};
  return options;
}

// One machine: its disks outlive its processes.
struct Instance {
  std::int32_t ordinal = 0;
  bool stands_by = false;  // its processes begin as a standby of the ordinal
  std::unique_ptr<MemoryStores> stores;
  std::optional<SimKafka::Process> process;
  std::unique_ptr<KafkaLog> log;
  std::unique_ptr<Worker> worker;
  std::unique_ptr<Standby> standby;  // until it takes over
  unsigned paused_for = 0;           // steps
};

inline std::vector<Shard*> shards_of(Instance& instance) {
  if (instance.worker != nullptr) return instance.worker->shards();
  return instance.standby != nullptr ? instance.standby->shards() : std::vector<Shard*>();
}

inline std::optional<v1::Position> position_of(KafkaLog& reader, const TopicPartition& log) {
  const auto bytes = reader.last_position(log);
  v1::Position position;
  if (!bytes || !bytes->has_value() || !position.ParseFromString(**bytes)) {
    return std::nullopt;
  }
  return position;
}

// Folds every partition alone and compares; how many records were said.
inline std::uint64_t judge(KafkaLog& reader, std::vector<Instance>& instances) {
  std::uint64_t said = 0;
  for (std::int32_t partition = 0; partition < kPartitions; ++partition) {
    const TopicPartition log{kEvents, partition};
    const Audit verdict =
        take(audit(reader, {reader.cluster_id(), log, kPartitions}, toy::topology(),
                   {std::string(toy::kOutputTopic), kEvents + ".dlq"}),
             "the judge folds");
    expect(verdict.passed(),
           fmt::format("{}/{}: of {} records {} are lost, {} repeated, {} foreign; log hash {}",
                       kEvents, partition, verdict.said, verdict.lost, verdict.repeated,
                       verdict.foreign, verdict.log_hash_equal ? "equal" : "differs"));
    said += verdict.said;
    for (Instance& instance : instances) {
      for (Shard* shard : shards_of(instance)) {
        if (shard->identity().log != log || shard->next_offset() != verdict.until) continue;
        expect(shard->hashes().full == verdict.full,
               fmt::format("{}/{}: the rows are those of the log", kEvents, partition));
      }
    }
  }
  return said;
}

}  // namespace encours
