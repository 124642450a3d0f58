// The keys of policy.yaml about the order desk: its horizon, what a hold on the account lets pass,
// what the ERP does without a decision, who may approve limits. Used by the policy compiler.
#pragma once

#include "encours/v1/policy.pb.h"
#include "operators/domain/money.h"
#include "src/config/yaml_reader.h"

namespace encours::policy {

// Reads them into the policy, whose rules are there already. `reporting`: of amounts; empty if the
// policy names none.
void read_desk(YamlMap& top, Currency reporting, v1::Policy& policy);

}  // namespace encours::policy
