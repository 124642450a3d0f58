// Which of many decisions rules on a day: pure functions of the decisions, the policy and the day.
// Used by limits.
#pragma once

#include "operators/client/limits/limits.h"

namespace encours::limits {

// What rules, and the decision it comes from; nullptr when the policy does.
struct Ruling {
  LimitTerms terms;
  const state::v1::LimitDecision* decision = nullptr;
};

Ruling ruling_on(const state::v1::AccountLimits& limits, const v1::Policy& policy, Day day);

// Whether `a` was decided after `b`: by the day of the decision, then by revision, then by content,
// so that any order of arrival gives one answer.
bool decided_later(const state::v1::LimitDecision& a, const state::v1::LimitDecision& b);

// First and last day of a decision; kNoDay = from the beginning, without end.
Day first_day(const state::v1::LimitDecision& decision);
Day last_day(const state::v1::LimitDecision& decision);

}  // namespace encours::limits
