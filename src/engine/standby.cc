#include "src/engine/standby.h"

#include <algorithm>
#include <deque>
#include <limits>

#include <fmt/format.h>

#include "schemas/topics.h"
#include "src/engine/hash128.h"
#include "src/engine/log_reading.h"

namespace encours {
namespace {

// A turn that took longer, because the log did not answer or the process stood still, was no
// silence of the ordinal for all of that time.
constexpr std::chrono::seconds kSilencePerTurnMax{1};

bool may_pass(const Status& status) {
  return !status && status.error().fault == Fault::kRetry;
}

}  // namespace

// A shard of the ordinal, as this side has it.
struct Standby::Shadow {
  // What a position record says of the rows at an offset.
  struct Check {
    std::int64_t offset = 0;
    Hash128 full;
  };

  TopicPartition log;
  std::unique_ptr<ShardRows> rows;
  std::optional<std::int64_t> positions_next;  // where its positions are read on
  std::optional<v1::Position> position;        // the newest
  std::deque<Check> checks;                    // that the rows have not come to yet
  bool is_doubted = false;                     // its rows differed once, and were replaced

  // How far the rows may be folded now.
  std::int64_t until() const {
    return checks.empty() ? position->next_offset()
                          : std::min(position->next_offset(), checks.front().offset);
  }
};

Standby::Standby(EventLog& log, StoreFactory& stores, const Clock& clock, WorkerSettings settings,
                 std::chrono::milliseconds takeover_after,
                 std::function<const Topology&(std::string_view topic)> topology_of)
    : log_(log),
      clock_(clock),
      settings_(std::move(settings)),
      takeover_after_(takeover_after),
      home_{log,
            stores,
            clock,
            std::move(topology_of),
            settings_.flush_bytes,
            settings_.flush_interval,
            settings_.fold_version,
            figures_},
      reports_(log),
      reporter_(clock, settings_.report_interval,
                {settings_.ordinal, settings_.host, true, settings_.fold_version}),
      heard_until_(clock.steady()) {}

Standby::~Standby() = default;

Status Standby::start() {
  return reporter_.open(log_);
}

Result<bool> Standby::turn() {
  if (Status status = hear(); !status) {
    return tl::unexpected(status.error());
  }
  bool moved = false;
  for (const auto& shadow : shadows_) {
    const Result<bool> followed = follow(*shadow);
    if (!followed && followed.error().fault != Fault::kRetry) {
      return tl::unexpected(Error{followed.error().fault,
                                  fmt::format("{}/{}: {}", shadow->log.topic, shadow->log.partition,
                                              followed.error().message)});
    }
    moved = moved || (followed.has_value() && *followed);
  }
  if (Status status = say(); !status) {
    return tl::unexpected(status.error());
  }
  return moved;
}

// --- what the ordinal says

Status Standby::hear() {
  const auto now = clock_.steady();
  const auto passed =
      std::min<std::chrono::steady_clock::duration>(now - heard_until_, kSilencePerTurnMax);
  heard_until_ = now;
  const Status heard = reports_.catch_up(settings_.ordinal);
  if (!heard) {
    return may_pass(heard) ? Status() : heard;
  }
  const auto newest = reports_.newest().find(worker_key(settings_.ordinal, false));
  if (newest == reports_.newest().end()) {
    return {};
  }
  if (report_.has_value() && report_->offset == newest->second.offset) {
    silent_for_ += passed;
    return {};
  }
  report_ = newest->second;
  silent_for_ = {};
  return follow_assignment(report_->report);
}

// A worker that has no shard waits for the group to give it some: most likely those it had.
Status Standby::follow_assignment(const v1::WorkerReport& report) {
  if (report.fold_version() != settings_.fold_version) {
    return tl::unexpected(Error{
        Fault::kRefused,
        fmt::format("worker {} folds version {}, this standby version {}: its rows would not be "
                    "the same; begin the standby again when both run one release",
                    report.ordinal(), report.fold_version(), settings_.fold_version)});
  }
  if (report.shards().empty()) {
    return {};
  }
  std::vector<std::unique_ptr<Shadow>> before = std::move(shadows_);
  shadows_.clear();
  const std::size_t cache_bytes_max =
      settings_.cache_bytes_max / static_cast<std::size_t>(report.shards_size());
  for (const v1::ShardReport& said : report.shards()) {
    const TopicPartition log{said.topic(), said.partition()};
    const auto known = std::ranges::find_if(
        before, [&log](const auto& shadow) { return shadow != nullptr && shadow->log == log; });
    if (known != before.end()) {
      shadows_.push_back(std::move(*known));
      continue;
    }
    shadows_.push_back(std::make_unique<Shadow>());
    shadows_.back()->log = log;
    shadows_.back()->rows = std::make_unique<ShardRows>(home_, log, cache_bytes_max);
  }
  for (const auto& shadow : before) {
    if (shadow != nullptr && shadow->rows->is_open()) {
      if (Status status = shadow->rows->flush_all(); !status) {
        return status;
      }
    }
  }
  return {};
}

// --- following

Result<bool> Standby::follow(Shadow& shadow) {
  Status status = read_positions(shadow);
  if (status && shadow.position.has_value() && !shadow.rows->is_open()) {
    status = open(shadow);
  }
  if (!status) {
    return tl::unexpected(status.error());
  }
  if (!shadow.rows->is_open() || shadow.rows->shard().poisoned().has_value()) {
    return false;
  }
  if (status = compare_if_there(shadow); !status) {
    return tl::unexpected(status.error());
  }
  const bool is_behind = shadow.rows->shard().next_offset() < shadow.until();
  if (is_behind) {
    status = shadow.rows->fold_muted(shadow.until());
  } else {
    shadow.rows->freeze_if_due();
    status = shadow.rows->flush_some();
  }
  return status ? Result<bool>(is_behind) : tl::unexpected(status.error());
}

// The newest position is looked up once, and followed from there.
Status Standby::read_positions(Shadow& shadow) {
  const TopicPartition positions{std::string(kPositionsTopic), shadow.log.partition};
  if (!shadow.positions_next.has_value()) {
    const auto bounds = log_.bounds(positions);
    if (!bounds) {
      return tl::unexpected(bounds.error());
    }
    auto position = position_of(log_, shadow.log);
    if (!position) {
      return tl::unexpected(position.error());
    }
    shadow.position = std::move(*position);
    shadow.positions_next = bounds->end;
  }
  const std::string key = position_key(shadow.log.topic, shadow.log.partition);
  return for_each_record(
      log_, positions, *shadow.positions_next, std::numeric_limits<std::int64_t>::max(),
      [&](const Record& record) {
        shadow.positions_next = record.offset + 1;
        v1::Position position;
        if (record.key == key &&
            position.ParseFromArray(record.value.data(), static_cast<int>(record.value.size()))) {
          note(shadow, std::move(position));
        }
        return Status();
      });
}

void Standby::note(Shadow& shadow, v1::Position position) {
  const bool is_new_check =
      position.fold_version() == settings_.fold_version && shadow.rows->is_open() &&
      position.state_hash_offset() >=
          std::max<std::int64_t>(1, shadow.rows->shard().next_offset()) &&
      (shadow.checks.empty() || shadow.checks.back().offset < position.state_hash_offset());
  if (is_new_check) {
    shadow.checks.push_back(
        {position.state_hash_offset(), {position.state_hash_low(), position.state_hash_high()}});
  }
  shadow.position = std::move(position);
}

Status Standby::open(Shadow& shadow) {
  if (Status status = shadow.rows->open(); !status) {
    return status;
  }
  if (Status status = check_position(*shadow.position, shadow.rows->shard().identity()); !status) {
    return status;
  }
  const auto bounds = log_.bounds(shadow.log);
  return bounds ? shadow.rows->take(shadow.position->next_offset(), bounds->first)
                : tl::unexpected(bounds.error());
}

// Two folds of one log and one version have the same rows, or one of the two has wrong ones.
Status Standby::compare_if_there(Shadow& shadow) {
  Shard& shard = shadow.rows->shard();
  while (!shadow.checks.empty() && shadow.checks.front().offset <= shard.next_offset()) {
    const Shadow::Check check = shadow.checks.front();
    shadow.checks.pop_front();
    if (check.offset != shard.next_offset()) {
      continue;
    }
    ++figures_.hashes_compared;
    if (shard.hashes().full == check.full) {
      shadow.is_doubted = false;
      continue;
    }
    ++figures_.hashes_different;
    return replace(shadow);
  }
  return {};
}

Status Standby::replace(Shadow& shadow) {
  if (shadow.is_doubted) {
    return tl::unexpected(
        Error{Fault::kCorrupt,
              "rows folded anew from the log still differ from the hash that its worker has told; "
              "`encours verify` says whose are wrong"});
  }
  shadow.is_doubted = true;
  shadow.checks.clear();
  const auto bounds = log_.bounds(shadow.log);
  return bounds ? shadow.rows->replace(shadow.position->next_offset(), bounds->first)
                : tl::unexpected(bounds.error());
}

// --- speaking, and the end

// By a feed's way into the log: the ordinal's own would fence its worker. That it cannot be said
// hinders nothing, unless another standby of the ordinal has come.
Status Standby::say() {
  if (!reporter_.is_due()) {
    return {};
  }
  std::vector<v1::ShardReport> shards;
  for (const auto& shadow : shadows_) {
    Shard* shard = shadow->rows->is_open() ? &shadow->rows->shard() : nullptr;
    shards.push_back(shard_report(shadow->log, shard, v1::SHARD_STATE_SHADOWED));
    if (shadow->position.has_value()) {
      shards.back().set_until_offset(shadow->position->next_offset());
    }
  }
  const Append report = reporter_.report(std::move(shards));
  if (voice_ == nullptr) {
    auto voice = log_.open_feed(fmt::format("standby-{}", settings_.ordinal));
    if (!voice) {
      return {};
    }
    voice_ = std::move(*voice);
  }
  const Status said = voice_->append({&report, 1}, "");
  if (said) {
    return {};
  }
  voice_.reset();
  if (said.error().fault == Fault::kFenced) {
    return tl::unexpected(Error{
        Fault::kFenced, fmt::format("another standby of worker {} has come", settings_.ordinal)});
  }
  return {};
}

std::vector<std::unique_ptr<ShardRows>> Standby::take_over() {
  std::vector<std::unique_ptr<ShardRows>> rows;
  for (auto& shadow : shadows_) {
    if (shadow->rows->is_open()) {
      rows.push_back(std::move(shadow->rows));
    }
  }
  shadows_.clear();
  voice_.reset();
  return rows;
}

Status Standby::stop() {
  for (const auto& shadow : shadows_) {
    if (shadow->rows->is_open()) {
      if (Status status = shadow->rows->flush_all(); !status) {
        return status;
      }
    }
  }
  return {};
}

std::vector<Shard*> Standby::shards() {
  std::vector<Shard*> shards;
  for (const auto& shadow : shadows_) {
    if (shadow->rows->is_open()) {
      shards.push_back(&shadow->rows->shard());
    }
  }
  return shards;
}

std::int64_t Standby::behind() const {
  std::int64_t behind = 0;
  for (const auto& shadow : shadows_) {
    if (shadow->position.has_value()) {
      const std::int64_t folded = shadow->rows->is_open() ? shadow->rows->shard().next_offset() : 0;
      behind += std::max<std::int64_t>(0, shadow->position->next_offset() - folded);
    }
  }
  return behind;
}

}  // namespace encours
