// Intake's findings: what a person must look at because it was not folded as it came. Used by
// intake.
//
// A finding stands until a newer revision of the entity comes, or kReviewDays have passed; the
// newest kReviewMax are kept, so that a feed gone wrong cannot fill an account's row.
#pragma once

#include <string_view>

#include "operators/client/findings.h"

namespace encours::intake {

inline constexpr std::string_view kOperatorName = "intake";

// Days that a finding waits for a person.
inline constexpr int kReviewDays = 30;

// Findings of one account.
inline constexpr int kReviewMax = 50;

// Adds a finding about the event's document to the account, for each rule of that kind that
// applies.
void note(const Input& input, Rows& rows, Emit& emit, const AccountKey& account, v1::RuleKind kind);

// Takes back the findings about the event's document: a newer revision settles them.
void settle(const Input& input, Rows& rows, Emit& emit, const AccountKey& account);

// Drops what has waited long enough or whose rule no longer runs.
void turn(const Input& input, Rows& rows, Emit& emit, const AccountKey& account);

}  // namespace encours::intake
