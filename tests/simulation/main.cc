// encours_simulation: runs seeds until one fails or the time is over. A seed that fails is told
// with the command that repeats it.
#include <charconv>
#include <chrono>
#include <cstdio>
#include <optional>

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include "operators/topology.h"
#include "src/engine/ticks.h"
#include "tests/simulation/refusing_topology.h"
#include "tests/simulation/simulation.h"

namespace encours::simulation {
namespace {

struct Settings {
  std::uint64_t first_seed = 1;
  int seeds = 100;
  int steps = 150;
  int seconds = 0;  // 0: until all seeds are done
  bool verbose = false;
  std::optional<std::uint64_t> log_seed;  // print a log instead
};

// "--seed 7": false for anything else.
bool read_arguments(const std::vector<std::string>& words, Settings& settings) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--verbose") {
      settings.verbose = true;
      continue;
    }
    std::uint64_t value = 0;
    const std::string text = ++i < words.size() ? words[i] : "";
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
      return false;
    }
    const std::string& name = words[i - 1];
    if (name == "--seed") {
      settings.first_seed = value;
    } else if (name == "--seeds") {
      settings.seeds = static_cast<int>(value);
    } else if (name == "--steps") {
      settings.steps = static_cast<int>(value);
    } else if (name == "--log") {
      settings.log_seed = value;
    } else if (name == "--seconds") {
      settings.seconds = static_cast<int>(value);
    } else {
      return false;
    }
  }
  return true;
}

bool report(const std::vector<std::string>& problems, std::uint64_t seed,
            const Settings& settings) {
  if (problems.empty()) {
    return true;
  }
  constexpr std::size_t kProblemsShown = 60;
  for (std::size_t i = 0; i < problems.size() && i < kProblemsShown; ++i) {
    fmt::print("{}\n", problems[i]);
  }
  fmt::print("seed {} failed; again: encours_simulation --seed {} --seeds 1 --steps {}\n", seed,
             seed, settings.steps);
  return false;
}

// A log as the golden one: events in the order in which they happen, some of them twice.
void print_log(std::uint64_t seed) {
  constexpr Day kDays = 60;
  constexpr int kEventsPerDay = 4;
  Chance chance(seed);
  Business business(chance.next(), {.clients = 3});
  const auto print = [](const v1::Event& event) {
    google::protobuf::util::JsonPrintOptions options;
    options.preserve_proto_field_names = true;
    std::string json;
    const auto status = google::protobuf::util::MessageToJsonString(event, &json, options);
    ENCOURS_ASSERT(status.ok(), "every event can be written as JSON");
    fmt::print("{}\n", json);
  };
  const Day first = *parse_day("2024-01-02");
  for (Day day = first; day < first + kDays; ++day) {
    if (day == first || day == first + kDays / 2) {
      print(business.policy());
    }
    print(day_turned_event(day));
    if (day == first + kDays / 3) {
      print(business.rates(day));
    }
    for (int i = 0; i < kEventsPerDay; ++i) {
      for (const v1::Event& event : business.next(day)) {
        for (int times = chance.percent(5) ? 2 : 1; times > 0; --times) {
          print(event);
        }
      }
    }
    if (chance.percent(10)) {
      print(business.nonsense(day).event);
    }
    print(beat_event(day, last_second_us(day)));
  }
}

int run(const Settings& settings) {
  if (settings.log_seed.has_value()) {
    print_log(*settings.log_seed);
    return 0;
  }
  if (describe_without_refusals() != client_topology().describe()) {
    fmt::print("the operators of refusing_topology.cc are not those of operators/topology.cc\n");
    return 1;
  }
  const auto started = std::chrono::steady_clock::now();
  int done = 0;
  for (; done < settings.seeds; ++done) {
    const auto passed = std::chrono::steady_clock::now() - started;
    if (settings.seconds > 0 && passed >= std::chrono::seconds(settings.seconds)) {
      break;
    }
    const std::uint64_t seed = settings.first_seed + static_cast<std::uint64_t>(done);
    if (settings.verbose) {
      fmt::print("seed {}\n", seed);
      std::fflush(stdout);
    }
    Simulation simulation(seed, settings.steps);
    if (!report(simulation.run(), seed, settings) ||
        !report(any_order(seed, settings.steps / 2), seed, settings)) {
      return 1;
    }
    if (settings.verbose) {
      fmt::print("  {}\n", simulation.summary());
    }
  }
  fmt::print("{} seeds of {} passed, from {}\n", done, settings.seeds, settings.first_seed);
  return 0;
}

}  // namespace
}  // namespace encours::simulation

int main(int argc, char** argv) {
  encours::simulation::Settings settings;
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (!encours::simulation::read_arguments(words, settings)) {
    fmt::print(
        "usage: encours_simulation [--seed N] [--seeds N] [--steps N] [--seconds N] "
        "[--verbose] [--log SEED]\n");
    return 2;
  }
  return encours::simulation::run(settings);
}
