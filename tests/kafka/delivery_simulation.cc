// Several instances of the production worker on a simulated cluster, driven by a seed: events come
// while processes die in the middle of any call, stand still until they are expelled, come back as
// zombies, lose their disks or the last writes of them; answers are lost, transactions doomed,
// markers late. Some ordinals have a second machine, which stands by, takes over when the first
// falls silent (dead, or merely slow), and is fenced when the first comes back. It must never be
// ahead of the newest position. In the end the judge folds every partition of the very log of that
// run alone and straight: what it says must be what readers of committed records see, each once,
// byte for byte, and every shard must stand where the judge stands.
//
//   delivery_simulation FIRST-LAST
//
// A failure names its seed; the same seed fails again alike.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "src/engine/standby.h"
#include "src/engine/ticks.h"
#include "src/engine/worker.h"
#include "src/kafka/kafka_log.h"
#include "tests/driver/manual_clock.h"
#include "tests/engine/toy_topology.h"
#include "tests/kafka/delivery_machines.h"

namespace encours {
namespace {

constexpr int kInstances = 3;
constexpr int kStandbys = 2;  // of the first ordinals
constexpr int kSteps = 400;
constexpr int kClients = 12;
constexpr std::chrono::milliseconds kFlushInterval{100};
constexpr std::chrono::milliseconds kReportInterval{60};
constexpr std::chrono::milliseconds kTakeoverAfter{800};

const Topology& topology_of(std::string_view /*topic*/) {
  return toy::topology();
}

// Of all runs together.
struct Sums {
  std::uint64_t deaths = 0;
  std::uint64_t rebalances = 0;
  std::uint64_t expulsions = 0;
  std::uint64_t unknown = 0;
  std::uint64_t takeovers = 0;
  std::uint64_t compared = 0;  // hashes of standbys
  std::uint64_t said = 0;
};

class Simulation {
 public:
  Simulation(std::uint64_t seed, Sums& sums)
      : chance_(seed), kafka_(cluster_options(seed)), sums_(sums) {
    for (std::int32_t ordinal = 0; ordinal < kInstances; ++ordinal) {
      add_machine(ordinal, false);
    }
    for (std::int32_t ordinal = 0; ordinal < kStandbys; ++ordinal) {
      add_machine(ordinal, true);
    }
    const SimKafka::Process feeder = kafka_.start();
    feeder_ = open(feeder);
    feed_ = take(feeder_->open_feed("feed"), "the feed opens");
  }

  void run() {
    for (int step = 0; step < kSteps; ++step) {
      this->step();
    }
    settle();
    sums_.said += judge(*feeder_, instances_);
    sums_.rebalances += kafka_.rebalances();
  }

 private:
  std::size_t any(std::size_t below) { return static_cast<std::size_t>(chance_() % below); }
  bool happens(unsigned percent) { return any(100) < percent; }

  std::unique_ptr<KafkaLog> open(SimKafka::Process process) {
    KafkaLogOptions options;
    options.pause = std::chrono::milliseconds(0);
    return take(KafkaLog::open(kafka_.broker(process), std::move(options)), "the log opens");
  }

  // --- processes

  void add_machine(std::int32_t ordinal, bool stands_by) {
    Instance& instance = instances_.emplace_back();
    instance.ordinal = ordinal;
    instance.stands_by = stands_by;
    instance.stores = std::make_unique<MemoryStores>(chance_());
  }

  static WorkerSettings settings_of(const Instance& instance) {
    WorkerSettings settings;
    settings.ordinal = instance.ordinal;
    settings.flush_interval = kFlushInterval;
    settings.report_interval = kReportInterval;
    return settings;
  }

  void start(Instance& instance) {
    instance.process = kafka_.start();
    instance.log = open(*instance.process);
    if (happens(40)) {
      kafka_.kill_after(*instance.process, static_cast<unsigned>(any(120)));
    }
    if (!instance.stands_by) {
      serve(instance, {});
      return;
    }
    instance.standby =
        std::make_unique<Standby>(*instance.log, *instance.stores, clock_, settings_of(instance),
                                  kTakeoverAfter, topology_of);
    if (const Status started = instance.standby->start(); !started) {
      die(instance, started.error());
    }
  }

  void serve(Instance& instance, std::vector<std::unique_ptr<ShardRows>> warm) {
    instance.worker =
        std::make_unique<Worker>(*instance.log, *instance.stores, clock_, settings_of(instance),
                                 std::vector<TopicPartition>(), topology_of);
    instance.worker->take_warm(std::move(warm));
    if (const Status started = instance.worker->start(); !started) {
      die(instance, started.error());
    }
  }

  void follow(Instance& instance) {
    if (const Result<bool> moved = instance.standby->turn(); !moved) {
      die(instance, moved.error());
      return;
    }
    if (happens(30)) {
      expect_not_ahead(*instance.standby);
    }
    if (instance.standby->is_due()) {
      ++sums_.takeovers;
      const std::unique_ptr<Standby> standby = std::move(instance.standby);
      sums_.compared += standby->figures().hashes_compared;
      serve(instance, standby->take_over());
    }
  }

  void expect_not_ahead(Standby& standby) {
    expect(standby.figures().hashes_different == 0, "a standby has its worker's rows");
    for (Shard* shard : standby.shards()) {
      const auto position = position_of(*feeder_, shard->identity().log);
      expect(position.has_value() && shard->next_offset() <= position->next_offset(),
             "a standby is never ahead of the position");
    }
  }

  // The process is gone. Errors that may stop a worker are those that the world caused.
  void die(Instance& instance, const Error& error) {
    const bool may_be = kafka_.is_dead(*instance.process) || error.fault == Fault::kFenced ||
                        error.fault == Fault::kRetry || error.fault == Fault::kIo;
    expect(may_be, "a worker stopped: " + error.message);
    ++sums_.deaths;
    kafka_.kill(*instance.process);
    end(instance);
    if (happens(20)) {
      instance.stores->lose_power();
    } else {
      instance.stores->crash();
    }
    if (happens(10)) {
      instance.stores = std::make_unique<MemoryStores>(chance_());  // a new disk
    }
    instance.stores->mend();
  }

  void end(Instance& instance) {
    if (instance.worker != nullptr) {
      sums_.unknown += instance.worker->figures().unknown_outcomes;
      sums_.expulsions += instance.worker->figures().expulsions;
    }
    if (instance.standby != nullptr) {
      sums_.compared += instance.standby->figures().hashes_compared;
    }
    instance.worker.reset();
    instance.standby.reset();
    instance.log.reset();
    instance.process.reset();
    instance.paused_for = 0;
  }

  void turn(Instance& instance) {
    if (instance.standby != nullptr) {
      follow(instance);
    } else if (const Result<bool> moved = instance.worker->turn(); !moved) {
      die(instance, moved.error());
    } else {
      expect(instance.worker->poisoned().empty(), "no shard is poisoned");
    }
  }

  void leave(Instance& instance) {
    const Status stopped =
        instance.standby != nullptr ? instance.standby->stop() : instance.worker->stop();
    if (!stopped) {
      die(instance, stopped.error());
      return;
    }
    // In time its session ends.
    kafka_.kill(*instance.process);
    end(instance);
    instance.stores->crash();
  }

  void act(Instance& instance) {
    if (instance.paused_for > 0) {
      if (--instance.paused_for == 0) {
        kafka_.go_on(*instance.process);
      }
      return;
    }
    if (!instance.process.has_value()) {
      if (happens(25)) {
        start(instance);
      }
      return;
    }
    if (happens(1)) {
      leave(instance);
    } else if (happens(2)) {
      kafka_.pause(*instance.process);
      instance.paused_for = 1 + static_cast<unsigned>(any(40));
    } else {
      if (instance.worker != nullptr && happens(10)) {
        tick(instance);
      }
      turn(instance);
    }
  }

  // --- events

  void append(const Append& record) {
    for (int tries = 0;; ++tries) {
      const Status status = feed_->append({&record, 1}, "");
      if (status) {
        return;
      }
      expect(tries < 100, "the feed goes on: " + status.error().message);
    }
  }

  void event() {
    const std::string client = fmt::format("C{}", any(kClients));
    std::string number = std::to_string(++events_);
    if (happens(3)) {
      number = toy::kRefused;
    }
    const TopicPartition to{kEvents, partition_of(client, kPartitions)};
    const std::string value = happens(3) ? "no event at all" : toy::invoice(client, number);
    append({to, client, value, {{"encours-test", "a header"}}});
  }

  void tick(Instance& instance) {
    for (Shard* shard : instance.worker->shards()) {
      constexpr int kFirstDay = 19'000;
      const Day next = shard->day() == kNoDay ? kFirstDay : shard->day() + 1;
      instance.worker->append_tick(shard->identity().log, day_turned_event(next));
    }
  }

  // --- the run

  void step() {
    clock_.advance(std::chrono::milliseconds(static_cast<int>(any(30))));
    if (happens(50)) {
      event();
    }
    act(instances_[any(instances_.size())]);
  }

  // Everybody who is left goes on without faults of their own until all is folded.
  void settle() {
    for (Instance& instance : instances_) {
      if (instance.paused_for > 0) {
        kafka_.go_on(*instance.process);
        instance.paused_for = 0;
      }
    }
    constexpr int kRoundsMax = 4'000;
    for (int round = 0; round < kRoundsMax; ++round) {
      kafka_.settle();
      clock_.advance(std::chrono::milliseconds(30));
      for (Instance& instance : instances_) {
        if (instance.process.has_value()) {
          turn(instance);
        } else if (instance.ordinal == 0 && !has_worker(0)) {
          start(instance);
        }
      }
      if (kafka_.is_all_decided() && is_caught_up()) {
        return;
      }
    }
    expect(false, "everything is folded in the end");
  }

  bool has_worker(std::int32_t ordinal) const {
    return std::ranges::any_of(instances_, [ordinal](const Instance& instance) {
      return instance.ordinal == ordinal && instance.worker != nullptr;
    });
  }

  bool is_caught_up() {
    std::map<TopicPartition, int> served;
    for (Instance& instance : instances_) {
      if (instance.worker == nullptr) {
        continue;
      }
      for (Shard* shard : instance.worker->shards()) {
        const TopicPartition& log = shard->identity().log;
        const auto batch = feeder_->read(log, shard->next_offset(), 1);
        if (!batch || !(*batch)->records.empty()) {
          return false;
        }
        const auto position = position_of(*feeder_, log);
        if (!position.has_value() || position->next_offset() != shard->next_offset()) {
          return false;
        }
        ++served[log];
      }
    }
    return served.size() == static_cast<std::size_t>(kPartitions);
  }

  std::mt19937_64 chance_;
  SimKafka kafka_;
  Sums& sums_;
  ManualClock clock_;
  std::vector<Instance> instances_;
  std::unique_ptr<KafkaLog> feeder_;
  std::unique_ptr<FeedSession> feed_;
  std::uint64_t events_ = 0;
};

}  // namespace
}  // namespace encours

int main(int count, char** arguments) {
  encours::Sums sums;
  return encours::run_seeds(
      "delivery_simulation", count, arguments,
      [&sums](std::uint64_t seed) { encours::Simulation(seed, sums).run(); },
      [&sums] {
        return fmt::format(
            "{} deaths, {} rebalances, {} expulsions, {} unknown outcomes, {} takeovers, {} hashes "
            "of standbys compared, {} records said; lost 0, repeated 0, hashes equal",
            sums.deaths, sums.rebalances, sums.expulsions, sums.unknown, sums.takeovers,
            sums.compared, sums.said);
      });
}
