#include "tests/driver/topology_driver.h"

#include <fmt/format.h>

#include "operators/client/accounts.h"
#include "schemas/topics.h"
#include "src/engine/dead_letter.h"
#include "src/engine/ticks.h"

namespace encours {
namespace {

constexpr std::string_view kLog = "credit.events";
constexpr std::chrono::milliseconds kFlushInterval{5'000};
// A worker that stops again and again is no fault that was asked for.
constexpr int kRestartsInARowMax = 100;

SimLogOptions with_topics(SimLogOptions options, std::int32_t partitions) {
  for (const Topic& topic : topics()) {
    options.topics[std::string(topic.name)] = partitions;
  }
  return options;
}

}  // namespace

TopologyDriver::TopologyDriver(DriverOptions options)
    : options_(std::move(options)),
      log_(with_topics(options_.log, options_.partitions)),
      stores_(options_.log.seed) {
  start();
}

TopologyDriver::~TopologyDriver() = default;

// --- writing ----------------------------------------------------------------------------------

void TopologyDriver::send(const v1::Event& event) {
  const KindBinding* binding = find_kind(event.body_case());
  ENCOURS_ASSERT(binding != nullptr, "an event that is sent has a body");
  const std::string value = event.SerializeAsString();
  if (binding->route == KindRoute::kKeyed) {
    send_bytes(event.client_id(), value);
    return;
  }
  ENCOURS_ASSERT(binding->route == KindRoute::kBroadcast, "ticks come from turn_day() and beat()");
  std::vector<Append> records;
  for (std::int32_t partition = 0; partition < options_.partitions; ++partition) {
    records.push_back({{std::string(kLog), partition}, broadcast_key(partition), value, {}});
  }
  auto feed = *log_.open_feed("driver");
  while (!feed->append(records, "")) {
  }
}

void TopologyDriver::send_bytes(const std::string& key, const std::string& value) {
  append({{std::string(kLog), partition_of(key, options_.partitions)}, key, value, {}});
}

void TopologyDriver::append(const Append& record) {
  auto feed = *log_.open_feed("driver");
  while (!feed->append({&record, 1}, "")) {
  }
}

// --- running ----------------------------------------------------------------------------------

void TopologyDriver::start() {
  WorkerSettings settings;
  settings.flush_interval = kFlushInterval;
  settings.cache_bytes_max = options_.cache_bytes_max;
  std::vector<TopicPartition> shards;
  for (std::int32_t partition = 0; partition < options_.partitions; ++partition) {
    shards.push_back({std::string(kLog), partition});
  }
  const Topology& topology = options_.topology == nullptr ? client_topology() : *options_.topology;
  const auto topology_of = [&topology](std::string_view) -> const Topology& { return topology; };
  for (int tries = 0;; ++tries) {
    worker_ = std::make_unique<Worker>(log_, stores_, clock_, settings, shards, topology_of);
    const Status status = worker_->start();
    if (status) {
      return;
    }
    ENCOURS_ASSERT(tries < kRestartsInARowMax, "a worker starts: " + status.error().message);
    log_.settle();
  }
}

void TopologyDriver::restart_after(const Error& error) {
  const bool asked_for = error.fault == Fault::kFenced || error.fault == Fault::kRetry ||
                         error.fault == Fault::kIo || error.fault == Fault::kFull;
  ENCOURS_ASSERT(asked_for, "the worker stopped: " + error.message);
  crash_and_restore();
}

void TopologyDriver::crash_and_restore(Crash crash) {
  ++restarts_;
  log_.crash();
  // A set that the flusher holds is written whole, so that what is on the disk does not depend on
  // when its thread ran; losing power may then take it away by the seed.
  worker_.reset();
  if (crash == Crash::kPower) {
    stores_.lose_power();
  } else {
    stores_.crash();
  }
  stores_.mend();
  start();
}

// A tick that was lost with its worker is appended by the next one.
void TopologyDriver::append_owed_ticks() {
  for (Shard* shard : worker_->shards()) {
    if (shard->poisoned().has_value()) {
      continue;
    }
    if (day_ != kNoDay && shard->day() != day_) {
      worker_->append_tick(shard->identity().log, day_turned_event(day_));
    } else if (beating_ && shard->wants_beat() && shard->instant_us() < instant_us_) {
      worker_->append_tick(shard->identity().log, beat_event(day_, instant_us_));
    }
  }
}

bool TopologyDriver::caught_up() {
  log_.settle();
  for (Shard* shard : worker_->shards()) {
    const auto batch = log_.read(shard->identity().log, shard->next_offset(), 1);
    ENCOURS_ASSERT(batch.has_value(), "the log can be read");
    if (!(*batch)->records.empty() && !shard->poisoned().has_value()) {
      return false;
    }
  }
  return true;
}

void TopologyDriver::run() {
  int stops = 0;
  while (true) {
    append_owed_ticks();
    const Status status = worker_->drain();
    if (!status) {
      ENCOURS_ASSERT(++stops < kRestartsInARowMax, "the worker goes on: " + status.error().message);
      restart_after(status.error());
      continue;
    }
    check_not_poisoned();
    if (caught_up()) {
      bool behind = false;
      for (Shard* shard : worker_->shards()) {
        behind = behind || (day_ != kNoDay && shard->day() != day_) ||
                 (beating_ && shard->wants_beat() && shard->instant_us() < instant_us_);
      }
      if (!behind) {
        return;
      }
    }
  }
}

void TopologyDriver::turn() {
  const Result<bool> moved = worker_->turn();
  if (!moved) {
    restart_after(moved.error());
  }
}

void TopologyDriver::check_not_poisoned() {
  for (const Shard* shard : worker_->poisoned()) {
    ENCOURS_ASSERT(false, fmt::format("a shard stopped at offset {}: {}", shard->poisoned()->offset,
                                      shard->poisoned()->message));
  }
}

void TopologyDriver::turn_day(Day day) {
  ENCOURS_ASSERT(day_ == kNoDay || day == day_ + 1, "days follow each other");
  day_ = day;
  beats_of_day_ = 0;
  run();
}

void TopologyDriver::beat() {
  ENCOURS_ASSERT(day_ != kNoDay, "a day is opened before it beats");
  constexpr std::int64_t kMicrosPerSecond = 1'000'000;
  constexpr int kBeatsMax = 10'000;
  beating_ = true;
  for (int beats = 0; beats < kBeatsMax; ++beats) {
    const auto shards = worker_->shards();
    if (std::none_of(shards.begin(), shards.end(), [](Shard* s) { return s->wants_beat(); })) {
      beating_ = false;
      return;
    }
    instant_us_ = day_ * kMicrosPerDay + ++beats_of_day_ * kMicrosPerSecond;
    run();
  }
  ENCOURS_ASSERT(false, "beats come to an end");
}

void TopologyDriver::flush(int rounds) {
  clock_.advance(kFlushInterval);
  const int restarts = restarts_;
  for (int round = 0; round < rounds; ++round) {
    turn();
    const auto shards = worker_->shards();
    const bool done =
        std::none_of(shards.begin(), shards.end(), [](Shard* shard) { return shard->frozen(); });
    if ((done && round > 0) || restarts != restarts_) {
      return;
    }
  }
}

// --- reading ----------------------------------------------------------------------------------

std::vector<SaidRecord> TopologyDriver::records(const std::string& topic) {
  constexpr std::size_t kRecordsMax = 1'000;
  log_.settle();
  std::vector<SaidRecord> records;
  for (std::int32_t partition = 0; partition < options_.partitions; ++partition) {
    std::int64_t next = 0;
    while (true) {
      const auto batch = log_.read({topic, partition}, next, kRecordsMax);
      ENCOURS_ASSERT(batch.has_value(), "a topic can be read");
      if ((*batch)->records.empty()) {
        break;
      }
      for (const Record& record : (*batch)->records) {
        next = record.offset + 1;
        SaidRecord said{{topic, partition},
                        record.offset,
                        std::string(record.key),
                        std::string(record.value),
                        {}};
        for (const HeaderView& header : record.headers) {
          said.headers.emplace(header.name, header.value);
        }
        records.push_back(std::move(said));
      }
    }
  }
  return records;
}

std::vector<DeadLetter> TopologyDriver::dead_letters() {
  std::vector<DeadLetter> letters;
  for (SaidRecord& record : records(std::string(dead_letters_of(Log::kEvents)))) {
    const auto header = [&](std::string_view name) { return record.headers[std::string(name)]; };
    letters.push_back({std::stoi(header(kDeadLetterPartitionHeader)),
                       std::stoll(header(kDeadLetterOffsetHeader)), std::move(record.key),
                       std::move(record.value), header(kDeadLetterReasonHeader),
                       header(kDeadLetterMessageHeader)});
  }
  return letters;
}

std::optional<v1::ExposureSheet> TopologyDriver::sheet(const std::string& client_id,
                                                       const std::string& segment) {
  Rows& rows = shard_of(client_id).rows();
  if (!has_segment(rows, client_id, segment)) {
    return std::nullopt;
  }
  return client_sheet(rows, {client_id, segment}, shard_of(client_id).day());
}

Shard& TopologyDriver::shard(std::int32_t partition) {
  return *worker_->shards()[static_cast<std::size_t>(partition)];
}

Shard& TopologyDriver::shard_of(const std::string& client_id) {
  return shard(partition_of(client_id, options_.partitions));
}

RowCache::Hashes TopologyDriver::hashes() {
  RowCache::Hashes sum;
  for (Shard* shard : worker_->shards()) {
    const RowCache::Hashes hashes = shard->hashes();
    sum.full += hashes.full;
    sum.facts += hashes.facts;
  }
  return sum;
}

std::vector<std::string> TopologyDriver::full_hashes() {
  std::vector<std::string> hashes;
  for (Shard* shard : worker_->shards()) {
    hashes.push_back(shard->hashes().full.hex());
  }
  return hashes;
}

}  // namespace encours
