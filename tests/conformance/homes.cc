#include "operators/domain/assert.h"
#include "src/kafka/kafka_log.h"
#include "src/local/local_log.h"
#include "tests/conformance/home.h"
#include "tests/driver/sim_kafka.h"
#include "tests/driver/sim_log.h"
#include "tests/driver/temporary_folder.h"
#include "tests/rocksdb/failing_disk.h"

namespace encours {
namespace {

class LocalHome : public LogHome {
 public:
  LocalHome() { open(); }

  EventLog& log() override { return *log_; }

  void restart() override {
    // Sessions of before keep the old log and its lock: a folder is copied as a kill leaves it.
    const auto next = folder_.path() / std::to_string(++life_);
    std::filesystem::copy(path_, next);
    path_ = next;
    disk_.mend();
    log_.reset();
    open();
  }

  void hide_next_outcome(bool takes_effect) override {
    disk_.fail(takes_effect ? DiskFailure::kBrokenSync : DiskFailure::kBrokenWrite, ".log");
  }

 private:
  void open() {
    LocalLogOptions options;
    options.topics = {{"events", 2}, {"alerts", 2}, {"many", 64}, {"credit.positions", 2}};
    options.env = disk_.env();
    auto log = LocalLog::open(path_, std::move(options));
    ENCOURS_ASSERT(log.has_value(), log.error().message);
    log_ = std::move(*log);
  }

  TemporaryFolder folder_;
  FailingDisk disk_;
  int life_ = 0;
  std::filesystem::path path_ = folder_.path() / "0";
  std::unique_ptr<LocalLog> log_;
};

class SimulatedHome : public LogHome {
 public:
  explicit SimulatedHome(bool slow) : log_(options(slow)) {}

  EventLog& log() override { return log_; }
  void restart() override { log_.crash(); }
  void hide_next_outcome(bool takes_effect) override {
    log_.fail_next_commit(CommitOutcome::kUnknown, takes_effect);
  }

 private:
  static SimLogOptions options(bool slow) {
    SimLogOptions options;
    options.topics = {{"events", 2}, {"alerts", 2}, {"many", 64}, {"credit.positions", 2}};
    options.marker_delay_calls_max = slow ? 20 : 0;
    options.short_polls = slow;
    options.empty_polls_percent = slow ? 20 : 0;
    options.seed = 42;
    return options;
  }

  SimLog log_;
};

// The log as it is on Kafka, on a simulated cluster.
class SimulatedKafkaHome : public LogHome {
 public:
  explicit SimulatedKafkaHome(bool slow) : kafka_(options(slow)) { open(); }

  EventLog& log() override { return *logs_.back(); }
  // Sessions of before keep their log, which answers nothing more.
  void restart() override {
    kafka_.kill(process_);
    open();
  }
  void hide_next_outcome(bool takes_effect) override { kafka_.lose_next_answer(takes_effect); }

 private:
  static SimKafkaOptions options(bool slow) {
    SimKafkaOptions options;
    options.log.topics = {{"events", 2},
                          {"alerts", 2},
                          {"many", 64},
                          {"credit.positions", 2},
                          {"credit.feed-cursors", 1}};
    options.log.marker_delay_calls_max = slow ? 20 : 0;
    options.log.short_polls = slow;
    options.log.empty_polls_percent = slow ? 20 : 0;
    options.retry_percent = slow ? 10 : 0;
    options.log.seed = 42;
    return options;
  }

  void open() {
    process_ = kafka_.start();
    KafkaLogOptions options;
    options.logs = {"events"};
    options.pause = std::chrono::milliseconds(0);
    auto log = KafkaLog::open(kafka_.broker(process_), std::move(options));
    ENCOURS_ASSERT(log.has_value(), log.error().message);
    logs_.push_back(std::move(*log));
  }

  SimKafka kafka_;
  SimKafka::Process process_ = 0;
  std::vector<std::unique_ptr<KafkaLog>> logs_;
};

}  // namespace

std::unique_ptr<LogHome> make_simulated_kafka_home() {
  return std::make_unique<SimulatedKafkaHome>(false);
}

std::unique_ptr<LogHome> make_slow_simulated_kafka_home() {
  return std::make_unique<SimulatedKafkaHome>(true);
}

std::unique_ptr<LogHome> make_local_home() {
  return std::make_unique<LocalHome>();
}

std::unique_ptr<LogHome> make_simulated_home() {
  return std::make_unique<SimulatedHome>(false);
}

std::unique_ptr<LogHome> make_slow_simulated_home() {
  return std::make_unique<SimulatedHome>(true);
}

}  // namespace encours
