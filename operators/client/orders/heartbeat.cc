#include "operators/client/orders/heartbeat.h"

#include "encours/v1/shards.pb.h"
#include "operators/client/findings.h"
#include "operators/client/orders/judging.h"
#include "schemas/topics.h"

namespace encours::orders {
namespace {

constexpr std::string_view kHeartbeatsTopic = "credit.order-heartbeats";

}  // namespace

void say_heartbeat(const Input& input, Rows& rows, Emit& emit) {
  const v1::Policy& policy = policy_in_force(rows);
  const ShardName shard = emit.shard_name();
  v1::OrderHeartbeat heartbeat;
  heartbeat.set_topic(std::string(shard.topic));
  heartbeat.set_partition(shard.partition);
  *heartbeat.mutable_origin() = emit.origin(kOperatorName, "heartbeat");
  heartbeat.mutable_origin()->set_policy_version(policy.version());
  heartbeat.set_day(date_from_day(input.day));
  *heartbeat.mutable_at() = input.event->beat().at();
  heartbeat.set_policy_version(policy.version());
  *heartbeat.mutable_checkpoint_rules() = policy.checkpoint_rules();
  emit.send(kHeartbeatsTopic, position_key(shard.topic, shard.partition), heartbeat);
}

}  // namespace encours::orders
