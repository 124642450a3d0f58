#include "operators/client/utilisation/utilisation.h"

#include <algorithm>

#include "operators/client/accounts.h"
#include "operators/client/checked.h"
#include "operators/client/evidence.h"
#include "operators/client/exposure/exposure.h"
#include "operators/client/findings.h"
#include "operators/client/fx.h"
#include "operators/client/orders/orders.h"
#include "operators/domain/total.h"

namespace encours {
namespace {

using state::v1::UtilisationTold;
using utilisation::Figures;

// A share of an amount, no more than a total may be.
std::int64_t share_of(std::int64_t minor, std::int64_t share_bp) {
  return multiply_divide_half_up(minor, share_bp, kWholeBp).value_or(kTotalMinorMax);
}

void tell(Rows& rows, Emit& emit, const AccountKey& account, const Figures& usage) {
  const UtilisationTold* told = rows.find(kUtilisationTold, account);
  if (!usage.limit.bounded()) {
    if (told != nullptr) {
      rows.erase(kUtilisationTold, account);
      emit.say(UtilisationChanged{account});
    }
    return;
  }
  if (told != nullptr && told->currency() == usage.limit.currency.code() &&
      told->exposure_minor() == usage.exposure_minor &&
      told->utilisation_bp() == usage.utilisation_bp) {
    return;
  }
  UtilisationTold& row = rows.edit(kUtilisationTold, account);
  row.set_currency(std::string(usage.limit.currency.code()));
  row.set_exposure_minor(usage.exposure_minor);
  row.set_utilisation_bp(usage.utilisation_bp);
  emit.say(UtilisationChanged{account});
}

// One look at an account: what the rules about its limit find.
class Look {
 public:
  Look(const Input& input, Rows& rows, const AccountKey& account, const Figures& usage)
      : rows_(rows),
        account_(account),
        policy_(policy_in_force(rows)),
        usage_(usage),
        day_(input.day),
        untouched_(input.kind == Kind::kOwnerDue) {}

  std::vector<v1::Cause> findings() {
    const v1::ClientKind client = client_kind(rows_, account_.client_id);
    for (const v1::Rule& rule : policy_.rules()) {
      if (rule.kind() == v1::RULE_KIND_LIMIT_EXCEEDED && rule_applies(rule, account_, client)) {
        look_at_limit(rule);
      }
    }
    // The early word is of no use once the limit itself has been spoken of.
    const bool exceeded = std::any_of(causes_.begin(), causes_.end(), [](const v1::Cause& cause) {
      return cause.mode() >= v1::RULE_MODE_PROPOSE;
    });
    for (const v1::Rule& rule : policy_.rules()) {
      if (rule.kind() == v1::RULE_KIND_LIMIT_NEAR && !exceeded &&
          rule_applies(rule, account_, client)) {
        look_ahead(rule);
      }
    }
    return std::move(causes_);
  }

 private:
  // A finding that is held closes only this far below the threshold.
  std::int64_t threshold(const v1::Rule& rule, std::int64_t full) {
    const bool held = held_finding(rows_, account_, Utilisation::kName, rule.name(), "") != nullptr;
    return held ? full - share_of(full, rule.hysteresis_bp()) : full;
  }

  // Materiality decides whether a finding opens; its hysteresis, where it has one, when it closes.
  bool is_material(const v1::Rule& rule, std::int64_t at_stake_minor) {
    const bool held = rule.hysteresis_bp() > 0 &&
                      held_finding(rows_, account_, Utilisation::kName, rule.name(), "") != nullptr;
    return held || at_stake_minor >= rule.minimum_minor();
  }

  void look_at_limit(const v1::Rule& rule) {
    const std::int64_t amount = usage_.limit.amount_minor;
    const std::int64_t ceiling =
        std::min(amount + share_of(amount, rule.threshold_bp()), kTotalMinorMax);
    const std::int64_t above = std::max<std::int64_t>(0, usage_.exposure_minor - amount);
    if (usage_.exposure_minor > threshold(rule, ceiling)) {
      find(rule, above, is_revaluation(rule, ceiling));
    }
  }

  // Whether nothing but rates took the account over its limit, and nothing was added since. Such a
  // breach is for a person to judge, whatever the rule may do.
  bool is_revaluation(const v1::Rule& rule, std::int64_t ceiling) {
    if (!untouched_ || rule.mode() != v1::RULE_MODE_ENFORCE) {
      return false;
    }
    const v1::Cause* held = held_finding(rows_, account_, Utilisation::kName, rule.name(), "");
    if (held != nullptr) {
      return held->mode() != v1::RULE_MODE_ENFORCE;
    }
    v1::Policy before = policy_;
    before.mutable_fx()->Swap(before.mutable_fx_before());
    return utilisation::figures(rows_, account_, before, day_).exposure_minor <= ceiling;
  }

  void look_ahead(const v1::Rule& rule) {
    const bool has_amount = usage_.limit.kind == v1::LIMIT_KIND_AMOUNT;
    const std::int64_t mark = share_of(usage_.limit.amount_minor, rule.threshold_bp());
    if (has_amount && usage_.exposure_minor >= threshold(rule, mark)) {
      find(rule, usage_.exposure_minor, false);
    }
  }

  // `minor` is what is at stake, in the limit's currency.
  void find(const v1::Rule& rule, std::int64_t minor, bool by_revaluation) {
    const Currency currency = usage_.limit.currency;
    const std::int64_t at_stake = value_reported(policy_, currency, minor).minor;
    if (!is_material(rule, at_stake)) {
      return;
    }
    v1::Cause cause = make_finding(rows_, account_, Utilisation::kName, rule, "", day_);
    wire_from_minor(reporting_currency(policy_), at_stake, *cause.mutable_at_stake());
    add_evidence(cause, "exposure", currency, usage_.exposure_minor);
    add_evidence(cause, "open_orders", currency, usage_.orders_minor);
    add_evidence(cause, "limit", currency, usage_.limit.amount_minor);
    add_evidence(cause, "utilisation_bp", usage_.utilisation_bp);
    if (by_revaluation) {
      cause.set_mode(v1::RULE_MODE_PROPOSE);
      add_evidence(cause, "revalued_on", format_day(checked_day(policy_.fx_as_of())));
    }
    causes_.push_back(std::move(cause));
  }

  Rows& rows_;
  const AccountKey& account_;
  const v1::Policy& policy_;
  const Figures& usage_;
  Day day_;
  bool untouched_;  // by an event of its own: the day, the policy or the rates are new
  std::vector<v1::Cause> causes_;
};

// The account that a signal is about.
const AccountKey& account_of(const Heard& heard) {
  switch (heard.kind()) {
    case Kind::kExposureChanged:
      return heard.as<ExposureChanged>().account;
    case Kind::kLimitInForce:
      return heard.as<LimitInForce>().account;
    case Kind::kOrderBookChanged:
      return heard.as<OrderBookChanged>().account;
    default:
      return heard.as<AccountTurned>().account;
  }
}

}  // namespace

void Utilisation::wants(const Heard& heard, Wishes& wishes) {
  const Input& input = heard.input();
  const auto* client =
      input.owner.empty() ? nullptr : wishes.wanted(kClients, OwnerKey{input.owner});
  for (int i = 0; client != nullptr && i < client->segments_size(); ++i) {
    wishes.want(kUtilisationTold, AccountKey{std::string(input.owner), client->segments(i)});
  }
}

Verdict Utilisation::apply(const Heard& heard, Rows& rows, Emit& emit) {
  const Input& input = heard.input();
  const AccountKey& account = account_of(heard);
  const Figures usage = utilisation::figures(rows, account, policy_in_force(rows), input.day);
  tell(rows, emit, account, usage);
  std::vector<v1::Cause> causes;
  if (usage.limit.bounded()) {
    causes = Look(input, rows, account, usage).findings();
  }
  replace_findings(rows, emit, account, kName, std::move(causes));
  return accept();
}

namespace utilisation {

std::int64_t utilisation_bp(const LimitTerms& limit, std::int64_t exposure_minor) {
  if (!limit.bounded()) {
    return kNoUtilisation;
  }
  if (limit.amount_minor == 0) {
    return exposure_minor > 0 ? kAllOfNothingBp : kNoUtilisation;
  }
  if (exposure_minor <= 0) {
    return 0;
  }
  return multiply_divide_half_up(exposure_minor, kWholeBp, limit.amount_minor)
      .value_or(kTotalMinorMax);
}

Figures figures(Rows& rows, const AccountKey& account, const v1::Policy& policy, Day day) {
  Figures usage;
  usage.limit = limit_in_force(rows, account, policy, day);
  const Currency currency = usage.limit.currency;
  usage.documents_minor = exposure::documents_in(rows, account, policy, currency).minor;
  Valued orders;
  for (const state::v1::OrderSums& sums : orders::sums(rows, account)) {
    const Currency of_orders = checked_currency(sums.currency());
    orders.add(value_in(policy, of_orders, orders::reserving_minor(sums), currency));
  }
  usage.orders_minor = orders.minor;
  usage.exposure_minor =
      std::clamp(usage.documents_minor + usage.orders_minor, -kTotalMinorMax, kTotalMinorMax);
  usage.utilisation_bp = utilisation_bp(usage.limit, usage.exposure_minor);
  return usage;
}

}  // namespace utilisation
}  // namespace encours
