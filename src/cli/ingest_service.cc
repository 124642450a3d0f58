#include "src/cli/ingest_service.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "schemas/topics.h"
#include "src/cli/kafka_options.h"
#include "src/cli/service_process.h"
#include "src/cli/settings_file.h"
#include "src/ingest/feed/feed_worker.h"
#include "src/kafka/kafka_log.h"
#include "src/kafka/rdkafka_broker.h"

namespace encours::cli {
namespace {

constexpr std::chrono::minutes kStatusInterval{1};

using Partitions = tl::expected<std::int32_t, Failure>;

// Its own group: instances share out the topics of feeds apart from the logs.
std::string group_of(const Settings& settings) {
  return settings.kafka_group + "-feeds";
}

tl::expected<Settings, Failure> feed_settings_of(const std::string& file) {
  auto settings = settings_of(file);
  if (!settings) return settings;
  if (settings->kafka_brokers.empty()) {
    return tl::unexpected(Failure{
        ExitCode::kConfig,
        file + ": feeds are topics of a Kafka cluster: write kafka.brokers; without one, events "
               "come to `encours run` by its inbox and standard input"});
  }
  if (settings->feeds.empty()) {
    return tl::unexpected(
        Failure{ExitCode::kConfig,
                file + ": `feeds` names no topic; `encours config example settings` shows how"});
  }
  return settings;
}

tl::expected<std::shared_ptr<kafka::Broker>, Failure> connect(const Settings& settings) {
  kafka::RdkafkaOptions options = kafka_options_of(settings);
  options.group = group_of(settings);
  options.transaction_timeout = kFeedTransactionTimeout;
  options.assignment = "roundrobin";
  auto broker = kafka::RdkafkaBroker::open(std::move(options));
  if (!broker) return tl::unexpected(failure_of(broker.error()));
  return std::shared_ptr<kafka::Broker>(std::move(*broker));
}

// Of the topic, or what to do when it is not there.
Partitions partitions_of(kafka::Broker& broker, const std::string& topic,
                         const std::string& advice) {
  const auto count = broker.partition_count(topic);
  if (count) return *count;
  if (count.error().trouble != kafka::Trouble::kRefused) {
    return tl::unexpected(failure_of(count.error()));
  }
  return tl::unexpected(
      Failure{ExitCode::kConfig, fmt::format("{}; {}", count.error().message, advice)});
}

tl::expected<std::vector<FeedIntake>, Failure> open_feeds(kafka::Broker& broker,
                                                          const Settings& settings,
                                                          const std::string& file) {
  const std::string create = fmt::format("`encours topics create -c {}` makes it", file);
  const Partitions log = partitions_of(broker, std::string(topic_of(Log::kEvents)), create);
  if (!log) return tl::unexpected(log.error());
  std::vector<FeedIntake> feeds;
  for (const FeedSettings& feed : settings.feeds) {
    auto codec = FeedCodec::open(feed);
    if (!codec) {
      return tl::unexpected(
          Failure{ExitCode::kConfig, fmt::format("feed {}: {}", feed.name, codec.error())});
    }
    const Partitions topic =
        partitions_of(broker, feed.topic,
                      fmt::format("feed {} reads it, and whoever writes it makes it", feed.name));
    if (!topic) return tl::unexpected(topic.error());
    const Partitions letters =
        partitions_of(broker, feed.dead_letters,
                      fmt::format("the dead letters of feed {} go there; {}", feed.name, create));
    if (!letters) return tl::unexpected(letters.error());
    feeds.emplace_back(std::move(*codec), Router(*log), *letters);
  }
  return feeds;
}

void say_gap(const FeedGap& gap) {
  if (gap.expected < gap.first) {
    spdlog::error(
        "{}/{}: {} offsets from {} on left the topic before they were read; the feed goes "
        "on at {}: a longer retention.ms keeps records until they are",
        gap.from.topic, gap.from.partition, gap.first - gap.expected, gap.expected, gap.first);
  } else {
    spdlog::error(
        "{}/{}: offset {} was to be read next, and the topic ends before it, as if it was "
        "made anew; the feed goes on at its beginning, {}",
        gap.from.topic, gap.from.partition, gap.expected, gap.first);
  }
}

FeedWorkerSettings worker_settings(const Settings& settings) {
  FeedWorkerSettings worker;
  worker.ordinal = static_cast<std::int32_t>(settings.kafka_ordinal);
  worker.commit_interval_min = std::chrono::milliseconds(settings.commit_interval_min_ms);
  worker.commit_interval_max = std::chrono::milliseconds(settings.commit_interval_max_ms);
  worker.on_gap = &say_gap;
  return worker;
}

// Says once a minute how far the feeds are.
class FeedStatus {
 public:
  FeedStatus(EventLog& log, const FeedWorker& worker, const Settings& settings)
      : log_(log), worker_(worker), settings_(settings) {}

  void say_when_due() {
    if (clock_.steady() < next_) return;
    next_ = clock_.steady() + kStatusInterval;
    say();
  }

  void say() {
    for (std::size_t i = 0; i < settings_.feeds.size(); ++i) {
      const FeedFigures& feed = worker_.feeds()[i];
      std::size_t partitions = 0;
      const std::int64_t behind = behind_of(settings_.feeds[i].topic, partitions);
      spdlog::info("feed {}: {} records, {} events, {} refused{}, {} behind in {} partitions",
                   settings_.feeds[i].name, feed.records, feed.events, feed.refused,
                   reasons_of(feed), behind, partitions);
    }
    const FeedWorkerFigures& figures = worker_.figures();
    spdlog::info("{} transactions, {} aborted, {} of unknown outcome, {} gaps",
                 figures.transactions, figures.aborted, figures.unknown_outcomes, figures.gaps);
  }

 private:
  std::int64_t behind_of(const std::string& topic, std::size_t& partitions) const {
    std::int64_t behind = 0;
    for (const FeedPlace& place : worker_.places()) {
      if (place.from.topic != topic) continue;
      ++partitions;
      if (const auto bounds = log_.bounds(place.from)) behind += bounds->end - place.next_offset;
    }
    return behind;
  }

  // " (3 NOT_DETECTED, 1 OVERSIZE)"; empty when nothing was refused.
  static std::string reasons_of(const FeedFigures& feed) {
    std::string text;
    for (std::size_t i = 0; i < feed.refused_by_reason.size(); ++i) {
      if (feed.refused_by_reason[i] == 0) continue;
      text += fmt::format("{}{} {}", text.empty() ? " (" : ", ", feed.refused_by_reason[i],
                          reject_reason_name(static_cast<RowRejectReason>(i)));
    }
    return text.empty() ? text : text + ")";
  }

  EventLog& log_;
  const FeedWorker& worker_;
  const Settings& settings_;
  const SystemClock clock_;
  std::chrono::steady_clock::time_point next_;
};

tl::expected<void, Failure> work_until(const std::atomic<bool>& stop, FeedWorker& worker,
                                       FeedStatus& status) {
  if (const Status started = worker.start(); !started) {
    return tl::unexpected(failure_of(started.error()));
  }
  while (!stop) {
    if (const auto moved = worker.turn(); !moved) {
      return tl::unexpected(failure_of(moved.error()));
    }
    status.say_when_due();
  }
  if (const Status stopped = worker.stop(); !stopped) {
    return tl::unexpected(failure_of(stopped.error()));
  }
  return {};
}

}  // namespace

Outcome run_ingest_service(const std::string& settings_file) {
  const auto settings = feed_settings_of(settings_file);
  if (!settings) return tl::unexpected(settings.error());
  const std::atomic<bool>& stop = listen_to_signals();
  log_to_standard_error();
  const auto broker = connect(*settings);
  if (!broker) return tl::unexpected(broker.error());
  auto feeds = open_feeds(**broker, *settings, settings_file);
  if (!feeds) return tl::unexpected(feeds.error());

  KafkaLogOptions options;
  options.group = group_of(*settings);
  options.logs.clear();
  for (const FeedSettings& feed : settings->feeds)
    options.logs.push_back(feed.topic);
  auto log = KafkaLog::open(*broker, std::move(options));
  if (!log) return tl::unexpected(failure_of(log.error()));

  const SystemClock clock;
  FeedWorker worker(**log, clock, worker_settings(*settings), std::move(*feeds));
  FeedStatus status(**log, worker, *settings);
  spdlog::info("{} feeds of {}, group {}, ordinal {}", settings->feeds.size(),
               settings->kafka_brokers, group_of(*settings), settings->kafka_ordinal);
  if (const auto worked = work_until(stop, worker, status); !worked) {
    return tl::unexpected(worked.error());
  }
  status.say();
  spdlog::info("stopped; all that was taken is committed");
  return ExitCode::kOk;
}

}  // namespace encours::cli
