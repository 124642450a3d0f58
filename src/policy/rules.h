// The list under `rules:` in policy.yaml. Used by the policy compiler.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "encours/v1/policy.pb.h"
#include "operators/domain/money.h"
#include "src/config/yaml_reader.h"

namespace encours::policy {

// More than this many rules is no policy that anybody could explain to a client.
inline constexpr int kRulesMax = 200;
inline constexpr std::size_t kRuleNameBytesMax = 80;

// What rules are read against.
struct RuleSurroundings {
  Currency reporting;                 // of minimum amounts; empty if the policy names none
  std::vector<std::string> segments;  // those the policy knows, "main" among them
};

// Adds the rules of a list to the policy, sorted by name. Mistakes go to the errors of `list`.
void read_rules(const YamlValue& list, const RuleSurroundings& surroundings, v1::Policy& policy);

}  // namespace encours::policy
