// From the bytes of a record to the input of a step: the outermost check that bad input meets. Used
// by Shard.
#pragma once

#include <cstdint>
#include <string_view>

#include "encours/v1/event.pb.h"
#include "operators/kind.h"
#include "operators/verdict.h"
#include "schemas/topics.h"
#include "src/ports.h"

namespace encours {

// A record decoded into `event`, which the caller reuses from record to record.
struct Decoded {
  v1::Event event;
  Kind kind = Kind::kNone;
  KindRoute route = KindRoute::kKeyed;
  std::uint64_t content_hash = 0;  // XXH3-64 of the body's bytes
  std::string_view owner;          // within `event`; empty unless kKeyed
};

// Decodes a record of `shard`, whose topic has `partition_count` partitions. Anything but accepted
// is a refusal that does not depend on state: not an event, too large, key not the entity's id, key
// of another partition.
Verdict decode(const Record& record, const TopicPartition& shard, std::int32_t partition_count,
               Decoded& out);

// When the event was logged, microseconds since the epoch; 0 where it does not say.
std::int64_t logged_at_us(const v1::Event& event);

}  // namespace encours
