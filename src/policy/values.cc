#include "src/policy/values.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

#include <fmt/format.h>

#include "operators/domain/currency.h"
#include "src/config/did_you_mean.h"

namespace encours::policy {
namespace {

constexpr std::size_t kSegmentBytesMax = 32;
constexpr std::size_t kTimeZoneBytesMax = 64;
constexpr int kRateDigits = 6;
constexpr std::int64_t kRateMicroMax = 1'000'000'000'000;  // a million: no currency is worth more
constexpr std::string_view kTimeZoneFolder = "/usr/share/zoneinfo/";

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  while (!text.empty() && text.back() == ' ') {
    text.remove_suffix(1);
  }
  return text;
}

// Why a text is no decimal number of the wanted fineness.
enum class NotDecimal : std::uint8_t { kShape, kTooFine, kTooLarge };

// Digits, then perhaps a point and more digits: value * 10^digits. Trailing zeros cost nothing.
tl::expected<std::int64_t, NotDecimal> parse_decimal(std::string_view text, int digits) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  std::string_view fraction = point == std::string_view::npos ? "" : text.substr(point + 1);
  if (whole.empty() || (point != std::string_view::npos && fraction.empty()) ||
      !std::ranges::all_of(whole, is_digit) || !std::ranges::all_of(fraction, is_digit)) {
    return tl::unexpected(NotDecimal::kShape);
  }
  while (!fraction.empty() && fraction.back() == '0') {
    fraction.remove_suffix(1);
  }
  if (fraction.size() > static_cast<std::size_t>(digits)) {
    return tl::unexpected(NotDecimal::kTooFine);
  }
  std::string all(whole);
  all += fraction;
  all.append(static_cast<std::size_t>(digits) - fraction.size(), '0');
  std::int64_t value = 0;
  for (const char digit : all) {
    if (__builtin_mul_overflow(value, 10, &value) ||
        __builtin_add_overflow(value, digit - '0', &value)) {
      return tl::unexpected(NotDecimal::kTooLarge);
    }
  }
  return value;
}

// A text that ends in a word ("80 %", "5000 EUR", "30days"): what stands before it and the word.
struct NumberAndUnit {
  std::string_view number;
  std::string_view unit;
};

NumberAndUnit split_unit(std::string_view text) {
  text = trimmed(text);
  std::size_t end = text.size();
  while (end > 0 && (is_letter(text[end - 1]) || text[end - 1] == '%')) {
    --end;
  }
  return {trimmed(text.substr(0, end)), text.substr(end)};
}

std::vector<std::string> currency_codes() {
  std::vector<std::string> codes;
  for (const CurrencyRow& row : all_currencies()) {
    codes.emplace_back(row.code);
  }
  return codes;
}

// Minor units of a number written as text.
std::optional<std::int64_t> read_number(const YamlValue& value, std::string_view number,
                                        Currency currency) {
  const auto minor = parse_decimal(number, currency.exponent());
  if (minor && *minor <= kAmountMinorMax) {
    return *minor;
  }
  if (minor || minor.error() == NotDecimal::kTooLarge) {
    value.error("larger than any amount that is accounted for");
  } else if (minor.error() == NotDecimal::kTooFine) {
    value.error(
        fmt::format("{} has {} digits after the point", currency.code(), currency.exponent()));
  } else if (number.starts_with("-")) {
    value.error("must not be below 0");
  } else {
    value.error("must be an amount such as \"5000 EUR\": digits and a point, no other sign");
  }
  return std::nullopt;
}

std::optional<v1::Money> read_money_map(const YamlValue& value, Currency usual) {
  YamlMap map = value.map();
  const std::optional<YamlValue> amount = map.required("amount");
  const std::optional<YamlValue> code = map.optional("currency");
  map.finish();
  const std::optional<Currency> currency = code ? read_currency(*code) : usual;
  const std::optional<std::string> number = amount ? amount->text() : std::nullopt;
  if (!number || !currency) {
    return std::nullopt;
  }
  const std::optional<std::int64_t> minor = read_number(*amount, trimmed(*number), *currency);
  return minor ? std::optional(wire_from_minor(*currency, *minor)) : std::nullopt;
}

// Names that a time zone may have, of the database's own index; empty if there is none.
std::vector<std::string> time_zone_names() {
  std::vector<std::string> names;
  std::ifstream index(std::string(kTimeZoneFolder) + "tzdata.zi");
  std::string kind;
  std::string name;
  std::string rest;
  while (index >> kind) {
    std::string link;
    if (kind == "Z" && index >> name) {
      names.push_back(name);
    } else if (kind == "L" && index >> name >> link) {
      names.push_back(link);
    }
    std::getline(index, rest);
  }
  return names;
}

// "Paris" is meant for Europe/Paris, "Europe/Pari" is a slip of the same.
std::string nearest_zone(const std::string& name, const std::vector<std::string>& known) {
  const std::string city = "/" + name;
  const auto found =
      std::ranges::find_if(known, [&](const std::string& zone) { return zone.ends_with(city); });
  return found == known.end() ? nearest_word(name, known) : *found;
}

bool is_zone_name(std::string_view name) {
  return !name.empty() && name.size() <= kTimeZoneBytesMax && is_letter(name.front()) &&
         !name.starts_with("posix/") && !name.starts_with("right/") &&
         std::ranges::all_of(name, [](char letter) {
           return is_letter(letter) || is_digit(letter) ||
                  std::string_view("/_+-").find(letter) != std::string_view::npos;
         });
}

bool is_zone_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 4> magic{};
  return file.read(magic.data(), magic.size()) && std::string_view(magic.data(), 4) == "TZif";
}

// "30 days" or 30: a number of `unit`, which takes an s from two on.
std::optional<std::int32_t> read_span(const YamlValue& value, std::string_view unit,
                                      std::int32_t min, std::int32_t max) {
  const std::optional<std::string> text = value.text();
  if (!text) {
    return std::nullopt;
  }
  const auto [number, written] = split_unit(*text);
  const auto span = parse_decimal(number, 0);
  const bool known = written.empty() || written == unit || written == std::string(unit) + "s";
  if (!span || *span < min || *span > max || !known) {
    value.error(fmt::format("must be a number of {}s from {} to {}", unit, min, max));
    return std::nullopt;
  }
  return static_cast<std::int32_t>(*span);
}

}  // namespace

std::optional<std::int32_t> read_share_bp(const YamlValue& value, std::int32_t min,
                                          std::int32_t max) {
  const std::optional<std::string> text = value.text();
  if (!text) {
    return std::nullopt;
  }
  const auto [number, unit] = split_unit(*text);
  if (unit != "%" && unit != "bp") {
    value.error("must be a share such as \"80 %\" or \"8000 bp\"");
    return std::nullopt;
  }
  const auto share = parse_decimal(number, unit == "%" ? 2 : 0);
  if (!share && share.error() == NotDecimal::kTooFine) {
    value.error("must not be finer than 0.01 % = 1 bp");
    return std::nullopt;
  }
  if (!share || *share < min || *share > max) {
    value.error(fmt::format("must be from {}.{:02} % to {}.{:02} %", min / 100, min % 100,
                            max / 100, max % 100));
    return std::nullopt;
  }
  return static_cast<std::int32_t>(*share);
}

std::optional<std::int32_t> read_days(const YamlValue& value, std::int32_t min, std::int32_t max) {
  return read_span(value, "day", min, max);
}

std::optional<std::int32_t> read_seconds(const YamlValue& value, std::int32_t min,
                                         std::int32_t max) {
  return read_span(value, "second", min, max);
}

std::optional<std::int32_t> read_count_or(const YamlValue& value, std::string_view word,
                                          std::int32_t max) {
  const std::optional<std::string> text = value.text();
  if (!text) {
    return std::nullopt;
  }
  if (*text == word) {
    return 0;
  }
  const auto number = parse_decimal(trimmed(*text), 0);
  if (!number || *number < 1 || *number > max) {
    value.error(fmt::format("must be a whole number from 1 to {}, or {}", max, word));
    return std::nullopt;
  }
  return static_cast<std::int32_t>(*number);
}

std::optional<v1::Money> read_money(const YamlValue& value, Currency usual) {
  if (value.is_map()) {
    return read_money_map(value, usual);
  }
  const std::optional<std::string> text = value.text();
  if (!text) {
    return std::nullopt;
  }
  const auto [number, unit] = split_unit(*text);
  const std::optional<Currency> currency =
      unit.empty() ? std::optional(usual) : Currency::from_code(unit);
  if (!currency) {
    const NoCurrency no = no_currency(unit);
    value.error(no.problem, no.suggestion);
    return std::nullopt;
  }
  const std::optional<std::int64_t> minor = read_number(value, number, *currency);
  return minor ? std::optional(wire_from_minor(*currency, *minor)) : std::nullopt;
}

std::optional<std::int64_t> read_minor(const YamlValue& value, Currency currency) {
  const std::optional<v1::Money> money = read_money(value, currency);
  if (!money) {
    return std::nullopt;
  }
  if (money->currency() != currency.code()) {
    value.error(fmt::format("must be in the reporting currency, {}", currency.code()));
    return std::nullopt;
  }
  return minor_from_wire(*money);
}

std::optional<std::int64_t> read_rate_micro(const YamlValue& value) {
  const std::optional<std::string> text = value.text();
  if (!text) {
    return std::nullopt;
  }
  const auto micro = parse_decimal(trimmed(*text), kRateDigits);
  if (!micro && micro.error() == NotDecimal::kTooFine) {
    value.error(fmt::format("a rate has at most {} digits after the point", kRateDigits));
    return std::nullopt;
  }
  if (!micro || *micro <= 0 || *micro > kRateMicroMax) {
    value.error("must be a rate above 0 such as 0.92, at most 1000000");
    return std::nullopt;
  }
  return *micro;
}

std::optional<Currency> read_currency(const YamlValue& value) {
  const std::optional<std::string> code = value.text();
  if (!code) {
    return std::nullopt;
  }
  const std::optional<Currency> currency = Currency::from_code(*code);
  if (!currency) {
    const NoCurrency no = no_currency(*code);
    value.error(no.problem, no.suggestion);
  }
  return currency;
}

NoCurrency no_currency(std::string_view code) {
  return {fmt::format("\"{}\" is no currency of ISO 4217", code),
          nearest_word(code, currency_codes())};
}

std::optional<std::string> read_name(const YamlValue& value, std::size_t bytes_max) {
  const std::optional<std::string> text = value.text();
  if (!text) {
    return std::nullopt;
  }
  const bool printable = std::ranges::none_of(
      *text, [](unsigned char letter) { return letter < ' ' || letter == 0x7F; });
  if (text->empty() || text->size() > bytes_max || !printable) {
    value.error(fmt::format("must be 1 to {} bytes of text on one line", bytes_max));
    return std::nullopt;
  }
  return text;
}

bool is_segment_name(std::string_view name) {
  return !name.empty() && name.size() <= kSegmentBytesMax &&
         std::ranges::all_of(name, [](char letter) {
           return is_letter(letter) || is_digit(letter) || letter == '-' || letter == '_';
         });
}

std::optional<std::string> read_time_zone(const YamlValue& value) {
  const std::optional<std::string> name = value.text();
  if (!name) {
    return std::nullopt;
  }
  if (is_zone_name(*name) && is_zone_file(std::string(kTimeZoneFolder) + *name)) {
    return name;
  }
  const std::vector<std::string> known = time_zone_names();
  if (known.empty()) {
    value.error(
        fmt::format("no time zone database at {}: install the package tzdata", kTimeZoneFolder));
  } else {
    value.error("must be a time zone such as Europe/Paris", nearest_zone(*name, known));
  }
  return std::nullopt;
}

}  // namespace encours::policy
