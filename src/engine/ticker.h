// Brings time into the logs of a live worker: a DayTurned when the business day's calendar has
// moved on, one day after the other, and a Beat, at most one a second, while somebody waits for
// one. Used by whoever runs a worker live; a replay writes its own ticks.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>

#include "operators/domain/day.h"
#include "src/engine/clock.h"
#include "src/engine/time_zone.h"
#include "src/engine/worker.h"

namespace encours {

inline constexpr std::chrono::seconds kBeatInterval{1};

class Ticker {
 public:
  // Both must outlive the ticker, except the zone, which it takes.
  Ticker(const Clock& clock, TimeZone zone) : clock_(clock), zone_(std::move(zone)) {}

  // Gives the worker the ticks that its shards are due. Called between turns; cheap when nothing is
  // due.
  void tick(Worker& worker);

 private:
  struct Given {
    Day day = kNoDay;                               // of the last DayTurned
    std::chrono::steady_clock::time_point beat_at;  // when the last Beat was given
    std::int64_t beat_us = 0;                       // its instant
  };

  void tick_shard(Shard& shard, Day today, Worker& worker);

  const Clock& clock_;
  TimeZone zone_;
  std::map<TopicPartition, Given> given_;
};

}  // namespace encours
