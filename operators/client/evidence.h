// The lines of evidence in a finding: each a figure that the rule looked at, under the name it has
// for people.
#pragma once

#include <cstdint>
#include <string_view>

#include "encours/v1/outputs.pb.h"
#include "operators/domain/money.h"

namespace encours {

void add_evidence(v1::Cause& cause, std::string_view name, Currency currency, std::int64_t minor);
// A number of days, items or basis points.
void add_evidence(v1::Cause& cause, std::string_view name, std::int64_t value);
// A date, reference or code.
void add_evidence(v1::Cause& cause, std::string_view name, std::string_view text);

}  // namespace encours
