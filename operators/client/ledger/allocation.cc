#include "operators/client/ledger/allocation.h"

#include "operators/client/accounts.h"
#include "operators/client/checked.h"
#include "operators/client/evidence.h"
#include "operators/client/findings.h"
#include "operators/client/fx.h"
#include "operators/client/ledger/ledger.h"

namespace encours::ledger {
namespace {

using state::v1::LedgerHead;
using state::v1::LedgerTotals;

Valued at_stake(const v1::Policy& policy, const LedgerHead& head) {
  Valued stake;
  for (const LedgerTotals& totals : head.totals()) {
    const Currency currency = checked_currency(totals.currency());
    stake.add(value_reported(policy, currency, totals.parked_gross_minor()));
    stake.add(value_reported(policy, currency, totals.over_allocated_minor()));
  }
  return stake;
}

void add_figures(const LedgerTotals& totals, v1::Cause& cause) {
  const Currency currency = checked_currency(totals.currency());
  if (totals.over_allocated_items() != 0) {
    add_evidence(cause, "over_allocated", currency, totals.over_allocated_minor());
    add_evidence(cause, "over_allocated_items", totals.over_allocated_items());
  }
  if (totals.parked_items() != 0) {
    add_evidence(cause, "parked", currency, totals.parked_gross_minor());
    add_evidence(cause, "parked_items", totals.parked_items());
  }
}

}  // namespace

std::vector<v1::Cause> find_allocations(Rows& rows, const AccountKey& account, Day today) {
  const v1::Policy& policy = policy_in_force(rows);
  const LedgerHead& head = head_of(rows, account);
  std::vector<v1::Cause> causes;
  for (const v1::Rule& rule : policy.rules()) {
    if (rule.kind() != v1::RULE_KIND_ALLOCATION ||
        !rule_applies(rule, account, client_kind(rows, account.client_id))) {
      continue;
    }
    const Valued stake = at_stake(policy, head);
    if (stake.minor == 0 || stake.minor < rule.minimum_minor()) {
      continue;
    }
    v1::Cause cause = make_finding(rows, account, Ledger::kName, rule, "", today);
    wire_from_minor(reporting_currency(policy), stake.minor, *cause.mutable_at_stake());
    for (const LedgerTotals& totals : head.totals()) {
      add_figures(totals, cause);
    }
    causes.push_back(std::move(cause));
  }
  return causes;
}

}  // namespace encours::ledger
