#include "tests/stories/words.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>

#include <fmt/format.h>

namespace encours::story {
namespace {

constexpr int kNanoDigits = 9;

// A decimal number taken apart; digits of the fraction are filled up to nine.
struct Decimal {
  bool negative = false;
  std::int64_t units = 0;
  std::int32_t nanos = 0;
};

std::optional<std::int64_t> whole_number(std::string_view digits) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  return whole && !digits.empty() && digits.front() != '-' ? std::optional(value) : std::nullopt;
}

std::optional<Decimal> decimal(std::string_view word) {
  Decimal result;
  if (word.starts_with('+') || word.starts_with('-')) {
    result.negative = word.front() == '-';
    word.remove_prefix(1);
  }
  const std::size_t point = word.find('.');
  const auto units = whole_number(word.substr(0, point));
  if (!units.has_value()) {
    return std::nullopt;
  }
  result.units = *units;
  if (point != std::string_view::npos) {
    std::string fraction(word.substr(point + 1));
    if (fraction.empty() || fraction.size() > kNanoDigits) {
      return std::nullopt;
    }
    fraction.resize(kNanoDigits, '0');
    const auto nanos = whole_number(fraction);
    if (!nanos.has_value()) {
      return std::nullopt;
    }
    result.nanos = static_cast<std::int32_t>(*nanos);
  }
  return result;
}

bool is_currency(std::string_view word) {
  constexpr std::size_t kLetters = 3;
  const auto upper = [](unsigned char c) { return std::isupper(c) != 0; };
  return word.size() == kLetters && std::all_of(word.begin(), word.end(), upper);
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}

}  // namespace

Words::Words(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (is_blank(text[at])) {
      ++at;
    } else if (text[at] == '"') {
      const std::size_t end = text.find('"', at + 1);
      if (end == std::string_view::npos) {
        throw Mistake("a quotation mark is never closed");
      }
      words_.emplace_back(text.substr(at + 1, end - at - 1));
      at = end + 1;
    } else {
      std::size_t end = at;
      while (end < text.size() && !is_blank(text[end])) {
        ++end;
      }
      std::string_view word = text.substr(at, end - at);
      at = end;
      std::vector<std::string> signs;  // in reverse
      while (!word.empty() && (word.back() == ',' || word.back() == ':')) {
        signs.emplace_back(1, word.back());
        word.remove_suffix(1);
      }
      if (!word.empty()) {
        words_.emplace_back(word);
      }
      words_.insert(words_.end(), signs.rbegin(), signs.rend());
    }
  }
}

std::string_view Words::peek() const {
  return at_end() ? std::string_view() : std::string_view(words_[next_]);
}

bool Words::take(std::string_view word) {
  if (at_end() || peek() != word) {
    return false;
  }
  ++next_;
  return true;
}

bool Words::take_all(std::initializer_list<std::string_view> words) {
  if (next_ + words.size() > words_.size() ||
      !std::equal(words.begin(), words.end(),
                  words_.begin() + static_cast<std::ptrdiff_t>(next_))) {
    return false;
  }
  next_ += words.size();
  return true;
}

std::optional<std::string> Words::pull(std::string_view word) {
  const auto found =
      std::find(words_.begin() + static_cast<std::ptrdiff_t>(next_), words_.end(), word);
  if (found == words_.end() || found + 1 == words_.end()) {
    return std::nullopt;
  }
  std::string value = *(found + 1);
  words_.erase(found, found + 2);
  return value;
}

std::string Words::name(std::string_view what) {
  if (at_end() || peek() == "," || peek() == ":") {
    fail(fmt::format("{} is missing", what));
  }
  return words_[next_++];
}

Day Words::date() {
  const std::string word = name("a date");
  const std::optional<Day> day = parse_day(word);
  if (!day.has_value()) {
    throw Mistake(fmt::format("'{}' is no date; write it as 2024-01-31", word));
  }
  return *day;
}

std::int64_t Words::integer(std::string_view what) {
  const std::string word = name(what);
  const auto value = whole_number(word);
  if (!value.has_value()) {
    throw Mistake(fmt::format("'{}' is no number: {} is expected", word, what));
  }
  return *value;
}

std::int64_t Words::quantity_milli() {
  constexpr std::int64_t kMilli = 1'000;
  constexpr std::int32_t kNanosPerMilli = 1'000'000;
  const std::string word = name("a quantity");
  const std::optional<Decimal> value = decimal(word);
  if (!value.has_value()) {
    throw Mistake(fmt::format("'{}' is no quantity", word));
  }
  const std::int64_t milli = value->units * kMilli + value->nanos / kNanosPerMilli;
  return value->negative ? -milli : milli;
}

v1::Money Words::money(std::string_view usual) {
  const std::string word = name("an amount");
  const std::optional<Decimal> value = decimal(word);
  if (!value.has_value()) {
    throw Mistake(fmt::format("'{}' is no amount; write it as 1000.00 EUR", word));
  }
  v1::Money money;
  money.set_units(value->negative ? -value->units : value->units);
  money.set_nanos(value->negative ? -value->nanos : value->nanos);
  if (is_currency(peek())) {
    money.set_currency(name("a currency"));
  } else if (usual.empty()) {
    fail(fmt::format("the currency of {} is missing", word));
  } else {
    money.set_currency(std::string(usual));
  }
  return money;
}

bool Words::next_is_amount() const {
  return !at_end() && decimal(peek()).has_value();
}

void Words::fail(const std::string& problem) const {
  if (at_end()) {
    throw Mistake(problem + " at the end");
  }
  throw Mistake(fmt::format("{} before '{}'", problem, peek()));
}

std::string plain_number(std::string_view word) {
  const std::optional<Decimal> value = decimal(word);
  if (!value.has_value()) {
    return std::string(word);
  }
  std::string text = std::to_string(value->units);
  if (value->nanos != 0) {
    text += fmt::format(".{:09}", value->nanos);
    text.erase(text.find_last_not_of('0') + 1);
  }
  const bool zero = value->units == 0 && value->nanos == 0;
  return value->negative && !zero ? "-" + text : text;
}

}  // namespace encours::story
