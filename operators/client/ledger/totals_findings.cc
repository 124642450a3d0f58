#include "operators/client/ledger/totals_findings.h"

#include <vector>

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

// What a rule of the ledger looks at, by currency: the amount at stake, and its evidence.
struct Subject {
  std::int64_t (*at_stake_minor)(const LedgerTotals& totals);
  void (*add_figures)(const LedgerTotals& totals, v1::Cause& cause);
};

std::int64_t misplaced(const LedgerTotals& totals) {
  return totals.parked_gross_minor() + totals.over_allocated_minor();
}

void add_misplaced(const LedgerTotals& totals, v1::Cause& cause) {
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

std::int64_t returned(const LedgerTotals& totals) {
  return totals.returned_minor();
}

void add_returned(const LedgerTotals& totals, v1::Cause& cause) {
  if (totals.returned_items() != 0) {
    add_evidence(cause, "returned", checked_currency(totals.currency()), totals.returned_minor());
    add_evidence(cause, "returned_payments", totals.returned_items());
  }
  if (totals.returned_fees_minor() != 0) {
    add_evidence(cause, "bank_fees", checked_currency(totals.currency()),
                 totals.returned_fees_minor());
  }
}

// nullptr for rules of others.
const Subject* subject_of(v1::RuleKind kind) {
  static constexpr Subject kAllocation{misplaced, add_misplaced};
  static constexpr Subject kReturned{returned, add_returned};
  switch (kind) {
    case v1::RULE_KIND_ALLOCATION:
      return &kAllocation;
    case v1::RULE_KIND_PAYMENT_RETURNED:
      return &kReturned;
    default:
      return nullptr;
  }
}

std::int64_t at_stake(const v1::Policy& policy, const LedgerHead& head, const Subject& subject) {
  Valued stake;
  for (const LedgerTotals& totals : head.totals()) {
    stake.add(value_reported(policy, checked_currency(totals.currency()),
                             subject.at_stake_minor(totals)));
  }
  return stake.minor;
}

}  // namespace

std::vector<v1::Cause> find_in_totals(Rows& rows, const AccountKey& account, Day today) {
  const v1::Policy& policy = policy_in_force(rows);
  const LedgerHead& head = head_of(rows, account);
  std::vector<v1::Cause> causes;
  for (const v1::Rule& rule : policy.rules()) {
    const Subject* subject = subject_of(rule.kind());
    if (subject == nullptr || !rule_applies(rule, account, client_kind(rows, account.client_id))) {
      continue;
    }
    const std::int64_t stake = at_stake(policy, head, *subject);
    if (stake == 0 || stake < rule.minimum_minor()) {
      continue;
    }
    v1::Cause cause = make_finding(rows, account, Ledger::kName, rule, "", today);
    wire_from_minor(reporting_currency(policy), stake, *cause.mutable_at_stake());
    for (const LedgerTotals& totals : head.totals()) {
      subject->add_figures(totals, cause);
    }
    causes.push_back(std::move(cause));
  }
  return causes;
}

}  // namespace encours::ledger
