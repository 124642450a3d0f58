#include "tests/simulation/simulation.h"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "schemas/topics.h"
#include "src/engine/ticks.h"
#include "tests/driver/invariants.h"
#include "tests/simulation/checks.h"
#include "tests/simulation/refusing_topology.h"

namespace encours::simulation {
namespace {

const Day kFirstDay = *parse_day("2024-01-02");

// Each seed has its own weather: calm, or one kind of trouble more than others.
DriverOptions options_for(std::uint64_t seed) {
  Chance chance(seed * 31 + 7);
  DriverOptions options;
  options.partitions = chance.between(1, 4);
  options.topology = &refusing_topology();
  options.cache_bytes_max = chance.percent(50) ? std::size_t{64} << 20 : 4'096;
  options.log.seed = seed;
  options.log.record_bytes_max = std::size_t{4} << 20;
  options.log.short_polls = chance.percent(50);
  options.log.marker_delay_calls_max = chance.percent(50) ? 5 : 0;
  options.log.empty_polls_percent = chance.percent(30) ? 20 : 0;
  options.log.aborted_commits_percent = chance.percent(30) ? 10 : 0;
  options.log.unknown_commits_percent = chance.percent(30) ? 10 : 0;
  return options;
}

}  // namespace

Simulation::Simulation(std::uint64_t seed, int steps)
    : chance_(seed),
      steps_(steps),
      begins_with_policy_(chance_.percent(90)),
      business_(chance_.next(), {.segments = begins_with_policy_, .horizon = begins_with_policy_}),
      driver_(options_for(seed)) {}

std::vector<std::string> Simulation::run() {
  if (begins_with_policy_) {
    send(business_.policy());
  }
  driver_.turn_day(kFirstDay);
  for (int i = 0; i < steps_ && problems_.empty(); ++i) {
    step();
  }
  if (problems_.empty()) {
    drain();
    check(true);
  }
  return problems_;
}

std::string Simulation::summary() const {
  return fmt::format("{} events, {} refused, {} restarts, {} checks, {} partitions", events_,
                     refused_.size(), driver_.restarts(), checks_, driver_.partitions());
}

void Simulation::step() {
  const int what = chance_.below(100);
  if (what < 66) {
    for (v1::Event& event : business_.next(driver_.day())) {
      plan(std::move(event));
    }
  } else if (what < 74) {
    if (!sent_.empty()) {
      send(chance_.pick(sent_));
    }
  } else if (what < 78) {
    send_nonsense();
  } else if (what < 80) {
    send_garbage();
  } else if (what < 81) {
    send_to_wrong_place();
  } else if (what < 84) {
    send_to_be_refused();
  } else if (what < 85) {
    send(business_.policy());
  } else if (what < 86) {
    send(business_.rates(driver_.day()));
  } else if (what < 90) {
    turn_days(chance_.percent(80) ? 1 : chance_.between(2, 35));
  } else if (what < 97) {
    disturb();
  } else {
    check(chance_.percent(20));
  }
  send_due();
  if (chance_.percent(40)) {
    driver_.run();
    for (std::string& problem : check_conservation(driver_, business_.client_ids())) {
      problems_.push_back(std::move(problem));
    }
  }
}

// --- events -----------------------------------------------------------------------------------

// Feeds do not wait for each other.
void Simulation::plan(v1::Event event) {
  waiting_.push_back({std::move(event), chance_.percent(60) ? 0 : chance_.between(1, 12)});
}

void Simulation::send_due() {
  std::vector<Waiting> later;
  for (Waiting& waiting : waiting_) {
    if (waiting.steps_left-- == 0) {
      send(waiting.event);
    } else {
      later.push_back(std::move(waiting));
    }
  }
  waiting_ = std::move(later);
}

void Simulation::send(const v1::Event& event) {
  ++events_;
  driver_.send(event);
  if (!event.client_id().empty()) {
    sent_.push_back(event);
  }
}

void Simulation::send_nonsense() {
  const Business::Nonsense nonsense = business_.nonsense(driver_.day());
  driver_.send(nonsense.event);
  refused_.emplace_back(nonsense.event.SerializeAsString(), nonsense.reason);
}

void Simulation::send_garbage() {
  std::string bytes;
  for (int i = chance_.between(0, 40); i > 0; --i) {
    bytes.push_back(static_cast<char>(chance_.below(256)));
  }
  if (!sent_.empty() && chance_.percent(60)) {  // an event cut short
    const std::string whole = chance_.pick(sent_).SerializeAsString();
    bytes =
        whole.substr(0, static_cast<std::size_t>(chance_.below(static_cast<int>(whole.size()))));
  }
  driver_.send_bytes(chance_.pick(business_.client_ids()), bytes);
  refused_.emplace_back(bytes, "UNDECODABLE");
}

void Simulation::send_to_wrong_place() {
  if (sent_.empty()) {
    return;
  }
  const v1::Event& event = chance_.pick(sent_);
  const std::string value = event.SerializeAsString();
  const int right = partition_of(event.client_id(), driver_.partitions());
  const int partition = chance_.below(driver_.partitions());
  if (partition != right) {
    driver_.append({{"credit.events", partition}, event.client_id(), value, {}});
    refused_.emplace_back(value, "WRONG_PARTITION");
    return;
  }
  if (chance_.percent(50)) {
    driver_.append({{"credit.events", partition}, event.client_id() + "x", value, {}});
    refused_.emplace_back(value, "WRONG_KEY");
    return;
  }
  const std::string tick = day_turned_event(driver_.day() + 700).SerializeAsString();
  driver_.append({{"credit.events", partition}, shard_key(partition), tick, {}});
  refused_.emplace_back(tick, "TICK_NOT_ALLOWED");
}

// An event that is refused after some of the operators have taken it in: nothing of it may stay.
void Simulation::send_to_be_refused() {
  driver_.run();
  const std::vector<std::string> before = driver_.full_hashes();
  for (v1::Event event : business_.next(driver_.day())) {
    event.set_event_id(refused_at(event.event_id(), chance_.below(refusal_places())));
    event.set_revision(1'000'000);  // or it might be a repeat
    const bool is_broadcast = event.client_id().empty();
    if (event.has_human_decision() || is_broadcast) {
      continue;
    }
    driver_.send(event);
    refused_.emplace_back(event.SerializeAsString(), "BAD_REFERENCE");
  }
  driver_.run();
  if (driver_.full_hashes() != before) {
    problems_.emplace_back("a refused event left a trace");
  }
}

// --- time and trouble -------------------------------------------------------------------------

void Simulation::turn_days(int days) {
  for (int i = 0; i < days; ++i) {
    driver_.run();
    driver_.beat();
    driver_.turn_day(driver_.day() + 1);
  }
}

void Simulation::disturb() {
  switch (chance_.below(6)) {
    case 0:
      driver_.crash_and_restore(Crash::kProcess);
      break;
    case 1:
      driver_.crash_and_restore(Crash::kPower);
      break;
    case 2:  // in the middle of something
      for (int turns = chance_.between(1, 3); turns > 0; --turns) {
        driver_.turn();
      }
      driver_.crash_and_restore(chance_.percent(50) ? Crash::kPower : Crash::kProcess);
      break;
    case 3:
      driver_.flush(chance_.between(1, 3));
      break;
    case 4:
      driver_.flush();
      if (chance_.percent(50)) {
        driver_.stores().sync();
      }
      break;
    default:
      driver_.stores().fail_writes(Fault::kIo);
      driver_.flush();
      driver_.crash_and_restore(Crash::kPower);
      break;
  }
}

// --- checks -----------------------------------------------------------------------------------

void Simulation::check(bool thoroughly) {
  ++checks_;
  driver_.run();
  const auto add = [this](Problems problems) {
    std::move(problems.begin(), problems.end(), std::back_inserter(problems_));
  };
  add(check_against_oracle(driver_));
  add(check_balances(driver_));
  if (thoroughly) {
    driver_.beat();
    add(broken_invariants(driver_));
    add(check_decisions(driver_));
    add(check_dead_letters(driver_, refused_));
    add(check_refold(driver_, refusing_topology()));
  }
}

void Simulation::drain() {
  for (Waiting& waiting : waiting_) {
    send(waiting.event);
  }
  waiting_.clear();
  driver_.run();
}

// --- any order --------------------------------------------------------------------------------

namespace {

// Sends the events in the order given, over the days up to the last.
std::string facts_in_order(const std::vector<v1::Event>& events, const v1::Event& policy,
                           std::int32_t partitions, Day last, std::uint64_t seed) {
  Chance chance(seed);
  DriverOptions options;
  options.partitions = partitions;
  TopologyDriver driver(options);
  driver.send(policy);
  driver.turn_day(kFirstDay);
  for (const v1::Event& event : events) {
    driver.send(event);
    if (chance.percent(10)) {
      driver.run();
    }
    if (chance.percent(5) && driver.day() < last) {
      driver.turn_day(driver.day() + 1);
    }
  }
  driver.run();
  while (driver.day() < last) {
    driver.turn_day(driver.day() + 1);
  }
  return driver.hashes().facts.hex();
}

using Order = std::vector<v1::Event>;

// Leaves out of both orders what they differ without, in ever smaller pieces.
void shrink(Order& one, Order& other, const std::function<bool(const Order&, const Order&)>& same) {
  for (std::size_t piece = one.size() / 2; piece > 0; piece /= 2) {
    for (std::size_t begin = 0; begin < one.size();) {
      std::set<std::string> left_out;
      for (std::size_t i = begin; i < std::min(begin + piece, one.size()); ++i) {
        left_out.insert(one[i].event_id());
      }
      const auto is_out = [&](const v1::Event& event) {
        return left_out.contains(event.event_id());
      };
      Order fewer = one;
      Order other_fewer = other;
      std::erase_if(fewer, is_out);
      std::erase_if(other_fewer, is_out);
      if (same(fewer, other_fewer)) {
        begin += piece;
      } else {
        one = std::move(fewer);
        other = std::move(other_fewer);
      }
    }
  }
}

}  // namespace

std::vector<std::string> any_order(std::uint64_t seed, int steps) {
  Chance chance(seed);
  Business business(chance.next(), {.revisions_only = true, .decisions = false});
  constexpr Day kDays = 40;
  Order events;
  for (int i = 0; i < steps; ++i) {
    for (v1::Event& event : business.next(kFirstDay + i * kDays / steps)) {
      events.push_back(std::move(event));
    }
  }
  const v1::Event policy = business.policy();
  const Day last = kFirstDay + kDays + 10;
  const std::int32_t partitions = chance.between(1, 4);
  const std::uint64_t fold_seed = chance.next();
  Order other = events;
  chance.shuffle(other);
  const auto same = [&](const Order& a, const Order& b) {
    return facts_in_order(a, policy, partitions, last, fold_seed) ==
           facts_in_order(b, policy, partitions, last, fold_seed + 1);
  };
  if (same(events, other)) {
    return {};
  }
  shrink(events, other, same);
  std::vector<std::string> problems{"in another order the same facts leave other rows"};
  for (const v1::Event& event : other) {
    problems.push_back(event.ShortDebugString());
  }
  problems.emplace_back("and in this order:");
  for (const v1::Event& event : events) {
    problems.push_back(event.event_id());
  }
  return problems;
}

}  // namespace encours::simulation
