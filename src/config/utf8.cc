#include "src/config/utf8.h"

#include <cstdint>
#include <cstring>

namespace encours {

std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) {
    return 1;
  }
  if (lead >= 0xC2 && lead <= 0xDF) {
    return follows(1) ? 2 : 0;
  }
  if (lead >= 0xE0 && lead <= 0xEF) {  // no overlong forms, no surrogates
    const bool second = follows(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
    return second && follows(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {  // no overlong forms, nothing beyond U+10FFFF
    const bool second = follows(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
    return second && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

bool is_utf8(std::string_view text) {
  // Most rows are plain ASCII: eight bytes at a time.
  std::size_t start = 0;
  for (std::uint64_t word = 0; start + sizeof word <= text.size(); start += sizeof word) {
    std::memcpy(&word, text.data() + start, sizeof word);
    if ((word & 0x8080808080808080U) != 0) break;
  }
  for (std::size_t i = start; i < text.size();) {
    const std::size_t length = utf8_length(text.substr(i, 4));
    if (length == 0) return false;
    i += length;
  }
  return true;
}

}  // namespace encours
