#include "tests/bench/fold_case.h"

#include <cstdlib>
#include <functional>

#include <fmt/format.h>

#include "operators/topology.h"
#include "schemas/topics.h"
#include "src/engine/limits.h"
#include "src/engine/ticks.h"
#include "src/engine/worker.h"
#include "src/local/local_log.h"
#include "src/policy/embedded.h"
#include "src/policy/policy.h"
#include "src/rocksdb/state_store.h"
#include "tests/bench/recording_store.h"

namespace encours::bench {
namespace {

constexpr std::size_t kRecordsPerAppend = 5'000;

template <class T>
T must(Result<T> result, std::string_view what) {
  if (!result) {
    fmt::print(stderr, "bench: {}: {}\n", what, result.error().message);
    std::exit(1);
  }
  return std::move(*result);
}

void must(Status status, std::string_view what) {
  if (!status) {
    fmt::print(stderr, "bench: {}: {}\n", what, status.error().message);
    std::exit(1);
  }
}

// A fold with its log, stores and worker: one shard, as one thread has it.
class Bench {
 public:
  Bench(const FoldCase& fold_case, const std::filesystem::path& folder)
      : budget_(std::make_shared<Budget>(BudgetLimits{})),
        log_(must(LocalLog::open(folder / "log", log_options()), "the log")),
        stores_({folder, budget_, OpenMode::kReadWrite, nullptr}),
        recording_stores_(stores_, recording_),
        feed_(must(log_->open_feed("bench"), "the feed")) {
    settings_.cache_bytes_max = fold_case.cache_bytes;
    worker_ = std::make_unique<Worker>(
        *log_, recording_stores_, clock_, settings_, std::vector{shard_},
        [](std::string_view) -> const Topology& { return client_topology(); });
    must(worker_->start(), "the worker");
    bring_policy_and_day();
  }

  void append(std::uint64_t events, const std::function<v1::Event()>& next) {
    std::vector<Append> records;
    for (std::uint64_t i = 0; i < events; ++i) {
      const v1::Event event = next();
      records.push_back({shard_, event.client_id(), event.SerializeAsString(), {}});
      if (records.size() == kRecordsPerAppend || i + 1 == events) {
        must(feed_->append(records, "bench"), "appending");
        records.clear();
      }
    }
  }

  void drain() { must(worker_->drain(), "folding"); }

  // Reads and decodes the records from an offset on: what any fold must do at least.
  Spent parse(std::int64_t from) {
    const auto session = must(log_->open_session(1), "a session");
    must(session->init(), "a session");
    must(session->assign(shard_, from), "a session");
    std::vector<Decoded> decoded(kPollRecordsMax);
    const Stopwatch watch;
    while (true) {
      const auto batch = must(session->poll(kPollRecordsMax, std::chrono::milliseconds(0)), "poll");
      if (batch->records.empty()) return watch.spent();
      for (std::size_t i = 0; i < batch->records.size(); ++i) {
        const Verdict verdict = decode(batch->records[i], shard_, 1, decoded[i]);
        if (!verdict.accepted()) must(tl::unexpected(Error{Fault::kCorrupt, "a record"}), "decode");
      }
    }
  }

  // Does what the recording holds, one request after the other.
  Spent bare_loop() {
    worker_.reset();
    const auto store = must(stores_.open(shard_), "the store");
    std::vector<std::optional<std::string>> values;
    const Stopwatch watch;
    for (const Request& request : recording_.requests()) {
      if (request.value_sizes.empty()) {
        must(store->multi_get(request.keys, values), "reading");
        continue;
      }
      std::vector<RowChange> changes;
      for (std::size_t i = 0; i < request.keys.size(); ++i) {
        changes.push_back({request.keys[i], std::string(request.value_sizes[i], 'x')});
      }
      must(store->write(changes), "writing");
    }
    return watch.spent();
  }

  std::int64_t end() { return must(log_->bounds(shard_), "the log").end; }
  Shard& shard() { return *worker_->shards().front(); }
  Recording& recording() { return recording_; }
  std::uint64_t bound_bytes() const {
    const std::uint64_t used = settings_.cache_bytes_max + 3 * settings_.flush_bytes +
                               kTransactionBytesMax + budget_->bound_bytes();
    return used + used / 8;
  }

 private:
  static LocalLogOptions log_options() {
    LocalLogOptions options;
    for (TopicPartitions& topic : options.topics)
      topic.partitions = 1;
    return options;
  }

  void bring_policy_and_day() {
    v1::Event policy;
    policy.set_event_id("policy");
    *policy.mutable_policy() = default_policy();
    const v1::Event day = day_turned_event(Workload::first_day());
    must(feed_->append(
             std::vector<Append>{{shard_, broadcast_key(0), policy.SerializeAsString(), {}},
                                 {shard_, shard_key(0), day.SerializeAsString(), {}}},
             "bench"),
         "appending");
    drain();
  }

  const TopicPartition shard_{std::string(topic_of(Log::kEvents)), 0};
  WorkerSettings settings_;
  SystemClock clock_;
  std::shared_ptr<const Budget> budget_;
  std::unique_ptr<LocalLog> log_;
  RocksStoreFactory stores_;
  Recording recording_;
  RecordingFactory recording_stores_;
  std::unique_ptr<FeedSession> feed_;
  std::unique_ptr<Worker> worker_;
};

}  // namespace

FoldFigures run_fold_case(const FoldCase& fold_case, const std::filesystem::path& folder) {
  const std::filesystem::path place = folder / fold_case.name;
  std::filesystem::create_directories(place);
  FoldFigures figures;
  const std::uint64_t program_bytes = resident_bytes();
  {
    Bench bench(fold_case, place);
    Workload workload(fold_case.size, fold_case.spread, 1);
    bench.append(workload.fill_size(), [&] { return workload.next_fill(); });
    bench.drain();
    // The stream begins warm: what a first touch costs is not what is asked here.
    bench.append(fold_case.stream / 10, [&] { return workload.next_stream(); });
    bench.drain();

    const std::int64_t begin = bench.end();
    bench.append(fold_case.stream, [&] { return workload.next_stream(); });
    figures.events = fold_case.stream;
    figures.parse = bench.parse(begin);
    const CacheFigures before = bench.shard().rows().figures();
    if (fold_case.bare_loop) bench.recording().start();
    const Stopwatch watch;
    bench.drain();
    figures.fold = watch.spent();
    figures.cache = bench.shard().rows().figures();
    figures.cache.blocking_reads -= before.blocking_reads;
    figures.cache.wished_reads -= before.wished_reads;
    figures.rows_written = figures.cache.rows_written - before.rows_written;
    figures.resident_bytes = resident_bytes() - bench.recording().bytes();
    figures.bound_bytes = bench.bound_bytes() + program_bytes;
    if (fold_case.bare_loop) figures.bare = bench.bare_loop();
  }
  std::filesystem::remove_all(place);
  return figures;
}

}  // namespace encours::bench
