// What may be wrong with a policy, and with what shards tell each other. The policy's compiler
// refuses the same at the edge with a place in the text; these are the promises that the rows below
// rely on, whoever wrote the event.
#include <functional>
#include <tuple>

#include "operators/client/intake/checks.h"
#include "operators/client/intake/fields.h"

namespace encours::intake {
namespace {

// Rules of one policy: each is asked for every account that changes.
constexpr int kRulesMax = 200;

// Ten times a figure, as a share of it: nobody means more.
constexpr std::int32_t kShareBpMax = 100'000;

// Days that a threshold, a horizon or an approval may have: ten years.
constexpr std::int32_t kDaysMax = 3'650;

// Seconds that an ERP may wait for a decision: a day.
constexpr std::int32_t kDeadlineSecondsMax = 86'400;

// Days within which small orders may make one large order: a month.
constexpr std::int32_t kSplitDaysMax = 31;

// Who may approve limits: levels of one firm.
constexpr int kLimitApprovalsMax = 20;

Verdict bad_policy(std::string_view field) {
  return refuse(RejectReason::kBadPolicy, field);
}

bool in_range(std::int32_t value, std::int32_t max) {
  return value >= 0 && value <= max;
}

// Whether the rows ascend strictly by what `key` reads of each.
template <class List, class Key>
bool ascends(const List& list, Key key) {
  const auto not_before = [&](const auto& a, const auto& b) { return !(key(a) < key(b)); };
  return std::adjacent_find(list.begin(), list.end(), not_before) == list.end();
}

bool sound_name(const v1::Rule& rule) {
  return names_something(rule.name()) && !too_long(rule.name());
}

bool known_words(const v1::Rule& rule) {
  return rule.kind() != v1::RULE_KIND_UNSPECIFIED && v1::RuleKind_IsValid(rule.kind()) &&
         v1::RuleMode_IsValid(rule.mode()) && v1::Severity_IsValid(rule.severity());
}

bool known_client_kinds(const v1::Rule& rule) {
  return all(rule.client_kinds(), [](int kind) { return v1::ClientKind_IsValid(kind); });
}

bool sound_thresholds(const v1::Rule& rule) {
  return in_range(rule.threshold_bp(), kShareBpMax) && in_range(rule.threshold_days(), kDaysMax) &&
         in_range(rule.hysteresis_bp(), kShareBpMax) &&
         (rule.kind() != v1::RULE_KIND_ORDER_SPLIT || rule.threshold_days() <= kSplitDaysMax) &&
         rule.minimum_minor() >= 0 && rule.minimum_minor() <= kAmountMinorMax;
}

bool sound_rate(const v1::FxRate& rate) {
  return Currency::from_code(rate.currency()).has_value() && rate.rate_micro() > 0;
}

bool sound_company(const v1::SegmentOfCompany& row) {
  return names_something(row.seller_company()) && !row.segment().empty() &&
         sound_segment(row.segment()) && !too_long(row.segment());
}

bool sound_grace(const v1::Grace& grace) {
  return v1::ClientKind_IsValid(grace.client_kind()) && in_range(grace.days(), kDaysMax);
}

// A limit that is an amount names it exactly; the others need none.
bool sound_default_limit(const v1::Policy& policy) {
  return v1::LimitKind_IsValid(policy.default_limit_kind()) &&
         (policy.default_limit_kind() != v1::LIMIT_KIND_AMOUNT || positive(policy.default_limit()));
}

bool sound_checkpoint_rule(const v1::Policy& policy, const v1::CheckpointRule& row) {
  const bool named = row.rule().empty() || any(policy.rules(), [&](const v1::Rule& rule) {
                       return rule.name() == row.rule();
                     });
  return named && row.checkpoint() != v1::CHECKPOINT_UNSPECIFIED &&
         v1::Checkpoint_IsValid(row.checkpoint()) &&
         row.when_unknown() != v1::WHEN_UNKNOWN_UNSPECIFIED &&
         v1::WhenUnknown_IsValid(row.when_unknown()) &&
         in_range(row.deadline_seconds(), kDeadlineSecondsMax) && row.materiality_minor() >= 0 &&
         row.materiality_minor() <= kAmountMinorMax;
}

bool sound_checkpoint_rules(const v1::Policy& policy) {
  return all(policy.checkpoint_rules(),
             [&](const v1::CheckpointRule& row) { return sound_checkpoint_rule(policy, row); });
}

bool sound_exemption(int exemption) {
  return exemption != v1::EXEMPTION_UNSPECIFIED && v1::Exemption_IsValid(exemption);
}

bool sound_approval(const v1::LimitApproval& row) {
  return names_something(row.approver()) && !too_long(row.approver()) && row.up_to_minor() >= 0 &&
         row.up_to_minor() <= kAmountMinorMax;
}

bool sound_days(const v1::Policy& policy) {
  return in_range(policy.default_grace_days(), kDaysMax) &&
         in_range(policy.approval_valid_days(), kDaysMax) &&
         in_range(policy.idempotency_horizon_days(), kDaysMax) &&
         in_range(policy.dispute_days(), kDaysMax) &&
         in_range(policy.returned_payment_days(), kDaysMax) &&
         in_range(policy.order_horizon_days(), kDaysMax) &&
         in_range(policy.acknowledge_days(), kDaysMax);
}

// Transfers and cash are final when they are booked.
bool sound_finality(const v1::Finality& row) {
  return v1::Instrument_IsValid(row.instrument()) && row.instrument() != v1::INSTRUMENT_TRANSFER &&
         row.instrument() != v1::INSTRUMENT_CASH &&
         row.instrument() != v1::INSTRUMENT_UNSPECIFIED && in_range(row.bank_days(), 366);
}

bool sound_holidays(const v1::BankHolidays& row) {
  const auto& days = row.days();
  return names_something(row.country()) && !too_long(row.country()) &&
         std::adjacent_find(days.begin(), days.end(), std::greater_equal<>()) == days.end() &&
         all(days, sound_date);
}

bool sound_seller_company(const v1::SellerCompany& row) {
  return names_something(row.seller_company()) && !too_long(row.seller_company()) &&
         printable(row.country()) && !too_long(row.country());
}

Verdict check_bank_days(const v1::Policy& policy) {
  const auto by_instrument = [](const v1::Finality& row) { return row.instrument(); };
  const auto by_country = [](const v1::BankHolidays& row) {
    return std::string_view(row.country());
  };
  const auto by_company = [](const v1::SellerCompany& row) {
    return std::string_view(row.seller_company());
  };
  if (!all(policy.finality(), sound_finality)) return bad_policy("finality");
  if (!ascends(policy.finality(), by_instrument)) return bad_policy("finality: not sorted");
  if (!all(policy.bank_holidays(), sound_holidays)) return bad_policy("bank_holidays");
  if (!ascends(policy.bank_holidays(), by_country)) {
    return bad_policy("bank_holidays: not sorted by country");
  }
  if (!all(policy.seller_companies(), sound_seller_company)) return bad_policy("seller_companies");
  if (!ascends(policy.seller_companies(), by_company)) {
    return bad_policy("seller_companies: not sorted");
  }
  if (!printable(policy.bank_feed()) || too_long(policy.bank_feed())) {
    return bad_policy("bank_feed");
  }
  if (!in_range(policy.feed_age_days_max(), kDaysMax)) return bad_policy("feed_age_days_max");
  return accept();
}

}  // namespace

Verdict check(const v1::Policy& policy) {
  const auto by_name = [](const v1::Rule& rule) { return std::string_view(rule.name()); };
  const auto by_currency = [](const v1::FxRate& rate) { return std::string_view(rate.currency()); };
  const auto by_kind = [](const v1::Grace& grace) { return grace.client_kind(); };
  const auto by_company = [](const v1::SegmentOfCompany& row) {
    return std::string_view(row.seller_company());
  };
  const auto by_checkpoint = [](const v1::CheckpointRule& row) {
    return std::make_tuple(row.checkpoint(), std::string_view(row.rule()));
  };
  const auto by_amount = [](const v1::LimitApproval& row) {
    return row.up_to_minor() == 0 ? INT64_MAX : row.up_to_minor();
  };
  const auto itself = [](int exemption) { return exemption; };
  const auto& approvals = policy.limit_approvals();
  const bool reports = Currency::from_code(policy.reporting_currency()).has_value();
  const bool sound_case_step = policy.case_step_bp() >= 0 && policy.case_step_minor() >= 0;
  if (!reports) return bad_policy("reporting_currency");
  if (policy.rules_size() > kRulesMax) return bad_policy("rules: too many");
  if (!all(policy.rules(), sound_name)) return bad_policy("rules.name");
  if (!all(policy.rules(), known_words)) return bad_policy("rules: kind, mode or severity");
  if (!all(policy.rules(), known_client_kinds)) return bad_policy("rules.client_kinds");
  if (!all(policy.rules(), sound_thresholds)) return bad_policy("rules: a threshold");
  if (!ascends(policy.rules(), by_name)) return bad_policy("rules: not sorted by name");
  if (!all(policy.grace(), sound_grace)) return bad_policy("grace");
  if (!ascends(policy.grace(), by_kind)) return bad_policy("grace: not sorted by kind");
  if (!all(policy.fx(), sound_rate)) return bad_policy("fx: a currency or a rate");
  if (!ascends(policy.fx(), by_currency)) return bad_policy("fx: not sorted by currency");
  if (policy.fx_fallback_micro() <= 0) return bad_policy("fx_fallback_micro: never 0");
  if (!all(policy.segments(), sound_company)) return bad_policy("segments");
  if (!ascends(policy.segments(), by_company)) return bad_policy("segments: not sorted");
  if (!in_range(policy.default_tax_bp(), kShareBpMax)) return bad_policy("default_tax_bp");
  if (!sound_default_limit(policy)) return bad_policy("default_limit");
  if (!sound_days(policy)) return bad_policy("days out of range");
  if (!sound_case_step) return bad_policy("case_step");
  if (policy.holds_per_hour_max() < 0) return bad_policy("holds_per_hour_max");
  if (!sound_checkpoint_rules(policy)) return bad_policy("checkpoint_rules");
  if (!ascends(policy.checkpoint_rules(), by_checkpoint)) {
    return bad_policy("checkpoint_rules: not sorted");
  }
  if (!all(policy.hold_exemptions(), sound_exemption)) return bad_policy("hold_exemptions");
  if (!ascends(policy.hold_exemptions(), itself)) return bad_policy("hold_exemptions: not sorted");
  if (approvals.size() > kLimitApprovalsMax) return bad_policy("limit_approvals: too many");
  if (!all(approvals, sound_approval)) return bad_policy("limit_approvals");
  if (!ascends(approvals, by_amount)) return bad_policy("limit_approvals: not sorted by amount");
  return check_bank_days(policy);
}

Verdict check(const v1::BreakerTripped& tripped) {
  if (!tripped.has_at()) return missing("at");
  if (tripped.holds() < 0) return bad_amount("holds");
  if (tripped.at().seconds() < 0) return bad_date("at");
  if (tripped.segment().empty()) return bad_reference("segment");
  if (!sound_segment(tripped.segment())) return bad_reference("segment");
  if (too_long(tripped.segment())) return too_large("segment");
  return accept();
}

}  // namespace encours::intake
