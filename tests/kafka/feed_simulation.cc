// Several instances of the production worker of feeds on a simulated cluster, driven by a seed:
// records of every outcome come into two feed topics while processes die in the middle of any call,
// stand still until they are expelled and come back as zombies; answers are lost, transactions
// doomed, markers late. In the end the judge decodes every record of the topics of that run once
// more: what it becomes must stand in the log or among the dead letters once, byte for byte, in
// order.
//
//   feed_simulation FIRST-LAST
//
// A failure names its seed; the same seed fails again alike.
#include <fstream>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "src/ingest/feed/feed_worker.h"
#include "src/kafka/kafka_log.h"
#include "tests/driver/manual_clock.h"
#include "tests/driver/sim_kafka.h"
#include "tests/driver/temporary_folder.h"
#include "tests/kafka/feed_judge.h"
#include "tests/kafka/seeds.h"

namespace encours {
namespace {

constexpr std::int32_t kLogPartitions = 3;
constexpr std::int32_t kLettersPartitions = 2;
constexpr int kInstances = 3;
constexpr int kSteps = 400;
constexpr int kClients = 12;
constexpr std::string_view kMapping = R"(mapping: bank
format: csv
options: {header: false, columns: [number, client, amount, date]}
source: {system: s, company: c}
currency: EUR
row_id: number
client_id: {column: client}
events:
  - invoice:
      ref: {column: number}
      gross: {column: amount}
      posting_date: {column: date}
)";

// The feeds of the run: told by bytes, and rows by a mapping.
class Feeds {
 public:
  Feeds() { std::ofstream(folder_.path() / "bank.yaml") << kMapping; }

  std::vector<FeedIntake> open() const {
    std::vector<FeedIntake> feeds;
    feeds.push_back(open({"erp", "erp.documents", FeedFormat::kAuto, "", "erp.documents.dlq"}));
    feeds.push_back(open({"bank", "bank.lines", FeedFormat::kCsv,
                          (folder_.path() / "bank.yaml").string(), "bank.refused"}));
    return feeds;
  }

 private:
  static FeedIntake open(const FeedSettings& settings) {
    auto codec = FeedCodec::open(settings);
    if (!codec) throw std::runtime_error(codec.error());
    return {std::move(*codec), Router(kLogPartitions), kLettersPartitions};
  }

  TemporaryFolder folder_;
};

// One ordinal.
struct Instance {
  std::int32_t ordinal = 0;
  std::optional<SimKafka::Process> process;
  std::unique_ptr<KafkaLog> log;
  std::unique_ptr<FeedWorker> worker;
  unsigned paused_for = 0;  // steps
};

// Of all runs together.
struct Sums {
  std::uint64_t deaths = 0;
  std::uint64_t rebalances = 0;
  std::uint64_t expulsions = 0;
  std::uint64_t unknown = 0;
  std::uint64_t records = 0;
  std::uint64_t events = 0;
  std::uint64_t letters = 0;
};

class Simulation {
 public:
  Simulation(std::uint64_t seed, const Feeds& feeds, Sums& sums)
      : chance_(seed), kafka_(options(seed)), feeds_(feeds), sums_(sums) {
    for (std::int32_t ordinal = 0; ordinal < kInstances; ++ordinal) {
      instances_.push_back({ordinal, {}, {}, {}, 0});
    }
    producer_ = take(KafkaLog::open(kafka_.broker(kafka_.start()), log_options()), "the log opens");
    session_ = take(producer_->open_feed("producer"), "the producer opens");
  }

  void run() {
    for (int step = 0; step < kSteps; ++step) {
      clock_.advance(std::chrono::milliseconds(static_cast<int>(any(30))));
      if (happens(50)) produce();
      act(instances_[any(instances_.size())]);
    }
    settle();
    judge();
    for (Instance& instance : instances_)
      end(instance);
    sums_.rebalances += kafka_.rebalances();
  }

 private:
  static SimKafkaOptions options(std::uint64_t seed) {
    SimKafkaOptions options = troubled_cluster(seed);
    options.log.topics = {{"credit.events", kLogPartitions},         {"erp.documents", 3},
                          {"erp.documents.dlq", kLettersPartitions}, {"bank.lines", 2},
                          {"bank.refused", kLettersPartitions},      {"credit.feed-cursors", 1}};
    return options;
  }

  static KafkaLogOptions log_options() {
    KafkaLogOptions options;
    options.pause = std::chrono::milliseconds(0);
    return options;
  }

  std::size_t any(std::size_t below) { return static_cast<std::size_t>(chance_() % below); }
  bool happens(unsigned percent) { return any(100) < percent; }

  // --- records

  void produce() {
    Append record = happens(60) ? document() : lines();
    if (happens(20)) record.headers.push_back({"encours-test", "a header"});
    for (int tries = 0;; ++tries) {
      const Status status = session_->append({&record, 1}, "");
      if (status) return;
      expect(tries < 100, "the producer goes on: " + status.error().message);
    }
  }

  // An event with an id of its own or without, one for every partition, a tombstone, or none.
  Append document() {
    const TopicPartition to{"erp.documents", static_cast<std::int32_t>(any(3))};
    const std::uint64_t number = ++produced_;
    if (happens(5)) return {to, "", "", {{"id", std::to_string(number)}}};
    if (happens(10)) return {to, "key", fmt::format("no event at all, {}", number), {}};
    if (happens(5)) {
      return {to,
              "",
              fmt::format(R"({{"event_id":"E{}","feed_complete_through":{{"feed":"x"}}}})", number),
              {}};
    }
    const std::string id = happens(20) ? "" : fmt::format(R"("event_id":"E{}",)", number);
    return {to,
            "",
            fmt::format(R"({{{}"client_id":"C{}","client":{{"folded_name":"n {}"}}}})", id,
                        any(kClients), number),
            {}};
  }

  // Rows, one of which may be wrong: then none of them counts.
  Append lines() {
    std::string text;
    for (std::size_t rows = 1 + any(4); rows > 0; --rows) {
      const char* const amount = happens(5) ? "much" : "10.50";
      text += fmt::format("{},C{},{},2024-03-01\n", ++produced_, any(kClients), amount);
    }
    return {{"bank.lines", static_cast<std::int32_t>(any(2))}, "", text, {}};
  }

  // --- processes

  void start(Instance& instance) {
    instance.process = kafka_.start();
    KafkaLogOptions options = log_options();
    options.group = "encours-feeds";
    options.logs = {"erp.documents", "bank.lines"};
    instance.log =
        take(KafkaLog::open(kafka_.broker(*instance.process), std::move(options)), "opens");
    FeedWorkerSettings settings;
    settings.ordinal = instance.ordinal;
    settings.on_gap = [](const FeedGap& gap) {
      expect(false, fmt::format("no gap in {}", gap.from.topic));
    };
    instance.worker =
        std::make_unique<FeedWorker>(*instance.log, clock_, std::move(settings), feeds_.open());
    if (happens(40)) kafka_.kill_after(*instance.process, static_cast<unsigned>(any(120)));
    if (const Status started = instance.worker->start(); !started) {
      die(instance, started.error());
    }
  }

  // Errors that may stop a worker are those that the world caused.
  void die(Instance& instance, const Error& error) {
    const bool may_be = kafka_.is_dead(*instance.process) || error.fault == Fault::kFenced ||
                        error.fault == Fault::kRetry || error.fault == Fault::kIo;
    expect(may_be, "a worker stopped: " + error.message);
    ++sums_.deaths;
    end(instance);
  }

  void end(Instance& instance) {
    if (instance.worker != nullptr) {
      sums_.unknown += instance.worker->figures().unknown_outcomes;
      sums_.expulsions += instance.worker->figures().expulsions;
    }
    if (instance.process) kafka_.kill(*instance.process);
    instance.worker.reset();
    instance.log.reset();
    instance.process.reset();
    instance.paused_for = 0;
  }

  void turn(Instance& instance) {
    if (const Result<bool> moved = instance.worker->turn(); !moved) die(instance, moved.error());
  }

  void leave(Instance& instance) {
    if (const Status stopped = instance.worker->stop(); !stopped) {
      die(instance, stopped.error());
    } else {
      end(instance);
    }
  }

  void act(Instance& instance) {
    if (instance.paused_for > 0) {
      if (--instance.paused_for == 0) kafka_.go_on(*instance.process);
    } else if (!instance.process) {
      if (happens(25)) start(instance);
    } else if (happens(1)) {
      leave(instance);
    } else if (happens(2)) {
      kafka_.pause(*instance.process);
      instance.paused_for = 1 + static_cast<unsigned>(any(40));
    } else {
      turn(instance);
    }
  }

  // --- the end

  // Everybody who is left goes on without faults of their own until all is read.
  void settle() {
    for (Instance& instance : instances_) {
      if (instance.paused_for > 0) kafka_.go_on(*instance.process);
      instance.paused_for = 0;
    }
    constexpr int kRoundsMax = 4'000;
    for (int round = 0; round < kRoundsMax; ++round) {
      kafka_.settle();
      clock_.advance(std::chrono::milliseconds(30));
      for (Instance& instance : instances_) {
        if (instance.process) {
          turn(instance);
        } else if (instance.ordinal == 0) {
          start(instance);
        }
      }
      if (kafka_.is_all_decided() && is_all_read()) return;
    }
    expect(false, "everything is read in the end");
  }

  // The committed offsets are what counts: what was taken alone may still be given up.
  bool is_all_read() {
    for (const auto& [topic, partitions] : {std::pair("erp.documents", 3), {"bank.lines", 2}}) {
      for (std::int32_t partition = 0; partition < partitions; ++partition) {
        const TopicPartition place{topic, partition};
        const auto committed = kafka_.committed(place);
        if (!committed) return false;
        const auto rest = producer_->read(place, committed->value_or(0), 1);
        if (!rest || !(*rest)->records.empty()) return false;
      }
    }
    return true;
  }

  void judge() {
    FeedJudge judge(*producer_, feeds_.open());
    const FeedVerdict verdict = take(judge.judge(), "the judge reads");
    expect(verdict.lost + verdict.repeated + verdict.out_of_order + verdict.foreign == 0,
           fmt::format("of {} records: lost {}, repeated {}, out of order {}, foreign {}",
                       verdict.records, verdict.lost, verdict.repeated, verdict.out_of_order,
                       verdict.foreign));
    sums_.records += verdict.records;
    sums_.events += verdict.events;
    sums_.letters += verdict.letters;
  }

  std::mt19937_64 chance_;
  SimKafka kafka_;
  const Feeds& feeds_;
  Sums& sums_;
  ManualClock clock_;
  std::vector<Instance> instances_;
  std::unique_ptr<KafkaLog> producer_;
  std::unique_ptr<FeedSession> session_;
  std::uint64_t produced_ = 0;
};

}  // namespace
}  // namespace encours

int main(int count, char** arguments) {
  const encours::Feeds feeds;
  encours::Sums sums;
  return encours::run_seeds(
      "feed_simulation", count, arguments,
      [&](std::uint64_t seed) { encours::Simulation(seed, feeds, sums).run(); },
      [&sums] {
        return fmt::format(
            "{} deaths, {} rebalances, {} expulsions, {} unknown outcomes; {} records became {} "
            "events and {} letters; lost 0, repeated 0, out of order 0",
            sums.deaths, sums.rebalances, sums.expulsions, sums.unknown, sums.records, sums.events,
            sums.letters);
      });
}
