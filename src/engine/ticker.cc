#include "src/engine/ticker.h"

#include <algorithm>

#include "src/engine/ticks.h"

namespace encours {

void Ticker::tick(Worker& worker) {
  const Day today = zone_.day_at(clock_.now_us());
  const std::vector<Shard*> shards = worker.shards();
  // What was given to a shard that the group has taken went with it: when it comes back it is owed
  // its ticks again.
  if (given_.size() > shards.size()) {
    std::erase_if(given_, [&shards](const auto& given) {
      return std::none_of(shards.begin(), shards.end(), [&given](const Shard* shard) {
        return shard->identity().log == given.first;
      });
    });
  }
  for (Shard* shard : shards) {
    if (!shard->poisoned().has_value()) tick_shard(*shard, today, worker);
  }
}

void Ticker::tick_shard(Shard& shard, Day today, Worker& worker) {
  const TopicPartition& log = shard.identity().log;
  Given& given = given_[log];
  const Day day = shard.day();
  if (day == kNoDay || day < today) {
    // The next day waits until the shard has folded the one before it.
    const Day next = day == kNoDay ? today : day + 1;
    if (given.day == kNoDay || given.day < next) {
      worker.append_tick(log, day_turned_event(next));
      given.day = next;
    }
    return;
  }
  const auto now = clock_.steady();
  const bool too_soon = given.beat_us != 0 && now - given.beat_at < kBeatInterval;
  if (too_soon || !shard.wants_beat()) return;
  // A clock that was set back gives the smallest instant that is still later than the last.
  const std::int64_t instant_us = std::max(clock_.now_us(), shard.instant_us() + 1);
  worker.append_tick(log, beat_event(day, instant_us));
  given.beat_at = now;
  given.beat_us = instant_us;
}

}  // namespace encours
