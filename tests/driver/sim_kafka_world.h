// What the processes of the simulated cluster share: the broker, the group, who is alive. Used by
// SimKafka alone.
#pragma once

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/driver/sim_group.h"
#include "tests/driver/sim_kafka.h"

namespace encours {

inline tl::unexpected<kafka::Failure> fail(kafka::Trouble trouble, std::string message) {
  return tl::unexpected(kafka::Failure{trouble, std::move(message)});
}

struct SimKafka::World {
  explicit World(SimKafkaOptions wanted)
      : options(std::move(wanted)), broker(options.log), group(options.log.topics) {}

  struct Life {
    bool is_dead = false;
    bool is_paused = false;
    std::optional<unsigned> calls_left;
    std::set<std::string> producers;
    std::set<std::uint64_t> tickets;
    unsigned silent_for = 0;  // calls of others since it stood still
  };

  Life& life(Process process) { return lives.at(process); }

  void die(Process process) {
    Life& life = this->life(process);
    life.is_dead = true;
    for (const std::string& producer : life.producers)
      broker.hang(producer);
  }

  void pass() {
    broker.pass();
    for (Life& life : lives) {
      if (!life.is_dead && !life.is_paused) continue;
      if (++life.silent_for != options.session_timeout_calls) continue;
      for (const std::uint64_t ticket : life.tickets)
        group.expel(ticket);
    }
  }

  // Every call passes here: before it takes effect, and after.
  kafka::Done enter(Process process) {
    pass();
    Life& life = this->life(process);
    if (life.calls_left == 0 && broker.happens(50)) die(process);
    if (life.is_dead) return fail(kafka::Trouble::kBroken, "the process is dead");
    return {};
  }
  kafka::Done leave(Process process) {
    Life& life = this->life(process);
    if (life.calls_left == 0) die(process);
    if (life.calls_left > 0) --*life.calls_left;
    if (life.is_dead) return fail(kafka::Trouble::kBroken, "the process is dead");
    return {};
  }
  // As enter(), for calls that may fail by chance.
  kafka::Done enter_by_chance(Process process, unsigned doom_percent) {
    if (kafka::Done done = enter(process); !done) return done;
    if (broker.happens(options.retry_percent)) return fail(kafka::Trouble::kRetry, "by chance");
    if (broker.happens(doom_percent)) return fail(kafka::Trouble::kAbort, "by chance");
    return {};
  }

  std::recursive_mutex mutex;
  const SimKafkaOptions options;
  SimBroker broker;
  SimGroup group;
  std::vector<Life> lives;
  std::optional<bool> lost_answer;  // of the next commit: whether it took effect
};

}  // namespace encours
