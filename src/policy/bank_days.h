// The keys of a policy about banks: when they work, until when money can be taken back, how far their
// statements are known.
#pragma once

#include "encours/v1/policy.pb.h"
#include "src/config/yaml_reader.h"

namespace encours::policy {

// Reads company_countries, bank_holidays, finality, returned_payment_days, bank_feed and
// bank_feed_days.
void read_bank_days(YamlMap& policy, v1::Policy& out);

}  // namespace encours::policy
