#include "operators/client/orders/climate.h"

#include <algorithm>
#include <string>

#include <xxhash.h>

#include "operators/client/accounts.h"
#include "operators/client/ageing/lateness.h"
#include "operators/client/checked.h"
#include "operators/client/evidence.h"
#include "operators/client/exposure/exposure.h"
#include "operators/client/findings.h"
#include "operators/domain/total.h"

namespace encours::orders {
namespace {

// Whether a finding of this kind on the account stands in the way of its orders.
bool holds_orders(const v1::Cause& cause, const LimitTerms& limit) {
  switch (cause.kind()) {
    case v1::RULE_KIND_OLDEST_OVERDUE:
    case v1::RULE_KIND_OVERDUE_SHARE:
      return true;
    case v1::RULE_KIND_LIMIT_EXPIRED:
      return limit.expired;  // one that will end holds nothing yet
    default:
      return false;
  }
}

// The policy gives the forced hold its name and urgency; it holds even where no rule names it.
v1::Cause forced_hold_cause(const v1::Policy& policy, const state::v1::ForcedHold& forced) {
  v1::Cause cause;
  cause.set_rule(std::string(kForcedHoldRule));
  cause.set_severity(v1::SEVERITY_HIGH);
  for (const v1::Rule& rule : policy.rules()) {
    if (rule.kind() == v1::RULE_KIND_FORCED_HOLD) {
      cause.set_rule(rule.name());
      cause.set_severity(rule.severity());
    }
  }
  cause.set_kind(v1::RULE_KIND_FORCED_HOLD);
  cause.set_mode(v1::RULE_MODE_ENFORCE);
  cause.set_since(date_from_day(forced.since()));
  add_evidence(cause, "decided_by", forced.decided_by());
  add_evidence(cause, "decision_id", forced.decision_id());
  if (!forced.reason().empty()) {
    add_evidence(cause, "reason", forced.reason());
  }
  return cause;
}

// How many days the oldest item is late, as rules count them; 0 when nothing is.
Day days_late(Rows& rows, const Climate& climate) {
  const state::v1::AgeingHead* head = rows.find(ageing::kAgeing, climate.account);
  Day oldest = kNoDay;
  for (int i = 0; head != nullptr && i < head->ladders_size(); ++i) {
    const ageing::NetOverdue net =
        ageing::net_overdue(rows, climate.account, *head, head->ladders(i), climate.day);
    if (net.minor > 0 && (oldest == kNoDay || net.oldest_due_on < oldest)) {
      oldest = net.oldest_due_on;
    }
  }
  return oldest == kNoDay
             ? 0
             : std::max(0, climate.day - ageing::effectively_due_on(climate.policy, climate.account,
                                                                    climate.client_kind, oldest));
}

// A limit may be stricter about lateness than the rule: then the rule holds orders by the limit's
// days, while its own finding waits for the policy's.
void add_lateness_by_limit(Rows& rows, const Climate& climate, Causes& causes) {
  const int allowed = climate.limit.max_days_late;
  const Day late = allowed == 0 || climate.day == kNoDay ? 0 : days_late(rows, climate);
  if (allowed == 0 || late <= allowed) {
    return;
  }
  for (const v1::Rule& rule : climate.policy.rules()) {
    const bool found = std::any_of(causes.begin(), causes.end(), [&](const v1::Cause& cause) {
      return cause.rule() == rule.name();
    });
    if (rule.kind() != v1::RULE_KIND_OLDEST_OVERDUE || found ||
        !rule_applies(rule, climate.account, climate.client_kind)) {
      continue;
    }
    v1::Cause& cause = causes.emplace_back();
    cause.set_rule(rule.name());
    cause.set_kind(rule.kind());
    cause.set_mode(rule.mode());
    cause.set_severity(rule.severity());
    cause.set_since(date_from_day(climate.day));
    add_evidence(cause, "days_late_effective", std::int64_t{late});
    add_evidence(cause, "max_days_late", std::int64_t{allowed});
  }
}

Causes account_wide_causes(Rows& rows, const Climate& climate, const state::v1::OrderBook& book) {
  Causes causes;
  const auto* findings = rows.find(kFindings, climate.account);
  for (int i = 0; findings != nullptr && i < findings->slots_size(); ++i) {
    // What orders found themselves would hold for ever by itself.
    if (findings->slots(i).operator_name() == kOperatorName) {
      continue;
    }
    for (const v1::Cause& cause : findings->slots(i).causes()) {
      if (holds_orders(cause, climate.limit)) {
        causes.push_back(cause);
      }
    }
  }
  add_lateness_by_limit(rows, climate, causes);
  if (book.has_forced()) {
    causes.push_back(forced_hold_cause(climate.policy, book.forced()));
  }
  return causes;
}

}  // namespace

std::int64_t ceiling_minor(const LimitTerms& limit, const v1::Rule& rule) {
  const std::int64_t tolerance =
      multiply_divide_half_up(limit.amount_minor, rule.threshold_bp(), kWholeBp)
          .value_or(kTotalMinorMax);
  return std::min(limit.amount_minor + tolerance, kTotalMinorMax);
}

std::uint64_t Climate::fingerprint() const {
  std::string text;
  const auto add_number = [&](std::int64_t number) {
    text.append(std::to_string(number)).push_back('\x1f');
  };
  const auto add_text = [&](std::string_view part) { text.append(part).push_back('\x1f'); };
  add_text(policy.version());
  add_text(std::to_string(policy.hash()));
  add_number(client_kind);
  add_number(usual_terms_days);
  add_number(limit.kind);
  add_text(limit.currency.code());
  add_number(limit.amount_minor);
  add_number(limit.max_order_minor);
  add_number(limit.max_terms_days);
  add_number(muted ? 1 : 0);
  for (const v1::Cause& cause : account_wide) {
    add_text(cause.rule());
    add_text(cause.subject());
    add_number(cause.mode());
  }
  return XXH3_64bits(text.data(), text.size());
}

std::int64_t Climate::allowance_minor() const {
  if (!limit.bounded()) {
    return kTotalMinorMax;
  }
  std::int64_t most = limit.amount_minor;
  for (const v1::Rule& rule : policy.rules()) {
    if (rule.kind() == v1::RULE_KIND_LIMIT_EXCEEDED && rule.mode() >= v1::RULE_MODE_PROPOSE &&
        rule_applies(rule, account, client_kind)) {
      const std::int64_t unsaid =
          value_in(policy, reporting_currency(policy), rule.minimum_minor(), limit.currency).minor;
      most = std::max({most, ceiling_minor(limit, rule), limit.amount_minor + unsaid});
    }
  }
  return std::min(most, kTotalMinorMax);
}

Climate read_climate(const Input& input, Rows& rows, const AccountKey& account,
                     const state::v1::OrderBook& book) {
  const v1::Policy& policy = policy_in_force(rows);
  const state::v1::ClientAccounts* client = rows.find(kClients, OwnerKey{account.client_id});
  Climate climate{.account = account, .policy = policy, .day = input.day};
  climate.client_kind = client_kind(rows, account.client_id);
  climate.usual_terms_days = client == nullptr ? 0 : client->master().terms_days();
  climate.limit = limit_in_force(rows, account, policy, input.day);
  climate.documents_minor =
      exposure::documents_in(rows, account, policy, climate.limit.currency).minor;
  climate.forced = book.has_forced();
  climate.muted = is_muted(rows, account);
  climate.account_wide = account_wide_causes(rows, climate, book);
  return climate;
}

std::int64_t in_limit_currency(const Climate& climate, std::string_view currency,
                               std::int64_t minor) {
  return value_in(climate.policy, checked_currency(currency), minor, climate.limit.currency).minor;
}

}  // namespace encours::orders
