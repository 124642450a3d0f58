#include "operators/client/limits/limits.h"

#include <algorithm>

#include "operators/client/accounts.h"
#include "operators/client/checked.h"
#include "operators/client/evidence.h"
#include "operators/client/findings.h"
#include "operators/client/fx.h"
#include "operators/client/limits/in_force.h"

namespace encours {
namespace {

using limits::Ruling;
using state::v1::AccountLimits;
using state::v1::LimitDecision;
using state::v1::LimitTold;

// Decisions on one account: two a month for twenty years. They are asked one by one.
constexpr int kDecisionsMax = 500;

AccountKey account_of(const Input& input) {
  const std::string& segment = input.event->credit_limit_set().segment();
  return {std::string(input.owner), segment.empty() ? "main" : segment};
}

const AccountLimits& decisions_on(Rows& rows, const AccountKey& account) {
  const AccountLimits* held = rows.find(kLimits, account);
  return held == nullptr ? AccountLimits::default_instance() : *held;
}

Ruling ruling_on(Rows& rows, const AccountKey& account, Day day) {
  return limits::ruling_on(decisions_on(rows, account), policy_in_force(rows), day);
}

// Puts the decision in its place by limit_id; intake has seen to it that it is the newest of that
// id.
Verdict put_decision(const Input& input, Rows& rows, const AccountKey& account) {
  const v1::CreditLimitSet& limit = input.event->credit_limit_set();
  const auto before = [](const LimitDecision& held, const std::string& id) {
    return held.limit().limit_id() < id;
  };
  const auto& held = decisions_on(rows, account).decisions();
  const auto found = std::lower_bound(held.begin(), held.end(), limit.limit_id(), before);
  const bool known = found != held.end() && found->limit().limit_id() == limit.limit_id();
  const auto place = static_cast<int>(found - held.begin());
  if (!known && held.size() >= kDecisionsMax) {
    return refuse(RejectReason::kTooLarge, "limit_id: too many decisions on one account");
  }
  auto& decisions = *rows.edit(kLimits, account).mutable_decisions();
  if (!known) {
    decisions.Add();
    for (int i = decisions.size() - 1; i > place; --i) {
      decisions.SwapElements(i, i - 1);
    }
  }
  LimitDecision& decision = decisions[place];
  *decision.mutable_limit() = limit;
  decision.set_revision(input.event->revision());
  decision.set_content(input.content_hash);
  return accept();
}

LimitTold told_of(const LimitTerms& terms) {
  LimitTold told;
  told.set_kind(terms.kind);
  told.set_currency(std::string(terms.currency.code()));
  told.set_amount_minor(terms.amount_minor);
  told.set_limit_id(terms.limit_id);
  told.set_valid_to(terms.valid_to);
  told.set_expired(terms.expired);
  told.set_max_order_minor(terms.max_order_minor);
  if (!terms.order_currency.empty()) {
    told.set_order_currency(std::string(terms.order_currency.code()));
  }
  told.set_max_days_late(terms.max_days_late);
  told.set_max_terms_days(terms.max_terms_days);
  return told;
}

void tell(Rows& rows, Emit& emit, const AccountKey& account, const LimitTerms& terms) {
  const LimitTold* told = rows.find(kLimitTold, account);
  const LimitTold now = told_of(terms);
  const bool untold_none =
      told == nullptr && terms.kind == v1::LIMIT_KIND_NONE && terms.limit_id.empty();
  if (untold_none || (told != nullptr && told->SerializeAsString() == now.SerializeAsString())) {
    return;
  }
  rows.edit(kLimitTold, account) = now;
  emit.say(LimitInForce{account});
}

bool has_ended(const v1::Rule& rule, const LimitTerms& terms, Day day) {
  const bool ends_soon =
      terms.valid_to != kNoDay && day != kNoDay && terms.valid_to - day <= rule.threshold_days();
  return terms.expired || ends_soon;
}

void find_endings(Rows& rows, Emit& emit, const AccountKey& account, const Ruling& ruling,
                  Day day) {
  const v1::Policy& policy = policy_in_force(rows);
  const v1::ClientKind client = client_kind(rows, account.client_id);
  const LimitTerms& terms = ruling.terms;
  std::vector<v1::Cause> causes;
  for (const v1::Rule& rule : policy.rules()) {
    if (rule.kind() != v1::RULE_KIND_LIMIT_EXPIRED || ruling.decision == nullptr ||
        !rule_applies(rule, account, client) || !has_ended(rule, terms, day)) {
      continue;
    }
    const v1::CreditLimitSet& limit = ruling.decision->limit();
    const bool has_amount = limit.kind() == v1::LIMIT_KIND_AMOUNT;
    const Currency currency = has_amount ? checked_currency(limit.amount()) : terms.currency;
    const std::int64_t minor = has_amount ? checked_minor(limit.amount()) : 0;
    const std::int64_t at_stake = value_reported(policy, currency, minor).minor;
    if (at_stake < rule.minimum_minor()) {
      continue;
    }
    v1::Cause cause = make_finding(rows, account, Limits::kName, rule, limit.limit_id(), day);
    wire_from_minor(reporting_currency(policy), at_stake, *cause.mutable_at_stake());
    add_evidence(cause, "limit_id", limit.limit_id());
    add_evidence(cause, "valid_to", format_day(terms.valid_to));
    if (has_amount) {
      add_evidence(cause, "limit", currency, minor);
    }
    causes.push_back(std::move(cause));
  }
  replace_findings(rows, emit, account, Limits::kName, std::move(causes));
}

// Keeps in `first` the earliest of the days after `today`.
void keep_first(Day& first, Day candidate, Day today) {
  if (candidate > today && (first == kNoDay || candidate < first)) {
    first = candidate;
  }
}

// The next day on which what is in force, or what is said about its end, may change.
Day next_change(Rows& rows, const AccountKey& account, Day day) {
  Day next = kNoDay;
  for (const LimitDecision& decision : decisions_on(rows, account).decisions()) {
    const Day last = limits::last_day(decision);
    keep_first(next, limits::first_day(decision), day);
    if (last == kNoDay) {
      continue;
    }
    keep_first(next, last + 1, day);
    for (const v1::Rule& rule : policy_in_force(rows).rules()) {
      if (rule.kind() == v1::RULE_KIND_LIMIT_EXPIRED) {
        keep_first(next, last - rule.threshold_days(), day);
      }
    }
  }
  return next;
}

void refresh(const Input& input, Rows& rows, Emit& emit, const AccountKey& account) {
  const Ruling ruling = ruling_on(rows, account, input.day);
  tell(rows, emit, account, ruling.terms);
  if (decisions_on(rows, account).decisions().empty()) {
    return;
  }
  find_endings(rows, emit, account, ruling, input.day);
  emit.wake(std::string(Limits::kName).append("|").append(account.segment),
            next_change(rows, account, input.day));
}

void want_account(Wishes& wishes, const AccountKey& account) {
  wishes.want(kLimits, account);
  wishes.want(kLimitTold, account);
  wishes.want(kFindings, account);
}

}  // namespace

LimitTerms limit_in_force(Rows& rows, const AccountKey& account, const v1::Policy& policy,
                          Day day) {
  return limits::ruling_on(decisions_on(rows, account), policy, day).terms;
}

void Limits::wants(const Heard& heard, Wishes& wishes) {
  const Input& input = heard.input();
  if (input.kind == Kind::kCreditLimitSet) {
    want_account(wishes, account_of(input));
  }
  const auto* client =
      input.owner.empty() ? nullptr : wishes.wanted(kClients, OwnerKey{input.owner});
  for (int i = 0; client != nullptr && i < client->segments_size(); ++i) {
    want_account(wishes, {std::string(input.owner), client->segments(i)});
  }
}

Verdict Limits::apply(const Heard& heard, Rows& rows, Emit& emit) {
  const Input& input = heard.input();
  if (heard.kind() == Kind::kAccountTurned) {
    refresh(input, rows, emit, heard.as<AccountTurned>().account);
    return accept();
  }
  const AccountKey account = account_of(input);
  if (const Verdict verdict = put_decision(input, rows, account); !verdict.accepted()) {
    return verdict;
  }
  refresh(input, rows, emit, account);
  return accept();
}

}  // namespace encours
