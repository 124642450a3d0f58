// The words of a line of text that tells an event. Used by events.cc.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "operators/domain/day.h"

namespace encours::test {

using Words = std::vector<std::string>;

inline Words split(std::string_view text, char separator) {
  Words words;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    if (end > begin || separator != ' ') {
      words.emplace_back(text.substr(begin, end - begin));
    }
    begin = end + 1;
  }
  return words;
}

inline std::int64_t number_of(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw std::invalid_argument("no number: " + std::string(text));
  }
  return value;
}

inline std::int32_t date_of(const std::string& text) {
  return date_from_day(parse_day(text).value());
}

}  // namespace encours::test
