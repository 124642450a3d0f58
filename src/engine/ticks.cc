#include "src/engine/ticks.h"

#include <fmt/format.h>

#include "src/engine/timestamp.h"

namespace encours {
v1::Event day_turned_event(Day day) {
  v1::Event event;
  event.set_event_id("day/" + format_day(day));
  set_micros(*event.mutable_logged_at(), day * kMicrosPerDay);
  event.mutable_day_turned()->set_day(date_from_day(day));
  return event;
}

v1::Event beat_event(Day day, std::int64_t instant_us) {
  v1::Event event;
  event.set_event_id(fmt::format("beat/{}/{}", format_day(day), instant_us / 1'000'000));
  set_micros(*event.mutable_logged_at(), instant_us);
  set_micros(*event.mutable_beat()->mutable_at(), instant_us);
  return event;
}

}  // namespace encours
