#include "src/local/random_uuid.h"

#include <array>
#include <random>

#include "fmt/format.h"

namespace encours {

std::string random_uuid() {
  std::random_device randomness;
  std::array<unsigned, 4> words{};
  for (unsigned& word : words) {
    word = randomness();
  }
  words[1] = (words[1] & 0xffff0fffU) | 0x00004000U;  // version 4: random
  words[2] = (words[2] & 0x3fffffffU) | 0x80000000U;  // variant 1: RFC 4122
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:04x}{:08x}", words[0], words[1] >> 16U,
                     words[1] & 0xffffU, words[2] >> 16U, words[2] & 0xffffU, words[3]);
}

}  // namespace encours
