#include "src/engine/step_emit.h"

#include <fmt/format.h>

#include "operators/domain/assert.h"
#include "schemas/topics.h"
#include "src/engine/hash128.h"
#include "src/engine/limits.h"

namespace encours {

void StepEmit::begin_step(std::int64_t offset, const v1::Event& event) {
  offset_ = offset;
  event_ = &event;
  wakes_all_ = false;
  outputs_.clear();
}

void StepEmit::begin(Kind kind, std::string_view owner) {
  run_ = kind == Kind::kOwnerDue ? "due" : kind == Kind::kOwnerBeat ? "beat" : "";
  owner_ = owner;
  signals_.clear();
}

void StepEmit::send(std::string_view topic, std::string_view key,
                    const google::protobuf::MessageLite& message) {
  ENCOURS_ASSERT(outputs_.size() < kOutputsPerStepMax, "one step says a bounded number of things");
  outputs_.push_back({{std::string(topic), identity_.log.partition},
                      std::string(key),
                      message.SerializeAsString(),
                      {}});
}

v1::Origin StepEmit::origin(std::string_view operator_name, std::string_view subject) {
  v1::Origin origin;
  origin.set_id(
      hash_of(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", identity_.log.topic,
                          identity_.log.partition, offset_, run_, owner_, operator_name, subject))
          .hex());
  origin.set_causation_id(event_->event_id());
  origin.set_revision(offset_);
  origin.set_day(date_from_day(turns_.day()));
  if (event_->has_logged_at()) {
    *origin.mutable_at() = event_->logged_at();
  }
  return origin;
}

ShardName StepEmit::shard_name() const {
  return {identity_.log.topic, identity_.log.partition};
}

void StepEmit::wake(std::string_view slot, Day day) {
  turns_.wake(owner_, slot, day);
}

void StepEmit::wake_at_beat() {
  turns_.wake_at_beat(owner_);
}

void StepEmit::append_to_log(const v1::Event& event) {
  outputs_.push_back(
      {identity_.log, shard_key(identity_.log.partition), event.SerializeAsString(), {}});
}

}  // namespace encours
