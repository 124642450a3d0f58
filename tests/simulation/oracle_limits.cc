#include <tuple>

#include "tests/simulation/oracle_parts.h"

namespace encours::simulation {
namespace {

// Base limits have no end; temporary ones hold within their days; past them they are kept or lapse.
enum class Sort { kNotYet, kBase, kTemporary, kKept, kLapsed };

Sort sort_of(const v1::CreditLimitSet& limit, std::int32_t today) {
  if (limit.valid_from() > today) {
    return Sort::kNotYet;
  }
  if (limit.valid_to() == 0) {
    return Sort::kBase;
  }
  if (limit.valid_to() >= today) {
    return Sort::kTemporary;
  }
  return limit.on_expiry() == v1::LIMIT_ON_EXPIRY_KEEP_AND_ALERT ? Sort::kKept : Sort::kLapsed;
}

bool later(const v1::Event& a, const v1::Event& b) {
  return std::make_tuple(a.credit_limit_set().decided_on(), a.revision()) >
         std::make_tuple(b.credit_limit_set().decided_on(), b.revision());
}

LimitInForce default_limit(const v1::Policy& policy) {
  LimitInForce limit{policy.default_limit_kind(), policy.reporting_currency(), 0};
  if (limit.kind == v1::LIMIT_KIND_UNSPECIFIED) {
    limit.kind = v1::LIMIT_KIND_NONE;
  }
  if (limit.kind == v1::LIMIT_KIND_AMOUNT) {
    limit.currency = policy.default_limit().currency();
    limit.amount = minor_of(policy.default_limit());
  }
  return limit;
}

LimitInForce said_by(const v1::Event& event, const v1::Policy& policy) {
  const v1::CreditLimitSet& said = event.credit_limit_set();
  if (said.kind() == v1::LIMIT_KIND_NONE) {
    return default_limit(policy);
  }
  const std::string& currency = said.amount().currency();
  return {said.kind(), currency.empty() ? policy.reporting_currency() : currency,
          said.kind() == v1::LIMIT_KIND_AMOUNT ? minor_of(said.amount()) : 0};
}

LimitInForce added(const LimitInForce& base, const LimitInForce& top, const v1::Policy& policy) {
  const std::string currency = base.kind == v1::LIMIT_KIND_AMOUNT ? base.currency : top.currency;
  if (base.kind == v1::LIMIT_KIND_UNLIMITED || top.kind == v1::LIMIT_KIND_UNLIMITED) {
    return {v1::LIMIT_KIND_UNLIMITED, currency, 0};
  }
  const std::int64_t sum = base.amount + value_in(policy, top.currency, top.amount, currency);
  return {sum > 0 ? v1::LIMIT_KIND_AMOUNT : base.kind, currency, sum};
}

LimitInForce in_force(const std::vector<const v1::Event*>& decisions, const v1::Policy& policy,
                      std::int32_t today) {
  std::map<Sort, const v1::Event*> latest;
  for (const v1::Event* decision : decisions) {
    const v1::Event*& held = latest[sort_of(decision->credit_limit_set(), today)];
    if (held == nullptr || later(*decision, *held)) {
      held = decision;
    }
  }
  const v1::Event* base = latest[Sort::kBase];
  const v1::Event* kept = latest[Sort::kKept];
  const v1::Event* top = latest[Sort::kTemporary];
  if (top == nullptr) {
    top = kept != nullptr && (base == nullptr || later(*kept, *base)) ? kept : base;
  }
  if (top == nullptr && latest[Sort::kLapsed] != nullptr) {
    const LimitInForce lapsed = said_by(*latest[Sort::kLapsed], policy);
    return {v1::LIMIT_KIND_ZERO, lapsed.currency, 0};
  }
  if (top == nullptr) {
    return default_limit(policy);
  }
  const LimitInForce limit = said_by(*top, policy);
  if (top->credit_limit_set().mode() != v1::LIMIT_MODE_ADDS_TO_BASE) {
    return limit;
  }
  return added(base == nullptr ? default_limit(policy) : said_by(*base, policy), limit, policy);
}

}  // namespace

void add_limits(const Known& known, const std::string& client_id, const KnownClient& client,
                Accounts& accounts) {
  std::map<std::string, std::vector<const v1::Event*>> decisions;  // by segment
  for (const auto& [entity, event] : client.in_force) {
    if (event.has_credit_limit_set()) {
      const std::string& segment = event.credit_limit_set().segment();
      decisions[segment.empty() ? "main" : segment].push_back(&event);
    }
  }
  for (const auto& [segment, list] : decisions) {
    accounts[{client_id, segment}];
  }
  const std::int32_t today = known.today == kNoDay ? 0 : date_from_day(known.today);
  for (auto& [key, account] : accounts) {
    if (key.first == client_id) {
      account.limit = in_force(decisions[key.second], known.policy, today);
    }
  }
}

}  // namespace encours::simulation
