#include "src/engine/time_zone.h"

#include <fmt/format.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include "operators/domain/assert.h"

namespace encours {
namespace {

constexpr std::int64_t kMicrosPerMilli = 1'000;
constexpr std::int64_t kMillisPerDay = 86'400'000;

}  // namespace

struct TimeZone::Zone {
  std::unique_ptr<icu::TimeZone> rules;
};

TimeZone::TimeZone(std::unique_ptr<Zone> zone) : zone_(std::move(zone)) {}
TimeZone::~TimeZone() = default;
TimeZone::TimeZone(TimeZone&& other) noexcept = default;
TimeZone& TimeZone::operator=(TimeZone&& other) noexcept = default;

Result<TimeZone> TimeZone::find(const std::string& name) {
  auto zone = std::make_unique<Zone>();
  zone->rules.reset(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  if (*zone->rules == icu::TimeZone::getUnknown()) {
    return tl::unexpected(Error{Fault::kRefused, fmt::format("there is no time zone '{}'", name)});
  }
  return TimeZone(std::move(zone));
}

Day TimeZone::day_at(std::int64_t instant_us) const {
  // Whole milliseconds, towards the past, so that an instant before the epoch has its own day too.
  std::int64_t millis = instant_us / kMicrosPerMilli;
  if (instant_us % kMicrosPerMilli < 0) --millis;
  std::int32_t offset_ms = 0;
  std::int32_t saving_ms = 0;
  UErrorCode code = U_ZERO_ERROR;
  zone_->rules->getOffset(static_cast<UDate>(millis), /*local=*/0, offset_ms, saving_ms, code);
  ENCOURS_ASSERT(U_SUCCESS(code) != 0, "a known zone knows its offset");
  const std::int64_t local = millis + offset_ms + saving_ms;
  return static_cast<Day>(local / kMillisPerDay - (local % kMillisPerDay < 0 ? 1 : 0));
}

}  // namespace encours
