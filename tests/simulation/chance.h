// Numbers that look random and follow from a seed alone, on every machine: the standard library's
// distributions differ between implementations. Used by the simulation.
#pragma once

#include <cstdint>
#include <vector>

#include "operators/domain/assert.h"

namespace encours::simulation {

// SplitMix64.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }

  // From 0 to `bound` - 1.
  int below(int bound) {
    ENCOURS_ASSERT(bound > 0, "there is something to choose from");
    return static_cast<int>(next() % static_cast<std::uint64_t>(bound));
  }
  // Both bounds included.
  int between(int first, int last) { return first + below(last - first + 1); }
  bool percent(int share) { return below(100) < share; }

  template <class Value>
  const Value& pick(const std::vector<Value>& values) {
    return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
  }
  template <class Value>
  Value& pick(std::vector<Value>& values) {
    return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
  }

  template <class Value>
  void shuffle(std::vector<Value>& values) {
    for (std::size_t i = values.size(); i > 1; --i) {
      std::swap(values[i - 1], values[static_cast<std::size_t>(next() % i)]);
    }
  }

 private:
  std::uint64_t state_;
};

}  // namespace encours::simulation
