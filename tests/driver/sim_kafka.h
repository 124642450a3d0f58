// A Kafka cluster in memory, behind the interface on which src/kafka is written: several processes,
// a consumer group with generations and instance ids, transactional producers with epochs,
// transactions as SimBroker has them. Used by the conformance suite and by the simulation of
// delivery.
//
// As with Kafka: a member is in the group while its process lives and moves, whether it polls or
// not; one that stands still longer than the session time-out is expelled, and learns it when it
// goes on; a rebalance takes everything from everybody before it gives it anew; a member that comes
// back under its instance id takes the place of the one that had it, and nobody else notices.
// Offsets are accepted from members of the generation in force only, a transaction from the epoch
// in force only. Time passes by calls. With one seed and one sequence of calls everything happens
// again alike.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "src/kafka/broker.h"
#include "tests/driver/sim_broker.h"

namespace encours {

struct SimKafkaOptions {
  SimLogOptions log;
  // Of a process that stands still or is dead, until its members are expelled.
  unsigned session_timeout_calls = 100;
  // Shares of calls that fail: to be made again; that doom the transaction; commits whose answer is
  // lost (of these one half took effect).
  unsigned retry_percent = 0;
  unsigned doom_percent = 0;
  unsigned lost_answers_percent = 0;
  // Polls after which what the group has said is not told yet.
  unsigned late_news_percent = 0;
};

class SimKafka {
 public:
  explicit SimKafka(SimKafkaOptions options);
  ~SimKafka();

  using Process = std::size_t;
  // A process and its way to the cluster.
  Process start();
  std::shared_ptr<kafka::Broker> broker(Process process);

  // All calls of the process fail from now on, and what it had open hangs.
  void kill(Process process);
  // The same in the middle of its n-th call from now, before or after the call took effect.
  void kill_after(Process process, unsigned calls);
  bool is_dead(Process process) const;
  // It stands still: no heartbeats.
  void pause(Process process);
  void go_on(Process process);

  // Members that the group counts now.
  std::size_t members() const;
  std::uint64_t rebalances() const;
  // All markers arrive.
  void settle();
  // Whether no transaction is open anywhere, and all markers have arrived.
  bool is_all_decided() const;
  Result<std::optional<std::int64_t>> committed(const TopicPartition& shard) const;
  void set_committed(const TopicPartition& shard, std::optional<std::int64_t> offset);
  // Retention: what lies before the offset has left the partition, and a fetch of it fails.
  void drop_before(const TopicPartition& partition, std::int64_t offset);
  // The next commit of any producer: its answer is lost.
  void lose_next_answer(bool took_effect);

 private:
  struct World;
  class SimMember;
  class SimProducer;
  class SimReader;
  class SimConnection;

  std::shared_ptr<World> world_;
};

}  // namespace encours
