#include "tests/driver/sim_log.h"

#include <algorithm>

#include "fmt/format.h"
#include "operators/domain/assert.h"
#include "tests/driver/sim_batch.h"

namespace encours {
namespace {

Error fenced(const std::string& producer) {
  return {Fault::kFenced, fmt::format("{} has been fenced", producer)};
}

}  // namespace

// What the log and its sessions share.
struct SimLog::World {
  explicit World(SimLogOptions options) : broker(std::move(options)) {}

  struct CommitFailure {
    CommitOutcome outcome;
    bool took_effect;
  };

  // Whether the scripted fault of such a call is due. Every call of the log passes here.
  Status enter(SimCall call) {
    broker.pass();
    auto& scripted = faults[call];
    if (scripted.empty()) return {};
    const Fault fault = scripted.front();
    scripted.pop_front();
    return tl::unexpected(Error{fault, "a scripted fault"});
  }

  Status check(const Append& record) const {
    if (!broker.has(record.to)) {
      return tl::unexpected(Error{
          Fault::kRefused, fmt::format("there is no {}/{}", record.to.topic, record.to.partition)});
    }
    std::size_t bytes = record.key.size() + record.value.size();
    for (const Header& header : record.headers) {
      bytes += header.name.size() + header.value.size();
    }
    if (bytes <= broker.options().record_bytes_max) return {};
    return tl::unexpected(
        Error{Fault::kRefused, fmt::format("a record of {} bytes for {}/{}", bytes, record.to.topic,
                                           record.to.partition)});
  }

  CommitFailure next_commit() {
    if (!commits.empty()) {
      const CommitFailure scripted = commits.front();
      commits.pop_front();
      return scripted;
    }
    if (broker.happens(broker.options().aborted_commits_percent)) {
      return {CommitOutcome::kAborted, false};
    }
    if (broker.happens(broker.options().unknown_commits_percent)) {
      return {CommitOutcome::kUnknown, broker.happens(50)};
    }
    return {CommitOutcome::kCommitted, true};
  }

  std::mutex mutex;
  SimBroker broker;
  std::uint64_t life = 0;  // counts crashes: what was opened in an earlier life is dead
  std::map<SimCall, std::deque<Fault>> faults;
  std::deque<CommitFailure> commits;
};

// --- sessions ---------------------------------------------------------------------------------

class SimLog::Session : public LogSession {
 public:
  Session(std::shared_ptr<World> world, std::int32_t ordinal)
      : world_(std::move(world)), name_(fmt::format("ordinal {}", ordinal)), life_(world_->life) {}

  Status init() override {
    const std::lock_guard lock(world_->mutex);
    if (auto status = world_->enter(SimCall::kInit); !status) return status;
    if (epoch_ != 0 || life_ != world_->life) {
      if (auto status = in_force(); !status) return status;
    }
    epoch_ = world_->broker.take(name_);
    state_ = State::kReady;
    return {};
  }

  Result<std::optional<std::int64_t>> committed(const TopicPartition& shard) override {
    const std::lock_guard lock(world_->mutex);
    if (auto status = enter(SimCall::kCommitted); !status) return tl::unexpected(status.error());
    return world_->broker.committed(shard);
  }

  Result<std::optional<std::string>> last_position(const TopicPartition& shard) override {
    const std::lock_guard lock(world_->mutex);
    if (auto status = enter(SimCall::kCommitted); !status) return tl::unexpected(status.error());
    return world_->broker.last_position(shard);
  }

  Result<Bounds> bounds(const TopicPartition& shard) override {
    const std::lock_guard lock(world_->mutex);
    world_->broker.pass();
    return bounds_of(*world_, shard);
  }

  Result<std::uint32_t> assign(const TopicPartition& shard, std::int64_t from) override {
    const std::lock_guard lock(world_->mutex);
    if (auto status = enter(SimCall::kAssign); !status) return tl::unexpected(status.error());
    if (!world_->broker.has(shard)) return tl::unexpected(bounds_of(*world_, shard).error());
    sources_.push_back({shard, from, true});
    return static_cast<std::uint32_t>(sources_.size() - 1);
  }

  void unassign(const TopicPartition& shard) override {
    const std::lock_guard lock(world_->mutex);
    for (Source& source : sources_) {
      if (source.shard == shard) source.assigned = false;
    }
  }

  // The time-out is not waited for: who polls again sees what has come.
  Result<std::unique_ptr<Batch>> poll(std::size_t records_max,
                                      std::chrono::milliseconds /*timeout*/) override {
    const std::lock_guard lock(world_->mutex);
    if (auto status = enter(SimCall::kPoll); !status) return tl::unexpected(status.error());
    SimBroker& broker = world_->broker;
    auto batch = std::make_unique<SimBatch>();
    if (sources_.empty() || broker.happens(broker.options().empty_polls_percent)) return batch;
    if (broker.options().short_polls) records_max = 1 + broker.any(records_max);
    const std::size_t first = broker.any(sources_.size());
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      const std::size_t index = (first + i) % sources_.size();
      Source& source = sources_[index];
      while (source.assigned && batch->records.size() < records_max) {
        const auto found = broker.next(source.shard, source.next_offset);
        if (!found) break;
        batch->add(static_cast<std::uint32_t>(index), *found);
        source.next_offset = found->offset + 1;
      }
    }
    return batch;
  }

  Status begin() override {
    const std::lock_guard lock(world_->mutex);
    if (auto status = enter(SimCall::kBegin); !status) return status;
    ENCOURS_ASSERT(state_ == State::kReady, "init() comes first, and one transaction at a time");
    state_ = State::kOpen;
    return {};
  }

  Status append(const Append& record) override {
    const std::lock_guard lock(world_->mutex);
    ENCOURS_ASSERT(state_ == State::kOpen,
                   "begin() comes before append(), an error leaves abort()");
    auto status = enter(SimCall::kAppend);
    if (status) status = world_->check(record);
    if (!status) {
      state_ = State::kBroken;
      return status;
    }
    world_->broker.append(name_, record);
    return {};
  }

  CommitOutcome commit(std::span<const CommittedOffset> offsets) override {
    const std::lock_guard lock(world_->mutex);
    world_->broker.pass();
    if (!in_force()) return CommitOutcome::kFenced;
    ENCOURS_ASSERT(state_ == State::kOpen, "what is committed was begun and has no error");
    const World::CommitFailure end = world_->next_commit();
    if (end.outcome == CommitOutcome::kFenced) {
      world_->broker.take(name_);
      return CommitOutcome::kFenced;
    }
    world_->broker.add_offsets(name_, offsets);
    state_ = State::kReady;
    switch (end.outcome) {
      case CommitOutcome::kUnknown:
        if (end.took_effect) world_->broker.decide(name_, true);
        // Else it stays open until init() or a time-out ends it.
        state_ = State::kUnknown;
        break;
      case CommitOutcome::kAborted:
        world_->broker.decide(name_, false);
        break;
      default:
        world_->broker.decide(name_, true);
        break;
    }
    return end.outcome;
  }

  Status abort() override {
    const std::lock_guard lock(world_->mutex);
    if (auto status = in_force(); !status) return status;
    ENCOURS_ASSERT(state_ != State::kUnknown, "after an unknown outcome comes init()");
    world_->broker.decide(name_, false);
    state_ = State::kReady;
    return {};
  }

 private:
  enum class State : std::uint8_t { kNew, kReady, kOpen, kBroken, kUnknown };
  struct Source {
    TopicPartition shard;
    std::int64_t next_offset = 0;
    bool assigned = false;
  };

  Status in_force() const {
    if (life_ == world_->life && world_->broker.holds(name_, epoch_)) return {};
    return tl::unexpected(fenced(name_));
  }

  Status enter(SimCall call) {
    ENCOURS_ASSERT(epoch_ != 0 || life_ != world_->life, "init() comes first");
    if (auto status = in_force(); !status) return status;
    return world_->enter(call);
  }

  const std::shared_ptr<World> world_;
  const std::string name_;
  const std::uint64_t life_;
  std::uint64_t epoch_ = 0;
  State state_ = State::kNew;
  std::vector<Source> sources_;
};

// --- feeds ------------------------------------------------------------------------------------

class SimLog::Feed : public FeedSession {
 public:
  Feed(std::shared_ptr<World> world, std::string_view feed)
      : world_(std::move(world)),
        feed_(feed),
        name_(fmt::format("feed {}", feed)),
        life_(world_->life),
        epoch_(world_->broker.take(name_)) {}

  Result<std::optional<std::string>> cursor() override {
    const std::lock_guard lock(world_->mutex);
    if (auto status = enter(); !status) return tl::unexpected(status.error());
    return world_->broker.cursor(feed_);
  }

  Status append(std::span<const Append> records, std::string_view cursor) override {
    const std::lock_guard lock(world_->mutex);
    if (auto status = enter(); !status) return status;
    for (const Append& record : records) {
      if (auto status = world_->check(record); !status) return status;
    }
    for (const Append& record : records) {
      world_->broker.append(name_, record);
    }
    world_->broker.add_cursor(name_, feed_, std::string(cursor));
    world_->broker.decide(name_, true);
    return {};
  }

 private:
  Status enter() {
    if (life_ != world_->life || !world_->broker.holds(name_, epoch_)) {
      return tl::unexpected(fenced(name_));
    }
    return world_->enter(SimCall::kFeed);
  }

  const std::shared_ptr<World> world_;
  const std::string feed_;
  const std::string name_;
  const std::uint64_t life_;
  const std::uint64_t epoch_;
};

// --- the log ----------------------------------------------------------------------------------

SimLog::SimLog(SimLogOptions options) : world_(std::make_shared<World>(std::move(options))) {}

SimLog::~SimLog() = default;

std::string SimLog::cluster_id() const {
  return world_->broker.options().cluster_id;
}

Result<std::int32_t> SimLog::partition_count(std::string_view topic) const {
  const auto& topics = world_->broker.options().topics;
  const auto found = topics.find(std::string(topic));
  if (found != topics.end()) return found->second;
  return tl::unexpected(Error{Fault::kRefused, fmt::format("there is no topic {}", topic)});
}

Result<std::unique_ptr<LogSession>> SimLog::open_session(std::int32_t ordinal) {
  return std::make_unique<Session>(world_, ordinal);
}

Result<std::unique_ptr<FeedSession>> SimLog::open_feed(std::string_view feed) {
  const std::lock_guard lock(world_->mutex);
  return std::make_unique<Feed>(world_, feed);
}

Result<std::optional<std::string>> SimLog::cursor_of(std::string_view feed) {
  const std::lock_guard lock(world_->mutex);
  world_->broker.pass();
  return world_->broker.cursor(std::string(feed));
}

Result<std::unique_ptr<Batch>> SimLog::read(const TopicPartition& from, std::int64_t offset,
                                            std::size_t records_max) {
  const std::lock_guard lock(world_->mutex);
  world_->broker.pass();
  if (auto bounds = bounds_of(*world_, from); !bounds) return tl::unexpected(bounds.error());
  return read_committed(world_->broker, from, offset, records_max);
}

Result<Bounds> SimLog::bounds(const TopicPartition& partition) {
  const std::lock_guard lock(world_->mutex);
  world_->broker.pass();
  return bounds_of(*world_, partition);
}

Result<std::optional<std::string>> SimLog::last_position(const TopicPartition& shard) {
  const std::lock_guard lock(world_->mutex);
  world_->broker.pass();
  return world_->broker.last_position(shard);
}

Result<Bounds> SimLog::bounds_of(const World& world, const TopicPartition& partition) {
  if (world.broker.has(partition)) return world.broker.bounds(partition);
  return tl::unexpected(Error{
      Fault::kRefused, fmt::format("there is no {}/{}", partition.topic, partition.partition)});
}

void SimLog::fail_next_commit(CommitOutcome outcome, bool took_effect) {
  ENCOURS_ASSERT(outcome != CommitOutcome::kCommitted, "a commit that succeeds is no failure");
  ENCOURS_ASSERT(!took_effect || outcome == CommitOutcome::kUnknown,
                 "only what is unknown may have taken effect");
  const std::lock_guard lock(world_->mutex);
  world_->commits.push_back({outcome, took_effect});
}

void SimLog::fail_next(SimCall call, Fault fault) {
  const std::lock_guard lock(world_->mutex);
  world_->faults[call].push_back(fault);
}

void SimLog::crash() {
  const std::lock_guard lock(world_->mutex);
  ++world_->life;
  world_->broker.crash();
}

void SimLog::settle() {
  const std::lock_guard lock(world_->mutex);
  world_->broker.settle();
}

void SimLog::set_committed(const TopicPartition& shard, std::optional<std::int64_t> offset) {
  const std::lock_guard lock(world_->mutex);
  world_->broker.set_committed(shard, offset);
}

}  // namespace encours
