#include "src/cli/service.h"

#include <array>
#include <chrono>
#include <climits>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "src/cli/inbox.h"
#include "src/cli/input_feed.h"

namespace encours::cli {
namespace {

constexpr std::chrono::milliseconds kInboxInterval{500};
constexpr std::chrono::minutes kStatusInterval{1};
constexpr std::chrono::seconds kReportInterval{1};
constexpr std::chrono::milliseconds kStandbyPause{50};  // between two looks at a log that rests

// Of the standard input: each instance on a cluster has one.
std::string input_feed_of(const Settings& settings) {
  return settings.kafka_brokers.empty() ? "stdin" : fmt::format("stdin-{}", settings.kafka_ordinal);
}

std::string host_name() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

WorkerSettings worker_settings(const Settings& settings) {
  constexpr std::size_t kMegabyte = std::size_t{1} << 20U;
  WorkerSettings worker;
  worker.cache_bytes_max = static_cast<std::size_t>(settings.row_cache_mb) * kMegabyte;
  worker.flush_bytes = static_cast<std::size_t>(settings.flush_set_mb) * kMegabyte;
  worker.flush_interval = std::chrono::milliseconds(settings.flush_interval_ms);
  worker.commit_interval_min = std::chrono::milliseconds(settings.commit_interval_min_ms);
  worker.commit_interval_max = std::chrono::milliseconds(settings.commit_interval_max_ms);
  worker.ordinal = static_cast<std::int32_t>(settings.kafka_ordinal);
  worker.poll_timeout = std::chrono::milliseconds(settings.commit_interval_min_ms);
  if (!settings.kafka_brokers.empty()) {
    worker.report_interval = kReportInterval;
    worker.host = host_name();
  }
  return worker;
}

}  // namespace

// The two feeds, each on a thread of its own; the first failure of either stops both.
class Service::Feeds {
 public:
  Feeds(EventLog& log, const Clock& clock, const std::filesystem::path& inbox, bool read_input,
        const std::string& input_feed)
      : inbox_(log, clock, inbox),
        input_(log, clock, STDIN_FILENO, inbox / "rejected" / "stdin.rejects.ndjson", input_feed),
        read_input_(read_input) {}

  Feeds(const Feeds&) = delete;
  Feeds& operator=(const Feeds&) = delete;
  ~Feeds() { end(); }

  Done begin() {
    if (auto made = inbox_.make_folders(); !made) return made;
    inbox_thread_ = std::thread([this] { keep_failure(watch_inbox()); });
    if (read_input_) input_thread_ = std::thread([this] { keep_failure(read_input()); });
    return {};
  }

  // Waits until both stand between two batches.
  void end() {
    stop();
    if (inbox_thread_.joinable()) inbox_thread_.join();
    if (input_thread_.joinable()) input_thread_.join();
  }

  std::optional<Failure> failure() {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

 private:
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    stopped_.notify_all();
  }

  void keep_failure(const Done& done) {
    if (done) return;
    {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = done.error();
    }
    stop();
  }

  Done watch_inbox() {
    while (!stop_) {
      const auto files = inbox_.waiting();
      if (!files) return tl::unexpected(files.error());
      for (const auto& file : *files) {
        if (stop_) return {};
        const auto taken = inbox_.take(file, stop_);
        if (!taken) return tl::unexpected(taken.error());
        say_taken(*taken);
      }
      std::unique_lock lock(mutex_);
      stopped_.wait_for(lock, kInboxInterval, [this] { return stop_.load(); });
    }
    return {};
  }

  // A file that cannot be moved away is met again and again, and told once.
  void say_taken(const Inbox::Taken& taken) {
    const bool told = !taken.problem.empty() && !problems_told_.insert(taken.name).second;
    if (told) return;
    spdlog::info("inbox: {}: {}", taken.name,
                 taken.known
                     ? "taken before, nothing appended"
                     : fmt::format("{} events, {} lines rejected", taken.events, taken.rejected));
    if (!taken.problem.empty()) spdlog::error("inbox: {}: {}", taken.name, taken.problem);
  }

  Done read_input() {
    if (auto done = input_.run(stop_); !done) return done;
    spdlog::info("standard input: {} events, {} lines rejected", input_.events(),
                 input_.rejected());
    return {};
  }

  Inbox inbox_;
  InputFeed input_;
  bool read_input_;
  std::set<std::string> problems_told_;  // of the inbox's thread alone
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  std::condition_variable stopped_;
  std::optional<Failure> failure_;
  std::thread inbox_thread_;
  std::thread input_thread_;
};

Service::Service(DataFolder& folder, const Settings& settings, const Clock& clock, TimeZone zone,
                 bool read_input)
    : folder_(folder),
      settings_(settings),
      clock_(clock),
      worker_(folder.log(), folder.stores(), clock, worker_settings(settings), folder.shards(),
              &topology_of),
      ticker_(clock, std::move(zone)),
      feeds_(std::make_unique<Feeds>(folder.log(), clock, settings.inbox_folder, read_input,
                                     input_feed_of(settings))) {}

Service::~Service() = default;

Service::Done Service::begin_monitoring() {
  if (std::exchange(is_monitored_, true)) return {};
  return monitoring_.begin(folder_, worker_, clock_, settings_);
}

Service::Done Service::stand_by(const std::atomic<bool>& stop) {
  if (auto begun = begin_monitoring(); !begun) return begun;
  Standby standby(folder_.log(), folder_.stores(), clock_, worker_settings(settings_),
                  std::chrono::milliseconds(settings_.kafka_standby_after_ms), &topology_of);
  if (const Status started = standby.start(); !started) {
    return tl::unexpected(failure_of(started.error()));
  }
  spdlog::info("stands by for worker {} of group {}", settings_.kafka_ordinal,
               settings_.kafka_group);
  if (auto shadowed = shadow(standby, stop); !shadowed) return shadowed;
  if (stop) {
    const Status stopped = standby.stop();
    return stopped ? Done() : tl::unexpected(failure_of(stopped.error()));
  }
  spdlog::warn("worker {} has said nothing for {} ms: its place is taken, {} records behind",
               settings_.kafka_ordinal, settings_.kafka_standby_after_ms, standby.behind());
  worker_.take_warm(standby.take_over());
  return {};
}

void Service::say_shadowed(Standby& standby) {
  if (standby.has_heard()) {
    spdlog::info("{} shards shadowed, {} records behind", standby.shards().size(),
                 standby.behind());
  } else {
    spdlog::info("nothing was heard of the worker yet: it waits");
  }
}

Service::Done Service::shadow(Standby& standby, const std::atomic<bool>& stop) {
  std::uint64_t differences = 0;
  auto next_status = clock_.steady();
  while (!stop && !standby.is_due()) {
    const auto moved = standby.turn();
    if (!moved) return tl::unexpected(failure_of(moved.error()));
    monitoring_.stands_by(standby);
    if (standby.figures().hashes_different > differences) {
      differences = standby.figures().hashes_different;
      spdlog::error("rows were not those of worker {}: set aside, and folded anew",
                    settings_.kafka_ordinal);
    }
    if (clock_.steady() >= next_status) {
      next_status = clock_.steady() + kStatusInterval;
      say_shadowed(standby);
    }
    if (!*moved) std::this_thread::sleep_for(kStandbyPause);
  }
  return {};
}

Service::Done Service::run(const std::atomic<bool>& stop) {
  if (auto begun = begin_monitoring(); !begun) return begun;
  if (const Status started = worker_.start(); !started) {
    return tl::unexpected(failure_of(started.error()));
  }
  monitoring_.started();
  if (auto begun = feeds_->begin(); !begun) return begun;
  say_status();
  const Done folded = fold_until_stopped(stop);
  monitoring_.stopping();
  feeds_->end();
  if (!folded) return folded;
  if (const Status stopped = worker_.stop(); !stopped) {
    return tl::unexpected(failure_of(stopped.error()));
  }
  say_status();
  if (const auto failure = feeds_->failure()) return tl::unexpected(*failure);
  return {};
}

Service::Done Service::fold_until_stopped(const std::atomic<bool>& stop) {
  auto next_status = clock_.steady() + kStatusInterval;
  while (!stop && !feeds_->failure()) {
    ticker_.tick(worker_);
    const auto moved = worker_.turn();
    if (!moved) return tl::unexpected(failure_of(moved.error()));
    monitoring_.turned(*moved);
    say_poisoned();
    if (clock_.steady() >= next_status) {
      next_status += kStatusInterval;
      say_status();
    }
  }
  return {};
}

void Service::say_status() {
  std::uint64_t folded = 0;
  std::uint64_t refused = 0;
  std::int64_t behind = 0;
  Day day = kNoDay;
  for (Shard* shard : worker_.shards()) {
    folded += shard->figures().folded;
    refused += shard->figures().refused;
    day = std::max(day, shard->day());
    if (const auto bounds = folder_.log().bounds(shard->identity().log)) {
      behind += bounds->end - shard->next_offset();
    }
  }
  spdlog::info("day {}: {} events folded, {} refused, {} behind, {} shards, {} transactions",
               day == kNoDay ? "none yet" : format_day(day), folded, refused, behind,
               worker_.shards().size(), worker_.figures().transactions);
}

void Service::say_poisoned() {
  const std::vector<const Shard*> poisoned = worker_.poisoned();
  for (; poisoned_told_ < poisoned.size(); ++poisoned_told_) {
    const Shard& shard = *poisoned[poisoned_told_];
    spdlog::error("a mistake of ours stopped {}/{} at offset {}: {}; its neighbours go on",
                  shard.identity().log.topic, shard.identity().log.partition,
                  shard.poisoned()->offset, shard.poisoned()->message);
  }
}

}  // namespace encours::cli
