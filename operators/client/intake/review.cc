#include "operators/client/intake/review.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "operators/client/accounts.h"
#include "operators/client/evidence.h"
#include "operators/client/fx.h"
#include "operators/client/intake/identity.h"

namespace encours::intake {
namespace {

using Causes = std::vector<v1::Cause>;

Causes held_causes(Rows& rows, const AccountKey& account) {
  const state::v1::Findings* findings = rows.find(kFindings, account);
  if (findings == nullptr) {
    return {};
  }
  for (const state::v1::FindingsSlot& slot : findings->slots()) {
    if (slot.operator_name() == kOperatorName) {
      return {slot.causes().begin(), slot.causes().end()};
    }
  }
  return {};
}

// The day on which the first of them has waited long enough; kNoDay if none will. One found before
// the first day of the shard has no date and stays.
Day first_to_leave(const Causes& causes) {
  Day first = kNoDay;
  for (const v1::Cause& cause : causes) {
    const Day since = day_from_date(cause.since()).value_or(kNoDay);
    const Day leaves = since == kNoDay ? kNoDay : since + kReviewDays + 1;
    first = first == kNoDay || (leaves != kNoDay && leaves < first) ? leaves : first;
  }
  return first;
}

void replace(Rows& rows, Emit& emit, const AccountKey& account, Causes causes) {
  // The newest stay.
  std::sort(causes.begin(), causes.end(), [](const v1::Cause& a, const v1::Cause& b) {
    return std::make_tuple(b.since(), a.rule(), a.subject()) <
           std::make_tuple(a.since(), b.rule(), b.subject());
  });
  if (causes.size() > static_cast<std::size_t>(kReviewMax)) {
    causes.resize(static_cast<std::size_t>(kReviewMax));
  }
  emit.wake(std::string(kOperatorName).append("|").append(account.segment), first_to_leave(causes));
  replace_findings(rows, emit, account, kOperatorName, std::move(causes));
}

bool waited_long(const v1::Cause& cause, Day today) {
  const Day since = day_from_date(cause.since()).value_or(kNoDay);
  return since != kNoDay && today > since + kReviewDays;
}

bool still_runs(const v1::Policy& policy, const v1::Cause& cause, const AccountKey& account,
                v1::ClientKind kind) {
  return std::any_of(policy.rules().begin(), policy.rules().end(), [&](const v1::Rule& rule) {
    return rule.name() == cause.rule() && rule.kind() == cause.kind() &&
           rule_applies(rule, account, kind);
  });
}

}  // namespace

void note(const Input& input, Rows& rows, Emit& emit, const AccountKey& account,
          v1::RuleKind kind) {
  const v1::Policy& policy = policy_in_force(rows);
  const v1::ClientKind client = client_kind(rows, account.client_id);
  const std::string subject = shown_name(input);
  const v1::Money amount = amount_of(input).value_or(v1::Money());
  const Currency currency = Currency::from_code(amount.currency()).value_or(Currency());
  const std::int64_t minor = minor_from_wire(amount).value_or(0);
  const std::int64_t at_stake =
      currency.empty() ? 0 : value_reported(policy, currency, minor).minor;
  Causes causes = held_causes(rows, account);
  for (const v1::Rule& rule : policy.rules()) {
    if (rule.kind() != kind || !rule_applies(rule, account, client) ||
        at_stake < rule.minimum_minor()) {
      continue;
    }
    v1::Cause cause = make_finding(rows, account, kOperatorName, rule, subject, input.day);
    wire_from_minor(reporting_currency(policy), at_stake, *cause.mutable_at_stake());
    add_evidence(cause, "document", subject);
    if (!currency.empty()) {
      add_evidence(cause, "amount", currency, minor);
    }
    std::erase_if(causes, [&](const v1::Cause& held) {
      return held.rule() == cause.rule() && held.subject() == subject;
    });
    causes.push_back(std::move(cause));
  }
  replace(rows, emit, account, std::move(causes));
}

void settle(const Input& input, Rows& rows, Emit& emit, const AccountKey& account) {
  if (rows.find(kFindings, account) == nullptr) {
    return;
  }
  Causes causes = held_causes(rows, account);
  const std::string subject = shown_name(input);
  if (std::erase_if(causes, [&](const v1::Cause& cause) { return cause.subject() == subject; })) {
    replace(rows, emit, account, std::move(causes));
  }
}

void turn(const Input& input, Rows& rows, Emit& emit, const AccountKey& account) {
  Causes causes = held_causes(rows, account);
  if (causes.empty()) {
    return;
  }
  const v1::Policy& policy = policy_in_force(rows);
  const v1::ClientKind client = client_kind(rows, account.client_id);
  std::erase_if(causes, [&](const v1::Cause& cause) {
    return waited_long(cause, input.day) || !still_runs(policy, cause, account, client);
  });
  replace(rows, emit, account, std::move(causes));
}

}  // namespace encours::intake
