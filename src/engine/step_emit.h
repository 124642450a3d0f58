// What one step says: the engine's side of Emit. Used by Shard and Turns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "operators/operator.h"
#include "src/engine/turns.h"
#include "src/ports.h"

namespace encours {

class StepEmit final : public Emit {
 public:
  // Both must outlive it.
  StepEmit(const ShardIdentity& identity, Turns& turns) : identity_(identity), turns_(turns) {}

  // Begins the step of a record, which must outlive it; what was said before is forgotten.
  void begin_step(std::int64_t offset, const v1::Event& event);

  // Begins a run of the topology for an owner (empty on broadcast and shard kinds): signals of the
  // run before are gone. One record may lead to several runs for one owner: it is brought up to the
  // day, then its event is folded; `kind` tells their outputs apart.
  void begin(Kind kind, std::string_view owner);

  void send(std::string_view topic, std::string_view key,
            const google::protobuf::MessageLite& message) override;
  v1::Origin origin(std::string_view operator_name, std::string_view subject) override;
  ShardName shard_name() const override;
  void wake(std::string_view slot, Day day) override;
  void wake_all() override { wakes_all_ = true; }
  void wake_at_beat() override;

  // Appends an event of the shard's own to its own partition.
  void append_to_log(const v1::Event& event);

  // Whether the step asked for all owners.
  bool wakes_all() const { return wakes_all_; }

  // In the order they were said. To each output topic a shard writes the partition of its own
  // number.
  std::vector<Append>& outputs() { return outputs_; }

 private:
  const ShardIdentity& identity_;
  Turns& turns_;
  std::int64_t offset_ = 0;
  const v1::Event* event_ = nullptr;
  std::string_view run_;  // "" = the record itself, "due", "beat"
  std::string owner_;
  bool wakes_all_ = false;
  std::vector<Append> outputs_;
};

}  // namespace encours
