// The ticks that a shard's owner appends: replay, the service's ticker and the demo make them
// alike, so that a day or a beat bears the same id wherever it comes from.
#pragma once

#include <cstdint>
#include <string>

#include "encours/v1/event.pb.h"
#include "operators/domain/day.h"

namespace encours {

inline constexpr std::int64_t kMicrosPerDay = std::int64_t{86'400} * 1'000'000;

// `day` opens: "day/2013-03-12", logged at its first instant UTC.
v1::Event day_turned_event(Day day);

// An instant within `day`, microseconds since the epoch: "beat/2013-03-12/<seconds>".
v1::Event beat_event(Day day, std::int64_t instant_us);

// The last second of a day UTC, at which history beats.
inline std::int64_t last_second_us(Day day) {
  return (day + 1) * kMicrosPerDay - 1'000'000;
}

}  // namespace encours
