// Findings: what each operator has found on a credit account. Rows, not messages: alerts and holds
// are level-triggered readers of them, so a duplicate, a late event or a new policy can never leave
// a stale alert behind.
//
// Each operator owns one slot per account and replaces it whole when it runs; not running leaves it
// as it was.
#pragma once

#include <string_view>
#include <vector>

#include "encours/state/v1/findings.pb.h"
#include "encours/v1/lists.pb.h"
#include "encours/v1/policy.pb.h"
#include "operators/operator.h"

namespace encours {

// One row an account, written by every operator that has a slot, each its own slot only. Owned by
// intake in the topology, because a table has one owner there.
inline constexpr Table<AccountKey, state::v1::Findings> kFindings{2, "findings", Content::kHistory};

// The policy in force; absent before the first Policy event. Written by intake.
inline constexpr Table<ShardKey, v1::Policy> kPolicy{1, "policy", Content::kHistory};

// The subject of findings about the orders of an account, not about the account itself.
inline constexpr std::string_view kOrdersSubject = "orders";

// The policy in force, or one without rules before the first Policy event.
const v1::Policy& policy_in_force(Rows& rows);

// The segment a document of `seller_company` belongs to: "main" unless the policy says otherwise.
std::string_view segment_of(const v1::Policy& policy, std::string_view seller_company);

// The segment of the account that a list or a balance is about: its company's, else the one it
// names.
std::string_view segment_of_list(const v1::Policy& policy, const v1::OpenItemsList& list);
std::string_view segment_of_balance(const v1::Policy& policy, const v1::BalanceAsserted& asserted);

// Whether a rule runs for this account (mode, segment, kind of client).
bool rule_applies(const v1::Rule& rule, const AccountKey& account, v1::ClientKind client_kind);

// The finding that `operator_name` holds for a rule and subject, or nullptr: what hysteresis and
// `since` need.
const v1::Cause* held_finding(Rows& rows, const AccountKey& account, std::string_view operator_name,
                              std::string_view rule, std::string_view subject);

// Starts a finding of `rule`: rule, kind, mode, severity, subject, and `since` kept from the
// finding held before.
v1::Cause make_finding(Rows& rows, const AccountKey& account, std::string_view operator_name,
                       const v1::Rule& rule, std::string_view subject, Day today);

// Replaces the operator's slot and says FindingsChanged if anything in it differs. Causes need not
// be sorted. On an account that is muted a finding that was not held before is left out.
void replace_findings(Rows& rows, Emit& emit, const AccountKey& account,
                      std::string_view operator_name, std::vector<v1::Cause> causes);

// The same for operators that mute themselves: what they find is said whatever happens.
void replace_findings_aloud(Rows& rows, Emit& emit, const AccountKey& account,
                            std::string_view operator_name, std::vector<v1::Cause> causes);

// During a first load nothing new is found on the account: what it comes to all at once says
// nothing about today. Written by the ledger.
void set_muted(Rows& rows, const AccountKey& account, bool muted);
bool is_muted(Rows& rows, const AccountKey& account);

}  // namespace encours
