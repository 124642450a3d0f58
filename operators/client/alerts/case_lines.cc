#include "operators/client/alerts/case_lines.h"

#include <algorithm>
#include <tuple>

namespace encours::alerts {
namespace {

bool is_told(const v1::Cause& cause) {
  return cause.mode() == v1::RULE_MODE_PROPOSE || cause.mode() == v1::RULE_MODE_ENFORCE;
}

// A sum beyond what an amount may be stays at that bound: it is compared, never added.
std::int64_t at_stake_minor(const v1::Cause& cause, Currency currency) {
  if (!cause.has_at_stake() || cause.at_stake().currency() != currency.code()) {
    return 0;
  }
  return minor_from_wire(cause.at_stake()).value_or(kAmountMinorMax);
}

auto name_of(const v1::Cause& cause) {
  return std::make_tuple(std::string_view(cause.rule()), std::string_view(cause.subject()));
}

}  // namespace

bool CaseLines::has(std::string_view rule, std::string_view subject) const {
  const auto name = std::make_tuple(rule, subject);
  const auto found = std::lower_bound(
      causes.begin(), causes.end(), name,
      [](const v1::Cause* cause, const auto& wanted) { return name_of(*cause) < wanted; });
  return found != causes.end() && name_of(**found) == name;
}

CaseLines case_lines(Rows& rows, const AccountKey& account, Currency currency) {
  CaseLines lines;
  const state::v1::Findings* findings = rows.find(kFindings, account);
  if (findings == nullptr) {
    return lines;
  }
  for (const state::v1::FindingsSlot& slot : findings->slots()) {
    for (const v1::Cause& cause : slot.causes()) {
      if (is_told(cause)) {
        lines.causes.push_back(&cause);
        lines.severity = std::max(lines.severity, cause.severity());
        lines.at_stake_minor = std::max(lines.at_stake_minor, at_stake_minor(cause, currency));
      }
    }
  }
  // Two operators may find the same: the greater figure is the line, else the first operator's.
  std::stable_sort(lines.causes.begin(), lines.causes.end(),
                   [&](const v1::Cause* a, const v1::Cause* b) {
                     return std::make_tuple(name_of(*a), at_stake_minor(*b, currency)) <
                            std::make_tuple(name_of(*b), at_stake_minor(*a, currency));
                   });
  const auto same_name = [](const v1::Cause* a, const v1::Cause* b) {
    return name_of(*a) == name_of(*b);
  };
  lines.causes.erase(std::unique(lines.causes.begin(), lines.causes.end(), same_name),
                     lines.causes.end());
  return lines;
}

}  // namespace encours::alerts
