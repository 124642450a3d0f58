// Exact decimal numbers as people and exports write them. Used by the mapping for amounts,
// quantities and counts.
//
// A Decimal is digits and a place for the point; nothing is ever rounded unless the mapping names
// how. Thousands signs must stand where thousands are (also in the Indian way, 1,23,456.00);
// scientific notation is refused, because a program that writes it has already dropped digits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace encours {

// Wide enough for every product of two amounts; more digits are refused.
__extension__ using Wide = __int128;

// How the numbers of a file are written.
struct NumberShape {
  std::string decimal = ".";
  std::string thousands;           // empty = none; a space stands for no-break spaces too
  std::vector<std::string> strip;  // taken out wherever they stand: "$", " EUR", "days"
  bool minus = true;               // -5
  bool parentheses = false;        // (5)
  bool trailing_minus = false;     // 5-
};

enum class Rounding {
  kHalfAway,  // commercial: half a cent goes away from zero
  kHalfEven,  // half a cent goes to the even cent
  kDown,      // towards zero
};

class Decimal {
 public:
  constexpr Decimal() = default;
  constexpr Decimal(Wide digits, int scale) : digits_(digits), scale_(scale) {}

  // Nothing when the text is no number of that shape, or has more than 30 digits.
  static std::optional<Decimal> parse(std::string_view text, const NumberShape& shape);

  // Nothing on overflow, which only nonsense reaches.
  std::optional<Decimal> plus(const Decimal& other) const;
  std::optional<Decimal> times(const Decimal& other) const;
  Decimal negated() const { return {-digits_, scale_}; }
  Decimal absolute() const { return digits_ < 0 ? negated() : *this; }
  Decimal rounded(int scale, Rounding rounding) const;

  // The number in units of 10^-scale, nothing when it is finer than that or does not fit.
  std::optional<std::int64_t> in_units_of(int scale) const;

  // -1, 0 or 1.
  int compare(const Decimal& other) const;
  bool is_zero() const { return digits_ == 0; }
  // Whether it can be written with so many digits after the point.
  bool fits_scale(int scale) const;

  // "-1234.5", for messages.
  std::string text() const;

 private:
  bool rescaled(int scale, Wide& digits) const;

  Wide digits_ = 0;  // the number times 10^scale
  int scale_ = 0;
};

}  // namespace encours
