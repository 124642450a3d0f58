// Chance for the demo: the same seed gives the same year on every machine, which the standard
// library's distributions do not promise.
#pragma once

#include <cstdint>

namespace encours::demo {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  // SplitMix64.
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  // A number from `first` to `last`, both included.
  int between(int first, int last) {
    const auto span = static_cast<std::uint64_t>(last - first + 1);
    return first + static_cast<int>(next() % span);
  }
  // True `per_thousand` times in a thousand.
  bool chance(int per_thousand) { return between(1, 1'000) <= per_thousand; }

 private:
  std::uint64_t state_;
};

}  // namespace encours::demo
