#include "operators/client/ledger/ledger_findings.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "operators/client/accounts.h"
#include "operators/client/checked.h"
#include "operators/client/evidence.h"
#include "operators/client/findings.h"
#include "operators/client/fx.h"
#include "operators/client/ledger/balances.h"
#include "operators/client/ledger/drift.h"
#include "operators/client/ledger/ledger.h"
#include "operators/client/ledger/totals_findings.h"
#include "operators/domain/entity.h"

namespace encours::ledger {
namespace {

using state::v1::BookBalance;
using state::v1::DriftItem;
using state::v1::LedgerDrift;
using state::v1::LedgerTotals;

// Documents named in the evidence; the others are counted.
constexpr int kDriftDocumentsShown = 20;

// The summary of a first load where the policy has no rule about drift.
constexpr std::string_view kCutoverRule = "cutover";

std::string wake_slot(const AccountKey& account) {
  return "ledger cutover|" + account.segment;
}

std::string_view name_of(state::v1::DriftKind kind) {
  switch (kind) {
    case state::v1::DRIFT_KIND_MISSING_HERE:
      return "missing_here";
    case state::v1::DRIFT_KIND_MISSING_THERE:
      return "missing_there";
    case state::v1::DRIFT_KIND_DATE:
      return "date_differs";
    case state::v1::DRIFT_KIND_CURRENCY:
      return "currency_differs";
    default:
      return "amount_differs";
  }
}

// A source that sends nothing but lists has nothing to differ from.
bool has_documents(Rows& rows, const AccountKey& account) {
  const auto& all = head_of(rows, account).totals();
  return std::any_of(all.begin(), all.end(), [](const LedgerTotals& totals) {
    return totals.documents() > totals.opening_items();
  });
}

using Differences = std::vector<BalanceDifference>;

// Documents and balances may tell of the same difference: the greater sum counts.
std::int64_t drift_at_stake(const v1::Policy& policy, const LedgerDrift& drift,
                            const Differences& balances) {
  Valued documents;
  for (const DriftItem& item : drift.items()) {
    documents.add(
        value_reported(policy, checked_currency(item.currency()), std::abs(item.minor())));
  }
  Valued stated;
  for (const BalanceDifference& one : balances) {
    stated.add(value_reported(policy, checked_currency(one.balance->currency()),
                              std::max(std::abs(one.open_minor), std::abs(one.unapplied_minor))));
  }
  return std::max(documents.minor, stated.minor);
}

// "erp 1000 at 2024-01-31"
std::string shown(const BookBalance& balance) {
  std::string text = balance.source_system();
  text.append(balance.seller_company().empty() ? "" : " ").append(balance.seller_company());
  return text.append(" at ").append(format_day(balance.as_of()));
}

void add_balances(const Differences& balances, v1::Cause& cause) {
  for (const BalanceDifference& one : balances) {
    const auto add = [&](std::string_view name, std::int64_t minor) {
      if (minor != 0) {
        add_evidence(cause, name, checked_currency(one.balance->currency()), minor);
        cause.mutable_evidence(cause.evidence_size() - 1)->set_text(shown(*one.balance));
      }
    };
    add("balance_open_difference", one.open_minor);
    add("balance_unapplied_difference", one.unapplied_minor);
  }
}

void add_documents(const LedgerDrift& drift, v1::Cause& cause) {
  if (drift.items().empty()) {
    return;
  }
  add_evidence(cause, "drift_items", std::int64_t{drift.items_size()} + drift.more_items());
  for (int i = 0; i < std::min(drift.items_size(), kDriftDocumentsShown); ++i) {
    const DriftItem& item = drift.items(i);
    add_evidence(cause, name_of(item.kind()), checked_currency(item.currency()), item.minor());
    v1::Evidence& line = *cause.mutable_evidence(cause.evidence_size() - 1);
    line.set_text(display_name(document_ref(item.id())));
  }
}

void find_drift(Rows& rows, const AccountKey& account, Day today, std::vector<v1::Cause>& causes) {
  const LedgerDrift* held = rows.find(kLedgerDrift, account);
  const bool listed = held != nullptr && !held->items().empty() && has_documents(rows, account);
  const LedgerDrift& drift = listed ? *held : LedgerDrift::default_instance();
  const bool asserted = head_of(rows, account).asserted();
  const Differences balances = asserted ? balance_differences(rows, account, today) : Differences();
  if (!listed && balances.empty()) {
    return;
  }
  const v1::Policy& policy = policy_in_force(rows);
  const std::int64_t stake = drift_at_stake(policy, drift, balances);
  for (const v1::Rule& rule : policy.rules()) {
    if (rule.kind() != v1::RULE_KIND_DRIFT || stake < rule.minimum_minor() ||
        !rule_applies(rule, account, client_kind(rows, account.client_id))) {
      continue;
    }
    v1::Cause cause = make_finding(rows, account, Ledger::kName, rule, "", today);
    wire_from_minor(reporting_currency(policy), stake, *cause.mutable_at_stake());
    add_documents(drift, cause);
    add_balances(balances, cause);
    causes.push_back(std::move(cause));
  }
}

v1::Rule cutover_rule(const v1::Policy& policy) {
  v1::Rule rule;
  rule.set_name(std::string(kCutoverRule));
  for (const v1::Rule& named : policy.rules()) {
    if (named.kind() == v1::RULE_KIND_DRIFT) {
      rule.set_name(named.name());
    }
  }
  rule.set_kind(v1::RULE_KIND_DRIFT);
  rule.set_mode(v1::RULE_MODE_PROPOSE);
  rule.set_severity(v1::SEVERITY_INFO);
  return rule;
}

v1::Cause summary(Rows& rows, const AccountKey& account, const LedgerDrift& drift, Day today) {
  const v1::Policy& policy = policy_in_force(rows);
  v1::Cause cause = make_finding(rows, account, Ledger::kName, cutover_rule(policy), "", today);
  Valued open;
  for (const LedgerTotals& totals : head_of(rows, account).totals()) {
    open.add(
        value_reported(policy, checked_currency(totals.currency()), totals.open_items_minor()));
  }
  wire_from_minor(reporting_currency(policy), open.minor, *cause.mutable_at_stake());
  add_evidence(cause, "cutover_on", format_day(drift.cutover_on()));
  add_evidence(cause, "opening_items", drift.cutover_items());
  return cause;
}

}  // namespace

void find_all(Rows& rows, Emit& emit, const AccountKey& account, Day today) {
  std::vector<v1::Cause> causes;
  if (is_muted(rows, account)) {
    causes.push_back(summary(rows, account, *rows.find(kLedgerDrift, account), today));
  } else {
    causes = find_in_totals(rows, account, today);
    find_drift(rows, account, today, causes);
  }
  replace_findings_aloud(rows, emit, account, Ledger::kName, std::move(causes));
}

void begin_cutover(Rows& rows, Emit& emit, const AccountKey& account, Day cutover_on,
                   std::int64_t items) {
  LedgerDrift& row = rows.edit(kLedgerDrift, account);
  row.set_cutover_on(std::max(row.cutover_on(), cutover_on));
  row.set_cutover_items(row.cutover_items() + items);
  set_muted(rows, account, true);
  emit.wake(wake_slot(account), row.cutover_on() + 1);
}

void end_cutover(Rows& rows, Emit& emit, const AccountKey& account, Day today) {
  const LedgerDrift* held = rows.find(kLedgerDrift, account);
  if (held == nullptr || !is_muted(rows, account)) {
    return;
  }
  if (today <= held->cutover_on()) {
    emit.wake(wake_slot(account), held->cutover_on() + 1);
    return;
  }
  LedgerDrift& row = rows.edit(kLedgerDrift, account);
  row.clear_cutover_on();
  row.clear_cutover_items();
  set_muted(rows, account, false);
}

}  // namespace encours::ledger
