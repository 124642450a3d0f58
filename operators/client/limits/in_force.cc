#include "operators/client/limits/in_force.h"

#include <algorithm>
#include <tuple>

#include "operators/client/checked.h"
#include "operators/client/fx.h"
#include "operators/domain/total.h"

namespace encours::limits {
namespace {

using state::v1::AccountLimits;
using state::v1::LimitDecision;

bool adds_to_base(const LimitDecision& decision) {
  return decision.limit().mode() == v1::LIMIT_MODE_ADDS_TO_BASE;
}

Currency currency_or(const std::string& code, Currency otherwise) {
  return code.empty() ? otherwise : checked_currency(code);
}

LimitTerms default_terms(const v1::Policy& policy) {
  LimitTerms terms;
  terms.kind = policy.default_limit_kind() == v1::LIMIT_KIND_UNSPECIFIED
                   ? v1::LIMIT_KIND_NONE
                   : policy.default_limit_kind();
  terms.currency = currency_or(policy.default_limit().currency(), reporting_currency(policy));
  if (terms.kind == v1::LIMIT_KIND_AMOUNT) {
    terms.amount_minor = checked_minor(policy.default_limit());
  }
  return terms;
}

// What one decision says by itself. A limit withdrawn (NONE) leaves the policy's default.
LimitTerms terms_of(const LimitDecision& decision, const v1::Policy& policy) {
  const v1::CreditLimitSet& limit = decision.limit();
  LimitTerms terms = limit.kind() == v1::LIMIT_KIND_NONE ? default_terms(policy) : LimitTerms{};
  if (limit.kind() != v1::LIMIT_KIND_NONE) {
    terms.kind = limit.kind();
    terms.currency = currency_or(limit.amount().currency(), reporting_currency(policy));
    terms.amount_minor = limit.kind() == v1::LIMIT_KIND_AMOUNT ? checked_minor(limit.amount()) : 0;
  }
  terms.limit_id = limit.limit_id();
  terms.valid_to = last_day(decision);
  if (limit.has_max_order_value()) {
    terms.max_order_minor = checked_minor(limit.max_order_value());
    terms.order_currency = checked_currency(limit.max_order_value());
  }
  terms.max_days_late = limit.max_days_late();
  terms.max_terms_days = limit.max_terms_days();
  return terms;
}

// `base` with `top` on it, in the currency of the base unless that has no amount.
LimitTerms add_up(const LimitTerms& base, LimitTerms top, const v1::Policy& policy) {
  const bool unlimited =
      base.kind == v1::LIMIT_KIND_UNLIMITED || top.kind == v1::LIMIT_KIND_UNLIMITED;
  const Currency currency = base.kind == v1::LIMIT_KIND_AMOUNT ? base.currency : top.currency;
  const std::int64_t added = value_in(policy, top.currency, top.amount_minor, currency).minor;
  top.currency = currency;
  top.amount_minor = unlimited ? 0 : std::min(base.amount_minor + added, kTotalMinorMax);
  if (unlimited) {
    top.kind = v1::LIMIT_KIND_UNLIMITED;
  } else if (top.amount_minor > 0) {
    top.kind = v1::LIMIT_KIND_AMOUNT;
  } else {
    top.kind = base.kind;
  }
  if (top.max_order_minor == 0) {
    top.max_order_minor = base.max_order_minor;
    top.order_currency = base.order_currency;
  }
  top.max_days_late = top.max_days_late == 0 ? base.max_days_late : top.max_days_late;
  top.max_terms_days = top.max_terms_days == 0 ? base.max_terms_days : top.max_terms_days;
  return top;
}

// The latest decision of each sort on a day.
struct Candidates {
  const LimitDecision* base = nullptr;       // without an end
  const LimitDecision* temporary = nullptr;  // within its days
  const LimitDecision* kept = nullptr;       // past its last day, KEEP_AND_ALERT
  const LimitDecision* lapsed = nullptr;     // past its last day
};

void keep_later(const LimitDecision*& held, const LimitDecision& decision) {
  if (held == nullptr || decided_later(decision, *held)) {
    held = &decision;
  }
}

Candidates candidates_on(const AccountLimits& limits, Day day) {
  Candidates found;
  for (const LimitDecision& decision : limits.decisions()) {
    const Day last = last_day(decision);
    if (first_day(decision) > day) {
      continue;
    }
    if (last == kNoDay) {
      keep_later(found.base, decision);
    } else if (last >= day) {
      keep_later(found.temporary, decision);
    } else if (decision.limit().on_expiry() == v1::LIMIT_ON_EXPIRY_KEEP_AND_ALERT) {
      keep_later(found.kept, decision);
    } else {
      keep_later(found.lapsed, decision);
    }
  }
  return found;
}

}  // namespace

bool decided_later(const LimitDecision& a, const LimitDecision& b) {
  return std::make_tuple(a.limit().decided_on(), a.revision(), a.content()) >
         std::make_tuple(b.limit().decided_on(), b.revision(), b.content());
}

Day first_day(const LimitDecision& decision) {
  return checked_day(decision.limit().valid_from());
}

Day last_day(const LimitDecision& decision) {
  return checked_day(decision.limit().valid_to());
}

Ruling ruling_on(const AccountLimits& limits, const v1::Policy& policy, Day day) {
  const Candidates found = candidates_on(limits, day);
  const bool kept_rules = found.kept != nullptr && found.temporary == nullptr &&
                          (found.base == nullptr || decided_later(*found.kept, *found.base));
  const LimitDecision* top = found.temporary != nullptr ? found.temporary : found.base;
  top = kept_rules ? found.kept : top;
  if (top == nullptr && found.lapsed == nullptr) {
    return {default_terms(policy), nullptr};
  }
  if (top == nullptr) {
    Ruling ruling{terms_of(*found.lapsed, policy), found.lapsed};
    ruling.terms.kind = v1::LIMIT_KIND_ZERO;
    ruling.terms.amount_minor = 0;
    ruling.terms.expired = true;
    return ruling;
  }
  Ruling ruling{terms_of(*top, policy), top};
  if (adds_to_base(*top)) {
    const LimitTerms base =
        found.base == nullptr ? default_terms(policy) : terms_of(*found.base, policy);
    ruling.terms = add_up(base, std::move(ruling.terms), policy);
  }
  ruling.terms.expired = kept_rules;
  return ruling;
}

}  // namespace encours::limits
