#include "src/views/amounts.h"

#include <string_view>

#include <fmt/format.h>

namespace encours::views {
namespace {

// A no-break space, so that no program breaks a number.
constexpr std::string_view kFrenchGroup = "\u00a0";

std::string grouped(std::string_view digits, Language language) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) {
      out += language == Language::kFrench ? kFrenchGroup : std::string_view(",");
    }
    out.push_back(digits[i]);
  }
  return out;
}

// "-1234.50" with the signs of the language.
std::string localised(std::string_view decimal, Language language) {
  std::string out;
  if (decimal.starts_with('-')) {
    out = "-";
    decimal.remove_prefix(1);
  }
  const std::size_t point = decimal.find('.');
  out += grouped(decimal.substr(0, point), language);
  if (point != std::string_view::npos) {
    out.push_back(language == Language::kFrench ? ',' : '.');
    out += decimal.substr(point + 1);
  }
  return out;
}

}  // namespace

std::string amount_for_people(Currency currency, std::int64_t minor, Language language,
                              bool zero_is_blank) {
  if (minor == 0 && zero_is_blank) return "";
  return localised(format_minor(currency, minor), language);
}

std::string amount_for_people(const v1::Money& money, Language language) {
  const auto currency = Currency::from_code(money.currency());
  const auto minor = minor_from_wire(money);
  if (!currency || !minor) return fmt::format("{} {}", money.units(), money.currency());
  return amount_for_people(*currency, *minor, language) + " " + money.currency();
}

std::string share_for_people(std::int64_t basis_points, Language language) {
  const std::int64_t tenths = (basis_points + (basis_points < 0 ? -5 : 5)) / 10;
  const std::string_view sign = tenths < 0 ? "-" : "";
  const std::int64_t size = tenths < 0 ? -tenths : tenths;
  const std::string decimal = fmt::format("{}{}.{}", sign, size / 10, size % 10);
  return localised(decimal, language) + " %";
}

std::string count_for_people(std::int64_t count, Language language) {
  return localised(std::to_string(count), language);
}

}  // namespace encours::views
