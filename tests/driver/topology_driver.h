// Runs the production worker with the real operators over a log and stores in memory, one event at
// a time. Stories, the simulation and the golden log are driven by it.
//
//   TopologyDriver driver({.partitions = 5});
//   driver.turn_day(*parse_day("2024-01-02"));
//   driver.send(event);
//   driver.run();
//   for (const auto& said : driver.outputs<v1::Case>("credit.alerts")) ...
//
// Nothing of the engine is imitated: what is sent goes through the log, the worker folds and
// commits it, and everything that is read back is read from the log or from the rows. When the
// worker stops on a failure that was asked for, the driver starts another, as a service would be
// started again.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "encours/v1/event.pb.h"
#include "encours/v1/outputs.pb.h"
#include "operators/domain/assert.h"
#include "operators/topology.h"
#include "src/engine/worker.h"
#include "tests/driver/manual_clock.h"
#include "tests/driver/sim_log.h"
#include "tests/driver/sim_store.h"

namespace encours {

struct DriverOptions {
  std::int32_t partitions = 1;
  // Faults by chance; see SimLogOptions. Topics are filled in by the driver.
  SimLogOptions log = {};
  // Rows in memory; little of it makes rows go to the stores and come back.
  std::size_t cache_bytes_max = std::size_t{64} << 20;
  // The operators; the production ones by default.
  const Topology* topology = nullptr;
};

// A record of an output topic, as it was committed.
struct SaidRecord {
  TopicPartition from;
  std::int64_t offset = 0;
  std::string key;
  std::string value;
  std::map<std::string, std::string> headers;
};

template <class Message>
struct Said {
  std::string key;
  Message message;
};

struct DeadLetter {
  std::int32_t partition = 0;
  std::int64_t offset = 0;  // where it stood in the log
  std::string key;
  std::string value;  // byte for byte
  std::string reason;
  std::string detail;
};

// What is lost when the process ends without a word.
enum class Crash : std::uint8_t {
  kProcess,  // what was in memory
  kPower,    // and some of the last writes of the stores
};

class TopologyDriver {
 public:
  explicit TopologyDriver(DriverOptions options);
  ~TopologyDriver();

  // Appends to the log: a keyed kind to the partition of its client, a broadcast kind to all.
  void send(const v1::Event& event);
  // Bytes that need not be an event, to the partition of the key.
  void send_bytes(const std::string& key, const std::string& value);
  void append(const Append& record);

  // Opens a day in all shards and runs; the first may be any, the next must follow.
  void turn_day(Day day);
  // Beats in the shards where somebody waits for it, and runs until nobody does.
  void beat();
  // Folds and commits all there is.
  void run();
  // One round of the worker, whatever comes of it.
  void turn();

  // Brings the rows to the stores. `rounds` stops halfway: 1 freezes them, 2 begins to write.
  void flush(int rounds = INT32_MAX);
  void crash_and_restore(Crash crash = Crash::kProcess);

  // What was said on a topic, by partition and offset.
  std::vector<SaidRecord> records(const std::string& topic);
  template <class Message>
  std::vector<Said<Message>> outputs(const std::string& topic) {
    std::vector<Said<Message>> outputs;
    for (SaidRecord& record : records(topic)) {
      outputs.push_back({std::move(record.key), {}});
      const bool parsed = outputs.back().message.ParseFromString(record.value);
      ENCOURS_ASSERT(parsed, "an output is a message of its topic");
    }
    return outputs;
  }
  std::vector<DeadLetter> dead_letters();

  // The sheet of an account as it stands; nothing if the client has none.
  std::optional<v1::ExposureSheet> sheet(const std::string& client_id, const std::string& segment);

  // Over all shards together.
  RowCache::Hashes hashes();
  // By shard.
  std::vector<std::string> full_hashes();

  Day day() const { return day_; }
  std::int32_t partitions() const { return options_.partitions; }
  // Workers started after the first one.
  int restarts() const { return restarts_; }
  Shard& shard(std::int32_t partition);
  Shard& shard_of(const std::string& client_id);

  // Where faults are asked for.
  SimLog& log() { return log_; }
  MemoryStores& stores() { return stores_; }

 private:
  void start();
  void restart_after(const Error& error);
  bool caught_up();
  void append_owed_ticks();
  void check_not_poisoned();

  DriverOptions options_;
  SimLog log_;
  MemoryStores stores_;
  ManualClock clock_;
  std::unique_ptr<Worker> worker_;
  int restarts_ = 0;
  Day day_ = kNoDay;
  std::int64_t instant_us_ = 0;  // of the last beat
  bool beating_ = false;
  int beats_of_day_ = 0;
};

}  // namespace encours
