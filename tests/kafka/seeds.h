// What simulations on a simulated cluster have in common: trouble of the world's own, runs by seed.
#pragma once

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "src/ports.h"
#include "tests/driver/sim_kafka.h"

namespace encours {

inline void expect(bool holds, const std::string& message) {
  if (!holds) {
    throw std::runtime_error(message);
  }
}

template <class T>
T take(Result<T> result, const std::string& what) {
  expect(result.has_value(), what + (result ? "" : ": " + result.error().message));
  return std::move(*result);
}

// A cluster whose markers are late, whose answers get lost and whose transactions fail.
inline SimKafkaOptions troubled_cluster(std::uint64_t seed) {
  SimKafkaOptions options;
  options.log.seed = seed;
  options.log.marker_delay_calls_max = 12;
  options.log.transaction_timeout_calls = 60;
  options.log.short_polls = true;
  options.log.empty_polls_percent = 20;
  options.session_timeout_calls = 80;
  options.retry_percent = 3;
  options.doom_percent = 1;
  options.lost_answers_percent = 6;
  options.late_news_percent = 60;
  return options;
}

inline std::uint64_t seed_of(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// The main() of a simulation: PROGRAM FIRST-LAST. Runs each seed; the first that fails is named and
// ends it. `told` gives the last line, of all runs together.
template <class Run, class Told>
int run_seeds(const char* program, int count, char** arguments, const Run& run, const Told& told) {
  const std::string_view range = count == 2 ? arguments[1] : "";
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos) {
    fmt::print(stderr, "usage: {} FIRST-LAST\n", program);
    return 2;
  }
  const std::uint64_t first = seed_of(range.substr(0, dash));
  const std::uint64_t last = seed_of(range.substr(dash + 1));
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    try {
      run(seed);
    } catch (const std::exception& failure) {
      fmt::print(stderr, "seed {0}: {1}\n  again with: {2} {0}-{0}\n", seed, failure.what(),
                 program);
      return 1;
    }
  }
  fmt::print("{} seeds: {}\n", last - first + 1, told());
  return 0;
}

}  // namespace encours
