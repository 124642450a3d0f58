#include "tests/kafka/fold_over_kafka.h"

#include <array>
#include <map>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "fmt/format.h"
#include "operators/topology.h"
#include "schemas/topics.h"
#include "src/engine/log_reading.h"
#include "src/engine/worker.h"
#include "src/kafka/kafka_log.h"
#include "src/kafka/rdkafka_admin.h"
#include "src/kafka/rdkafka_broker.h"
#include "tests/driver/sim_store.h"
#include "tests/kafka/prefixed_broker.h"

namespace encours::kafka {
namespace {

constexpr std::string_view kLog = "credit.events";
constexpr std::size_t kWorkers = 2;
constexpr std::chrono::seconds kPatience{120};
constexpr std::chrono::seconds kMarkerPatience{20};

template <class T>
T take(tl::expected<T, Error> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}
void take(const Status& status) {
  if (!status) throw std::runtime_error(status.error().message);
}
template <class T>
T take(Answer<T> answer) {
  if (!answer) throw std::runtime_error(answer.error().message);
  return std::move(*answer);
}

const Topology& topology_of(std::string_view /*topic*/) {
  return client_topology();
}

TopicPartition shard(std::int32_t partition) {
  return {std::string(kLog), partition};
}

struct Said {
  std::int64_t offset = 0;
  std::string key;
  std::string value;
};

std::vector<Said> records_of(EventLog& log, const TopicPartition& from) {
  std::vector<Said> records;
  const Bounds bounds = take(log.bounds(from));
  if (bounds.end == bounds.first) return records;
  take(for_each_record(log, from, bounds.first, bounds.end, [&](const Record& record) {
    records.push_back({record.offset, std::string(record.key), std::string(record.value)});
    return Status();
  }));
  return records;
}

std::string first_difference(const std::vector<Said>& wanted, const std::vector<Said>& found,
                             bool offsets) {
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (i >= found.size()) return fmt::format("one less in Kafka, of {}", wanted[i].key);
    if (wanted[i].key != found[i].key || wanted[i].value != found[i].value ||
        (offsets && wanted[i].offset != found[i].offset)) {
      return fmt::format("record {} of {} is another one in Kafka, of {}", i, wanted[i].key,
                         found[i].key);
    }
  }
  return "";
}

class Fold {
 public:
  Fold(EventLog& source, std::int32_t partitions, const std::string& bootstrap,
       const std::string& prefix)
      : source_(source), partitions_(partitions), prefix_(prefix) {
    options_.bootstrap = bootstrap;
    options_.group = prefix + "encours";
    options_.session_timeout = std::chrono::seconds{3};
    make_topics();
    log_ = open_log();
    for (std::size_t ordinal = 0; ordinal < kWorkers; ++ordinal)
      start(ordinal);
  }

  FoldedOverKafka run() {
    turn_until([this] { return are_spread(); }, "the group gives each worker shards");
    copy();
    turn_until([this] { return have_folded_the_copy(); }, "the log is folded");
    RowCache::Hashes sum;
    for (Shard* shard : shards())
      sum.facts += shard->hashes().facts;
    result_.facts_hash = sum.facts.hex();
    for (Instance& one : workers_)
      take(one.worker->stop());
    compare();
    return result_;
  }

 private:
  struct Instance {
    std::unique_ptr<KafkaLog> log;
    std::unique_ptr<MemoryStores> stores;
    std::unique_ptr<Worker> worker;
  };

  void make_topics() {
    std::vector<TopicSetup> setups;
    for (const Topic& topic : topics()) {
      if (!topic.planned) setups.push_back({prefix_ + std::string(topic.name), partitions_, 1, {}});
    }
    const auto admin = take(RdkafkaAdmin::open(options_));
    if (const Done made = admin->create(setups); !made)
      throw std::runtime_error(made.error().message);
  }

  std::unique_ptr<KafkaLog> open_log() {
    auto broker = std::make_shared<PrefixedBroker>(take(RdkafkaBroker::open(options_)), prefix_);
    KafkaLogOptions options;
    options.group = options_.group;
    return take(KafkaLog::open(std::move(broker), std::move(options)));
  }

  void start(std::size_t ordinal) {
    Instance& one = workers_[ordinal];
    one.log = open_log();
    one.stores = std::make_unique<MemoryStores>();
    WorkerSettings settings;
    settings.ordinal = static_cast<std::int32_t>(ordinal);
    settings.poll_timeout = std::chrono::milliseconds{5};
    settings.commit_interval_min = std::chrono::milliseconds{5};
    one.worker = std::make_unique<Worker>(*one.log, *one.stores, clock_, settings,
                                          std::vector<TopicPartition>(), &topology_of);
    take(one.worker->start());
  }

  std::vector<Shard*> shards() {
    std::vector<Shard*> all;
    for (Instance& one : workers_) {
      for (Shard* shard : one.worker->shards())
        all.push_back(shard);
    }
    return all;
  }

  template <class Condition>
  void turn_until(const Condition& condition, std::string_view what) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (!condition()) {
      for (Instance& one : workers_) {
        take(one.worker->turn());
        if (const auto poisoned = one.worker->poisoned(); !poisoned.empty())
          throw std::runtime_error(poisoned.front()->poisoned()->message);
      }
      if (std::chrono::steady_clock::now() > deadline)
        throw std::runtime_error(fmt::format("in vain: {}", what));
    }
  }

  bool are_spread() {
    for (Instance& one : workers_) {
      if (one.worker->shards().empty() || one.worker->restoring() > 0) return false;
    }
    return shards().size() == static_cast<std::size_t>(partitions_);
  }

  bool have_folded_the_copy() {
    for (Shard* shard : shards()) {
      const TopicPartition& log = shard->identity().log;
      if (shard->next_offset() <= last_copied_[log.partition]) return false;
    }
    return are_spread();
  }

  // A transaction's marker takes an offset of each partition it wrote to: records that follow each
  // other without a gap go together, and the next ones with the next transaction.
  void copy() {
    std::vector<std::vector<Said>> records;
    std::vector<std::size_t> next(static_cast<std::size_t>(partitions_), 0);
    for (std::int32_t partition = 0; partition < partitions_; ++partition) {
      records.push_back(records_of(source_, shard(partition)));
      last_copied_[partition] = records.back().empty() ? -1 : records.back().back().offset;
      result_.copied += records.back().size();
    }
    const auto feed = take(log_->open_feed("copy"));
    for (;;) {
      std::vector<Append> run;
      for (std::int32_t partition = 0; partition < partitions_; ++partition) {
        const auto place = static_cast<std::size_t>(partition);
        const auto& from = records[place];
        for (std::int64_t follows = -1; next[place] < from.size(); ++next[place]) {
          const Said& record = from[next[place]];
          if (follows >= 0 && record.offset != follows) break;
          run.push_back({shard(partition), record.key, record.value, {}});
          follows = record.offset + 1;
        }
      }
      if (run.empty()) return;
      take(feed->append(run, ""));
    }
  }

  void compare() {
    for (std::int32_t partition = 0; partition < partitions_; ++partition) {
      compare(shard(partition), /*offsets=*/true);
      for (const Topic& topic : topics()) {
        const bool is_said = topic.key != TopicKey::kFeed && topic.key != TopicKey::kShard &&
                             topic.name != kLog && !topic.planned;
        if (is_said) compare({std::string(topic.name), partition}, /*offsets=*/false);
      }
    }
  }

  // The workers append slices of sweeps that the copy has already; what they append and say stands
  // behind all that was copied. A commit is decided before readers see all of it.
  void compare(const TopicPartition& where, bool offsets) {
    const auto wanted = records_of(source_, where);
    auto found = records_of(*log_, where);
    const auto deadline = std::chrono::steady_clock::now() + kMarkerPatience;
    while (found.size() < wanted.size() && std::chrono::steady_clock::now() < deadline)
      found = records_of(*log_, where);
    found.resize(std::min(found.size(), wanted.size()));
    differ(where, first_difference(wanted, found, offsets));
    result_.said += offsets ? 0 : found.size();
  }

  void differ(const TopicPartition& where, const std::string& how) {
    if (!how.empty() && result_.difference.empty())
      result_.difference = fmt::format("{}/{}: {}", where.topic, where.partition, how);
  }

  EventLog& source_;
  const std::int32_t partitions_;
  const std::string prefix_;
  RdkafkaOptions options_;
  SystemClock clock_;
  std::unique_ptr<KafkaLog> log_;
  std::array<Instance, kWorkers> workers_;
  std::map<std::int32_t, std::int64_t> last_copied_;
  FoldedOverKafka result_;
};

}  // namespace

FoldedOverKafka fold_over_kafka(EventLog& source, std::int32_t partitions,
                                const std::string& bootstrap, const std::string& prefix) {
  return Fold(source, partitions, bootstrap, prefix).run();
}

}  // namespace encours::kafka
