// The lines of a case: the union of what all operators have found on an account, without what is
// only tried out (shadow). Used by alerts.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "operators/client/findings.h"

namespace encours::alerts {

// Points into the row of findings: valid until the step ends or a slot is replaced.
struct CaseLines {
  std::vector<const v1::Cause*> causes;              // sorted by rule, then subject, each pair once
  v1::Severity severity = v1::SEVERITY_UNSPECIFIED;  // the greatest of the causes
  std::int64_t at_stake_minor = 0;  // the greatest of the causes: their figures overlap

  bool empty() const { return causes.empty(); }
  bool has(std::string_view rule, std::string_view subject) const;
};

// `currency` is the reporting currency. A cause still told in another, because its account has not
// been brought to a new policy yet, counts no amount.
CaseLines case_lines(Rows& rows, const AccountKey& account, Currency currency);

}  // namespace encours::alerts
