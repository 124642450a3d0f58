#include "tests/driver/sim_kafka.h"

#include "fmt/format.h"
#include "operators/domain/assert.h"
#include "tests/driver/sim_batch.h"
#include "tests/driver/sim_kafka_world.h"

namespace encours {

using kafka::Answer;
using kafka::Done;
using kafka::Trouble;

// --- members ------------------------------------------------------------------------------------

class SimKafka::SimMember : public kafka::Member {
 public:
  SimMember(std::shared_ptr<World> world, Process process, std::string instance_id,
            std::span<const std::string> topics)
      : world_(std::move(world)),
        process_(process),
        instance_id_(std::move(instance_id)),
        topics_(topics.begin(), topics.end()) {
    join();
  }

  Answer<std::unique_ptr<Batch>> poll(std::size_t records_max,
                                      std::chrono::milliseconds /*timeout*/) override {
    const std::lock_guard lock(world_->mutex);
    if (Done done = enter(); !done) return tl::unexpected(done.error());
    SimBroker& broker = world_->broker;
    auto batch = std::make_unique<SimBatch>();
    if (fetches_.empty() || broker.happens(broker.options().empty_polls_percent)) return batch;
    if (broker.options().short_polls) records_max = 1 + broker.any(records_max);
    const std::size_t first = broker.any(fetches_.size());
    for (std::size_t i = 0; i < fetches_.size(); ++i) {
      kafka::Fetch& fetch = fetches_[(first + i) % fetches_.size()];
      if (fetch.offset < broker.bounds(fetch.from).first) {
        return fail(Trouble::kRefused, "offset out of range");
      }
      while (batch->records.size() < records_max) {
        const auto found = broker.next(fetch.from, fetch.offset);
        if (!found) break;
        batch->add(fetch.source, *found);
        fetch.offset = found->offset + 1;
      }
    }
    if (Done done = world_->leave(process_); !done) return tl::unexpected(done.error());
    return batch;
  }

  std::optional<GroupNews> news() override {
    const std::lock_guard lock(world_->mutex);
    // What the group says takes a while to arrive; until then a zombie goes on.
    if (world_->broker.happens(world_->options.late_news_percent)) return std::nullopt;
    return world_->group.news(ticket_);
  }

  Done fetch(std::span<const kafka::Fetch> from) override {
    const std::lock_guard lock(world_->mutex);
    if (Done done = enter(); !done) return done;
    fetches_.assign(from.begin(), from.end());
    return world_->leave(process_);
  }

  Done let_go() override {
    const std::lock_guard lock(world_->mutex);
    if (Done done = enter(); !done) return done;
    fetches_.clear();
    if (world_->group.standing(ticket_) == SimGroup::Standing::kExpelled) {
      join();
    } else {
      world_->group.let_go(ticket_);
    }
    return world_->leave(process_);
  }

  Answer<std::optional<std::int64_t>> committed(const TopicPartition& partition) override {
    const std::lock_guard lock(world_->mutex);
    if (Done done = world_->enter_by_chance(process_, 0); !done) {
      return tl::unexpected(done.error());
    }
    const auto offset = world_->broker.committed(partition);
    if (!offset) return fail(Trouble::kRetry, offset.error().message);
    if (Done done = world_->leave(process_); !done) return tl::unexpected(done.error());
    return *offset;
  }

  Done prove() override {
    const std::lock_guard lock(world_->mutex);
    if (Done done = enter(); !done) return done;
    if (world_->group.standing(ticket_) == SimGroup::Standing::kExpelled) {
      return fail(Trouble::kExpelled, "the member is not known");
    }
    return world_->leave(process_);
  }

  std::uint64_t ticket() const { return ticket_; }

 private:
  void join() {
    ticket_ = world_->group.join(instance_id_, topics_);
    world_->life(process_).tickets.insert(ticket_);
  }

  Done enter() {
    if (Done done = world_->enter(process_); !done) return done;
    if (world_->group.standing(ticket_) != SimGroup::Standing::kFenced) return {};
    return fail(Trouble::kFencedMember, instance_id_ + " has joined again elsewhere");
  }

  const std::shared_ptr<World> world_;
  const Process process_;
  const std::string instance_id_;
  const std::vector<std::string> topics_;
  std::uint64_t ticket_ = 0;
  std::vector<kafka::Fetch> fetches_;
};

// --- producers ----------------------------------------------------------------------------------

class SimKafka::SimProducer : public kafka::Producer {
 public:
  SimProducer(std::shared_ptr<World> world, Process process, std::string name)
      : world_(std::move(world)), process_(process), name_(std::move(name)) {}

  Done init() override {
    const std::lock_guard lock(world_->mutex);
    if (Done done = world_->enter_by_chance(process_, 0); !done) return done;
    world_->life(process_).producers.insert(name_);
    epoch_ = world_->broker.take(name_);
    return world_->leave(process_);
  }

  Done begin() override {
    const std::lock_guard lock(world_->mutex);
    ENCOURS_ASSERT(epoch_ != 0 && !open_, "init() first, and one transaction at a time");
    // Nothing is sent yet: a producer that was fenced learns it later.
    if (Done done = world_->enter(process_); !done) return done;
    open_ = true;
    return {};
  }

  Done produce(const Append& record) override {
    const std::lock_guard lock(world_->mutex);
    if (Done done = enter(world_->options.doom_percent); !done) return done;
    if (Done done = check(record); !done) return done;
    world_->broker.append(name_, record);
    return world_->leave(process_);
  }

  Done send_offsets(std::span<const CommittedOffset> offsets, kafka::Member& member) override {
    const std::lock_guard lock(world_->mutex);
    if (Done done = enter(world_->options.doom_percent); !done) return done;
    const std::uint64_t ticket = static_cast<SimMember&>(member).ticket();
    if (world_->group.standing(ticket) == SimGroup::Standing::kFenced) {
      return fail(Trouble::kFencedMember, "the instance id has joined again elsewhere");
    }
    if (!world_->group.accepts(ticket)) {
      return fail(Trouble::kExpelled, "the generation is not in force");
    }
    world_->broker.add_offsets(name_, offsets);
    return world_->leave(process_);
  }

  Done commit() override {
    const std::lock_guard lock(world_->mutex);
    if (Done done = enter(world_->options.doom_percent); !done) {
      return done.error().trouble == Trouble::kRetry ? commit() : done;  // as the client does
    }
    const bool scripted = world_->lost_answer.has_value();
    if (scripted || world_->broker.happens(world_->options.lost_answers_percent)) {
      const bool took_effect = scripted ? *world_->lost_answer : world_->broker.happens(50);
      world_->lost_answer.reset();
      if (took_effect) world_->broker.decide(name_, true);
      open_ = false;
      return fail(Trouble::kBroken, "no answer came");
    }
    world_->broker.decide(name_, true);
    open_ = false;
    return world_->leave(process_);
  }

  Done abort() override {
    const std::lock_guard lock(world_->mutex);
    if (Done done = enter(0); !done) return done;
    world_->broker.decide(name_, false);
    open_ = false;
    return world_->leave(process_);
  }

 private:
  Done enter(unsigned doom_percent) {
    ENCOURS_ASSERT(open_, "begin() comes first");
    if (Done done = world_->enter_by_chance(process_, doom_percent); !done) return done;
    if (world_->broker.holds(name_, epoch_)) return {};
    return fail(Trouble::kFencedProducer, name_ + " has another epoch");
  }

  Done check(const Append& record) const {
    std::size_t bytes = record.key.size() + record.value.size();
    for (const Header& header : record.headers) {
      bytes += header.name.size() + header.value.size();
    }
    if (world_->broker.has(record.to) && bytes <= world_->options.log.record_bytes_max) return {};
    return fail(Trouble::kRefused,
                fmt::format("{} bytes for {}/{}", bytes, record.to.topic, record.to.partition));
  }

  const std::shared_ptr<World> world_;
  const Process process_;
  const std::string name_;
  std::uint64_t epoch_ = 0;
  bool open_ = false;
};

// --- readers and the connection -----------------------------------------------------------------

class SimKafka::SimReader : public kafka::Reader {
 public:
  SimReader(std::shared_ptr<World> world, Process process)
      : world_(std::move(world)), process_(process) {}

  Answer<std::unique_ptr<Batch>> read(const TopicPartition& from, std::int64_t offset,
                                      std::size_t records_max) override {
    const std::lock_guard lock(world_->mutex);
    if (Done done = enter(from); !done) return tl::unexpected(done.error());
    return read_committed(world_->broker, from, offset, records_max);
  }

  Answer<Bounds> bounds(const TopicPartition& partition, kafka::Isolation isolation) override {
    const std::lock_guard lock(world_->mutex);
    if (Done done = enter(partition); !done) return tl::unexpected(done.error());
    if (isolation == kafka::Isolation::kCommitted) return world_->broker.bounds(partition);
    return Bounds{.first = world_->broker.bounds(partition).first,
                  .end = world_->broker.high_watermark(partition)};
  }

 private:
  Done enter(const TopicPartition& partition) {
    if (Done done = world_->enter_by_chance(process_, 0); !done) return done;
    if (world_->broker.has(partition)) return world_->leave(process_);
    return fail(Trouble::kRefused,
                fmt::format("there is no {}/{}", partition.topic, partition.partition));
  }

  const std::shared_ptr<World> world_;
  const Process process_;
};

class SimKafka::SimConnection : public kafka::Broker {
 public:
  SimConnection(std::shared_ptr<World> world, Process process)
      : world_(std::move(world)), process_(process) {}

  Answer<std::string> cluster_id() override { return world_->options.log.cluster_id; }
  Answer<std::int32_t> partition_count(const std::string& topic) override {
    const auto found = world_->options.log.topics.find(topic);
    if (found != world_->options.log.topics.end()) return found->second;
    return fail(Trouble::kRefused, "there is no topic " + topic);
  }
  Answer<std::unique_ptr<kafka::Member>> join(const std::string& instance_id,
                                              std::span<const std::string> topics) override {
    const std::lock_guard lock(world_->mutex);
    if (Done done = world_->enter(process_); !done) return tl::unexpected(done.error());
    return std::make_unique<SimMember>(world_, process_, instance_id, topics);
  }
  Answer<std::unique_ptr<kafka::Producer>> open_producer(const std::string& name) override {
    return std::make_unique<SimProducer>(world_, process_, name);
  }
  Answer<std::unique_ptr<kafka::Reader>> open_reader() override {
    return std::make_unique<SimReader>(world_, process_);
  }

 private:
  const std::shared_ptr<World> world_;
  const Process process_;
};

// --- the cluster --------------------------------------------------------------------------------

SimKafka::SimKafka(SimKafkaOptions options) : world_(std::make_shared<World>(std::move(options))) {}

SimKafka::~SimKafka() = default;

SimKafka::Process SimKafka::start() {
  const std::lock_guard lock(world_->mutex);
  world_->lives.emplace_back();
  return world_->lives.size() - 1;
}

std::shared_ptr<kafka::Broker> SimKafka::broker(Process process) {
  return std::make_shared<SimConnection>(world_, process);
}

void SimKafka::kill(Process process) {
  const std::lock_guard lock(world_->mutex);
  world_->die(process);
}

void SimKafka::kill_after(Process process, unsigned calls) {
  const std::lock_guard lock(world_->mutex);
  world_->life(process).calls_left = calls;
}

bool SimKafka::is_dead(Process process) const {
  const std::lock_guard lock(world_->mutex);
  return world_->life(process).is_dead;
}

void SimKafka::pause(Process process) {
  const std::lock_guard lock(world_->mutex);
  World::Life& life = world_->life(process);
  life.is_paused = true;
  life.silent_for = 0;
  for (const std::string& producer : life.producers)
    world_->broker.hang(producer);
}

void SimKafka::go_on(Process process) {
  const std::lock_guard lock(world_->mutex);
  World::Life& life = world_->life(process);
  life.is_paused = false;
  life.silent_for = 0;
  for (const std::string& producer : life.producers)
    world_->broker.go_on(producer);
}

std::size_t SimKafka::members() const {
  const std::lock_guard lock(world_->mutex);
  return world_->group.members();
}

std::uint64_t SimKafka::rebalances() const {
  const std::lock_guard lock(world_->mutex);
  return world_->group.rebalances();
}

void SimKafka::settle() {
  const std::lock_guard lock(world_->mutex);
  world_->broker.settle();
}

bool SimKafka::is_all_decided() const {
  const std::lock_guard lock(world_->mutex);
  for (const auto& [topic, count] : world_->options.log.topics) {
    for (std::int32_t partition = 0; partition < count; ++partition) {
      const TopicPartition place{topic, partition};
      if (world_->broker.bounds(place).end < world_->broker.high_watermark(place)) return false;
    }
  }
  return true;
}

Result<std::optional<std::int64_t>> SimKafka::committed(const TopicPartition& shard) const {
  const std::lock_guard lock(world_->mutex);
  return world_->broker.committed(shard);
}

void SimKafka::set_committed(const TopicPartition& shard, std::optional<std::int64_t> offset) {
  const std::lock_guard lock(world_->mutex);
  world_->broker.set_committed(shard, offset);
}

void SimKafka::drop_before(const TopicPartition& partition, std::int64_t offset) {
  const std::lock_guard lock(world_->mutex);
  world_->broker.drop_before(partition, offset);
}

void SimKafka::lose_next_answer(bool took_effect) {
  const std::lock_guard lock(world_->mutex);
  world_->lost_answer = took_effect;
}

}  // namespace encours
