// Any bytes as printed numbers and dates, and as the shapes they are printed in. The text before
// the first line end is the shape, the rest the value; the first byte chooses how numbers are
// written.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "operators/domain/assert.h"
#include "src/ingest/mapping/date_shape.h"
#include "src/ingest/mapping/decimal.h"

namespace encours {
namespace {

void check_number(std::uint8_t choice, std::string_view shape_text, std::string_view text) {
  NumberShape shape;
  if ((choice & 1) != 0) shape.decimal = ",";
  if ((choice & 2) != 0) shape.thousands = shape.decimal == "," ? "." : ",";
  if ((choice & 4) != 0) shape.parentheses = true;
  if ((choice & 8) != 0) shape.trailing_minus = true;
  if ((choice & 16) != 0 && !shape_text.empty()) shape.strip.emplace_back(shape_text);
  const std::optional<Decimal> number = Decimal::parse(text, shape);
  if (!number) return;
  const std::optional<Decimal> back = Decimal::parse(number->text(), {});
  ENCOURS_ASSERT(back && back->compare(*number) == 0, "what is printed reads the same");
  ENCOURS_ASSERT(number->negated().negated().compare(*number) == 0, "two signs are none");
  ENCOURS_ASSERT(!number->plus(number->negated()) || number->plus(number->negated())->is_zero(),
                 "a number less itself is nothing");
  if (const auto square = number->times(*number)) {
    ENCOURS_ASSERT(square->compare({}) >= 0, "a square is not negative");
  }
  for (int scale = 0; scale <= 9; ++scale) {
    for (const Rounding rounding : {Rounding::kHalfAway, Rounding::kHalfEven, Rounding::kDown}) {
      const Decimal rounded = number->rounded(scale, rounding);
      ENCOURS_ASSERT(rounded.fits_scale(scale), "rounded to what was asked for");
      ENCOURS_ASSERT(!number->fits_scale(scale) || rounded.compare(*number) == 0,
                     "what fits is not rounded");
    }
    const auto units = number->in_units_of(scale);
    ENCOURS_ASSERT(!units || Decimal(*units, scale).compare(*number) == 0, "units are exact");
  }
}

void check_date(std::string_view shape_text, std::string_view text) {
  const auto shape = DateShape::compile(shape_text);
  if (!shape) {
    ENCOURS_ASSERT(!shape.error().empty(), "a refusal says why");
    return;
  }
  const std::optional<PrintedTime> time = shape->parse(text);
  if (!time) return;
  ENCOURS_ASSERT(day_from_date(date_from_day(time->day)) == time->day, "a day of the calendar");
  ENCOURS_ASSERT(time->second_of_day >= 0 && time->second_of_day < 86'400, "within the day");
  ENCOURS_ASSERT(time->nanos >= 0 && time->nanos < 1'000'000'000, "within the second");
  ENCOURS_ASSERT(time->offset_seconds > -86'400 && time->offset_seconds < 86'400, "a zone");
}

}  // namespace
}  // namespace encours

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t end = bytes.find('\n');
  const std::string_view shape = bytes.substr(0, end);
  const std::string_view text = end == std::string_view::npos ? "" : bytes.substr(end + 1);
  encours::check_number(data[0], shape, text);
  encours::check_date(shape, text);
  return 0;
}
