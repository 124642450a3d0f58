// An EventLog in memory that fails as Kafka may fail: by its seed (see SimLogOptions) or by a
// script. Used by the simulation, by stories and by the conformance suite, with the production
// engine above it.
//
// What it promises is what the ports promise, no more: after a crash or an unknown outcome init()
// and committed() tell the truth; offsets have gaps; a short or empty poll means nothing; outputs,
// positions and offsets of one transaction become visible one after the other. With one seed and
// one sequence of calls everything happens again alike.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "src/ports.h"
#include "tests/driver/sim_broker.h"

namespace encours {

// A call that can be told to fail.
enum class SimCall : std::uint8_t { kInit, kCommitted, kAssign, kPoll, kBegin, kAppend, kFeed };

class SimLog : public EventLog {
 public:
  explicit SimLog(SimLogOptions options);
  ~SimLog() override;

  std::string cluster_id() const override;
  Result<std::int32_t> partition_count(std::string_view topic) const override;
  Result<std::unique_ptr<LogSession>> open_session(std::int32_t ordinal) override;
  Result<std::unique_ptr<FeedSession>> open_feed(std::string_view feed) override;
  Result<std::optional<std::string>> cursor_of(std::string_view feed) override;
  Result<std::unique_ptr<Batch>> read(const TopicPartition& from, std::int64_t offset,
                                      std::size_t records_max) override;
  Result<Bounds> bounds(const TopicPartition& partition) override;
  Result<std::optional<std::string>> last_position(const TopicPartition& shard) override;

  // The script. The next commit of any session ends so; kUnknown says whether it took effect. A
  // fenced commit is that of a session whose place somebody has just taken.
  void fail_next_commit(CommitOutcome outcome, bool took_effect = false);
  // The next such call answers with this fault and does nothing.
  void fail_next(SimCall call, Fault fault);
  // The process dies: its sessions and feeds answer nothing but kFenced from now on, and what they
  // had open hangs.
  void crash();
  // All markers arrive.
  void settle();
  // Somebody has tampered with the offsets of the consumer group, or they expired.
  void set_committed(const TopicPartition& shard, std::optional<std::int64_t> offset);

 private:
  class Session;
  class Feed;
  struct World;

  static Result<Bounds> bounds_of(const World& world, const TopicPartition& partition);

  std::shared_ptr<World> world_;
};

}  // namespace encours
