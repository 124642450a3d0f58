// The calendar day that an instant belongs to in a time zone. Used by the ticker alone: the fold
// never sees a clock or a zone, it is told when a day turns.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "operators/domain/day.h"
#include "src/ports.h"

namespace encours {

class TimeZone {
 public:
  // By its IANA name ("Europe/Paris"); a name that the time zone database does not know is refused.
  static Result<TimeZone> find(const std::string& name);
  ~TimeZone();
  TimeZone(TimeZone&& other) noexcept;
  TimeZone& operator=(TimeZone&& other) noexcept;

  // The day on the wall at an instant, microseconds since the epoch.
  Day day_at(std::int64_t instant_us) const;

 private:
  struct Zone;
  explicit TimeZone(std::unique_ptr<Zone> zone);

  std::unique_ptr<Zone> zone_;
};

}  // namespace encours
