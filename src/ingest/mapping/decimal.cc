#include "src/ingest/mapping/decimal.h"

#include <algorithm>

#include "operators/domain/assert.h"

namespace encours {
namespace {

constexpr int kDigitsMax = 30;
// Beyond any scale that a parse (30 digits) or a product of two (60) can give without overflow.
constexpr int kScaleMax = 38;

bool digit(char letter) {
  return letter >= '0' && letter <= '9';
}

Wide power_of_ten(int exponent) {
  Wide power = 1;
  for (int i = 0; i < exponent; ++i)
    power *= 10;
  return power;
}

void trim(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
}

// U+00A0 and U+202F, which some programs write between thousands where others write a space.
constexpr std::string_view kNoBreakSpace = "\xc2\xa0";
constexpr std::string_view kNarrowNoBreakSpace = "\xe2\x80\xaf";

void replace_all(std::string& text, std::string_view part, std::string_view other) {
  for (std::size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + other.size())) {
    text.replace(at, part.size(), other);
  }
}

void take_out(std::string& text, std::string_view part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at)) {
    text.erase(at, part.size());
  }
}

// Takes the sign off the text: true for a negative number. Two signs leave one, which no digit is.
bool take_sign(std::string_view& text, const NumberShape& shape) {
  const bool closed = text.size() > 1 && text.front() == '(' && text.back() == ')';
  bool negative = false;
  if (shape.parentheses && closed) {
    text = text.substr(1, text.size() - 2);
    negative = true;
  } else if (shape.minus && text.starts_with('-')) {
    text.remove_prefix(1);
    negative = true;
  } else if (shape.minus && text.starts_with("\xe2\x88\x92")) {  // U+2212, the printed minus
    text.remove_prefix(3);
    negative = true;
  } else if (shape.trailing_minus && text.ends_with('-')) {
    text.remove_suffix(1);
    negative = true;
  } else if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  trim(text);
  return negative;
}

// Groups of one to three digits, the last of three, the first of at least one.
bool take_out_thousands(std::string& whole, std::string_view sign) {
  if (sign.empty() || whole.find(sign) == std::string::npos) return true;
  std::string digits;
  std::size_t begin = 0;
  for (;;) {
    const std::size_t stop = std::min(whole.find(sign, begin), whole.size());
    const std::size_t length = stop - begin;
    if (length < 1 || length > 3 || (stop == whole.size() && length != 3)) return false;
    digits.append(whole, begin, length);
    if (stop == whole.size()) break;
    begin = stop + sign.size();
  }
  whole = digits;
  return true;
}

// Adds digits to a number; false on anything else or on too many of them.
bool append_digits(std::string_view text, Wide& number, int& count) {
  for (const char letter : text) {
    if (!digit(letter)) return false;
    if (number != 0 || letter != '0') ++count;
    if (count > kDigitsMax) return false;
    number = number * 10 + (letter - '0');
  }
  return true;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text, const NumberShape& shape) {
  std::string stripped;
  if (!shape.strip.empty()) {
    stripped = text;
    for (const std::string& part : shape.strip)
      take_out(stripped, part);
    text = stripped;
  }
  trim(text);
  const bool negative = take_sign(text, shape);
  const std::size_t point = text.find(shape.decimal);
  const bool has_point = point != std::string_view::npos;
  std::string_view whole = text.substr(0, point);
  const std::string_view fraction = has_point ? text.substr(point + shape.decimal.size()) : "";
  std::string ungrouped;
  if (!shape.thousands.empty()) {
    ungrouped = whole;
    if (shape.thousands == " ") {
      replace_all(ungrouped, kNoBreakSpace, " ");
      replace_all(ungrouped, kNarrowNoBreakSpace, " ");
    }
    if (!take_out_thousands(ungrouped, shape.thousands)) return std::nullopt;
    whole = ungrouped;
  }
  Wide number = 0;
  int count = 0;
  if (whole.empty() && fraction.empty()) return std::nullopt;
  if (fraction.size() > kDigitsMax) return std::nullopt;
  if (!append_digits(whole, number, count) || !append_digits(fraction, number, count)) {
    return std::nullopt;
  }
  return Decimal(negative ? -number : number, static_cast<int>(fraction.size()));
}

// The digits at a scale that is not smaller than the present one; false on overflow.
bool Decimal::rescaled(int scale, Wide& digits) const {
  ENCOURS_ASSERT(scale >= scale_, "rescaling never drops digits");
  return scale <= kScaleMax &&
         !__builtin_mul_overflow(digits_, power_of_ten(scale - scale_), &digits);
}

std::optional<Decimal> Decimal::plus(const Decimal& other) const {
  const int scale = std::max(scale_, other.scale_);
  Wide left = 0;
  Wide right = 0;
  Wide sum = 0;
  if (!rescaled(scale, left) || !other.rescaled(scale, right) ||
      __builtin_add_overflow(left, right, &sum)) {
    return std::nullopt;
  }
  return Decimal(sum, scale);
}

std::optional<Decimal> Decimal::times(const Decimal& other) const {
  Wide product = 0;
  if (__builtin_mul_overflow(digits_, other.digits_, &product) ||
      scale_ + other.scale_ > kScaleMax) {
    return std::nullopt;
  }
  return Decimal(product, scale_ + other.scale_);
}

Decimal Decimal::rounded(int scale, Rounding rounding) const {
  if (scale >= scale_) return *this;
  const Wide divisor = power_of_ten(scale_ - scale);
  Wide quotient = digits_ / divisor;
  const Wide rest = digits_ % divisor;
  const Wide size = rest < 0 ? -rest : rest;
  const Wide half = divisor / 2;
  const bool away =
      rounding == Rounding::kHalfAway
          ? size >= half
          : rounding == Rounding::kHalfEven && (size > half || (size == half && quotient % 2 != 0));
  if (away) quotient += digits_ < 0 ? -1 : 1;
  return {quotient, scale};
}

bool Decimal::fits_scale(int scale) const {
  return scale >= scale_ || digits_ % power_of_ten(scale_ - scale) == 0;
}

std::optional<std::int64_t> Decimal::in_units_of(int scale) const {
  if (!fits_scale(scale)) return std::nullopt;
  Wide digits = 0;
  if (scale < scale_) {
    digits = digits_ / power_of_ten(scale_ - scale);
  } else if (!rescaled(scale, digits)) {
    return std::nullopt;
  }
  if (digits > INT64_MAX || digits < INT64_MIN) return std::nullopt;
  return static_cast<std::int64_t>(digits);
}

int Decimal::compare(const Decimal& other) const {
  const int scale = std::max(scale_, other.scale_);
  Wide left = 0;
  Wide right = 0;
  // What overflows when digits are added is the larger number by far.
  if (!rescaled(scale, left)) return digits_ < 0 ? -1 : 1;
  if (!other.rescaled(scale, right)) return other.digits_ < 0 ? 1 : -1;
  return left < right ? -1 : left > right ? 1 : 0;
}

std::string Decimal::text() const {
  const bool negative = digits_ < 0;
  std::string digits;
  for (Wide rest = negative ? -digits_ : digits_; rest > 0; rest /= 10) {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
  }
  const auto scale = static_cast<std::size_t>(scale_);
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  if (scale > 0) digits.insert(digits.size() - scale, 1, '.');
  return negative ? "-" + digits : digits;
}

}  // namespace encours
