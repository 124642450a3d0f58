// One simulated year of trouble: a random business whose events come late, twice, mutilated or not
// at all, folded by the production worker over a log and disks that fail, compared with the oracle
// and with itself. Everything follows from the seed.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "tests/driver/topology_driver.h"
#include "tests/simulation/business.h"
#include "tests/simulation/chance.h"

namespace encours::simulation {

class Simulation {
 public:
  Simulation(std::uint64_t seed, int steps);

  // What was not as it must be, in words; empty when all was well.
  std::vector<std::string> run();

  // What happened, for people: "412 events, 31 refused, 9 restarts".
  std::string summary() const;

 private:
  struct Waiting {
    v1::Event event;
    int steps_left = 0;
  };

  void step();
  void plan(v1::Event event);
  void send_due();
  void send(const v1::Event& event);
  void send_garbage();
  void send_nonsense();
  void send_to_wrong_place();
  void send_to_be_refused();
  void turn_days(int days);
  void disturb();
  void check(bool thoroughly);
  void drain();

  Chance chance_;
  int steps_;
  // A company's documents stay in the segment in which they came: without a policy to begin with,
  // none of the later ones has segments.
  const bool begins_with_policy_;
  Business business_;
  TopologyDriver driver_;
  std::vector<Waiting> waiting_;
  std::vector<v1::Event> sent_;
  std::vector<std::string> problems_;
  // What must lie in the dead letters: bytes and reason.
  std::vector<std::pair<std::string, std::string>> refused_;
  int events_ = 0;
  int checks_ = 0;
};

// The same facts in two random orders, over different partitions, up to the same day: the rows that
// are facts, and what is found, must be the same.
std::vector<std::string> any_order(std::uint64_t seed, int steps);

}  // namespace encours::simulation
