// What the oracle takes a log to say in the end: of each entity the one event that is in force.
// Private to the oracle.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "encours/v1/event.pb.h"
#include "operators/domain/day.h"

namespace encours::simulation {

// What holds before the first policy: no rules, amounts in EUR.
v1::Policy no_policy();

struct KnownClient {
  std::map<std::string, v1::Event> in_force;  // by entity
  std::map<std::string, int> taken_at;        // by entity: the place of that event in the log
  std::set<std::string> segments;             // "" is not among them
};

struct Known {
  Day today = kNoDay;
  v1::Policy policy = no_policy();
  std::map<std::string, KnownClient> clients;
};

Known known_from(std::span<const v1::Event> events);

// The name of a document without its line.
std::string name_of(const v1::DocumentRef& ref);

// The segment of a document, by its seller company.
std::string segment_of_company(const v1::Policy& policy, const std::string& seller_company);

}  // namespace encours::simulation
