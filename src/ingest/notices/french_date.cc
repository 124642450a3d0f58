#include "src/ingest/notices/french_date.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "src/ingest/notices/folding.h"

namespace encours {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"janvier",   "fevrier", "mars",     "avril",
                                                   "mai",       "juin",    "juillet",  "aout",
                                                   "septembre", "octobre", "novembre", "decembre"};
constexpr int kFirstYear = 1950;
constexpr int kLastYear = 2100;

std::vector<std::string_view> words_of(std::string_view folded) {
  std::vector<std::string_view> words;
  while (!folded.empty()) {
    const std::size_t end = std::min(folded.find(' '), folded.size());
    words.push_back(folded.substr(0, end));
    folded.remove_prefix(std::min(end + 1, folded.size()));
  }
  return words;
}

std::optional<int> number(std::string_view digits) {
  int value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
  return whole ? std::optional(value) : std::nullopt;
}

// "1er" is the only ordinal that dates bear.
std::optional<int> day_of_month(std::string_view word) {
  return word == "1er" ? std::optional(1) : number(word);
}

std::optional<int> month(std::string_view word) {
  const auto named = std::ranges::find(kMonths, word);
  if (named != kMonths.end()) return static_cast<int>(named - kMonths.begin()) + 1;
  return number(word);
}

}  // namespace

Day read_french_date(std::string_view text) {
  const std::string folded = fold_words(text);
  const std::vector<std::string_view> words = words_of(folded);
  if (words.size() != 3) return kNoDay;
  const bool is_iso = words[0].size() == 4;
  const auto year = number(words[is_iso ? 0 : 2]);
  const auto month_of_year = month(words[1]);
  const auto day = day_of_month(words[is_iso ? 2 : 0]);
  if (!year || !month_of_year || !day || *year < kFirstYear || *year > kLastYear ||
      *month_of_year < 1 || *month_of_year > 12 || *day < 1 || *day > 31) {
    return kNoDay;
  }
  return day_from_date(*year * 10'000 + *month_of_year * 100 + *day).value_or(kNoDay);
}

}  // namespace encours
