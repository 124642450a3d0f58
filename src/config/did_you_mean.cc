#include "src/config/did_you_mean.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace encours {
namespace {

// Longer words are cut: a suggestion for something longer helps nobody, and the work grows with the
// square.
constexpr std::size_t kWordBytesMax = 64;

std::string folded(std::string_view word) {
  std::string text(word.substr(0, kWordBytesMax));
  std::ranges::transform(text, text.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return text;
}

// Optimal string alignment distance, three rows at a time.
std::size_t edit_distance(const std::string& left, const std::string& right) {
  std::vector<std::size_t> before_last(right.size() + 1);
  std::vector<std::size_t> last(right.size() + 1);
  std::vector<std::size_t> current(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= left.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
        current[j] = std::min(current[j], before_last[j - 2] + 1);
      }
    }
    before_last.swap(last);
    last.swap(current);
  }
  return last[right.size()];
}

}  // namespace

std::string nearest_word(std::string_view word, std::span<const std::string> known) {
  const std::string wanted = folded(word);
  std::string best;
  std::size_t best_distance = kWordBytesMax;
  for (const std::string& candidate : known) {
    const std::string other = folded(candidate);
    const std::size_t near_enough =
        std::max<std::size_t>(1, std::max(wanted.size(), other.size()) / 3);
    const std::size_t distance = edit_distance(wanted, other);
    if (distance <= near_enough && distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view suggestion) {
  return suggestion.empty() ? "" : "; did you mean \"" + std::string(suggestion) + "\"?";
}

}  // namespace encours
