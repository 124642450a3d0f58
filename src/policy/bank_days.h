// The keys of a policy about banks: when they work, and until when money can be taken back.
#pragma once

#include "encours/v1/policy.pb.h"
#include "src/config/yaml_reader.h"

namespace encours::policy {

// Reads company_countries, bank_holidays, finality and returned_payment_days.
void read_bank_days(YamlMap& policy, v1::Policy& out);

}  // namespace encours::policy
