#include "operators/client/intake/rates.h"

#include <algorithm>
#include <map>
#include <string>

#include "operators/client/checked.h"
#include "operators/client/fx.h"
#include "operators/domain/sorted_rows.h"

namespace encours::intake {
namespace {

using state::v1::DatedRates;
using state::v1::FxRates;
using Rates = google::protobuf::RepeatedPtrField<v1::FxRate>;

const FxRates& held_rates(Rows& rows) {
  const FxRates* held = rows.find(kFxRates, ShardKey{});
  return held == nullptr ? FxRates::default_instance() : *held;
}

// Puts the rates of the day into the policy in the place of its own.
void put_in_force(const FxRates& known, Day today, v1::Policy& policy) {
  std::map<std::string, std::int64_t> rates;
  for (const v1::FxRate& rate : known.policy_fx()) {
    rates[rate.currency()] = rate.rate_micro();
  }
  Day newest = kNoDay;
  for (const DatedRates& dated : known.currencies()) {
    const auto& days = dated.valid_from();
    const auto place = std::upper_bound(days.begin(), days.end(), today) - days.begin();
    if (place > 0) {
      const auto last = static_cast<int>(place) - 1;
      rates[dated.currency()] = dated.rate_micro(last);
      newest = std::max(newest, days[last]);
    }
  }
  policy.clear_fx();
  for (const auto& [currency, rate_micro] : rates) {
    if (currency == policy.reporting_currency()) {
      continue;
    }
    v1::FxRate& rate = *policy.add_fx();
    rate.set_currency(currency);
    rate.set_rate_micro(rate_micro);
  }
  policy.set_fx_as_of(date_from_day(newest));
}

// A company keeps its segment: what was posted would be left behind in the old one. One that no
// policy named yet belongs to main until one does.
bool moves_a_company(const v1::Policy& before, const v1::Policy& after) {
  return std::any_of(before.segments().begin(), before.segments().end(),
                     [&](const v1::SegmentOfCompany& row) {
                       return segment_of(after, row.seller_company()) != row.segment();
                     });
}

bool same_rates(const Rates& a, const Rates& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.currency() == y.currency() && x.rate_micro() == y.rate_micro();
  });
}

// Replaces the policy in force if it is another; whether it is.
bool replace_policy(v1::Policy policy, Rows& rows, Emit& emit) {
  const v1::Policy* held = rows.find(kPolicy, ShardKey{});
  if (held != nullptr) {
    *policy.mutable_fx_before() =
        same_rates(held->fx(), policy.fx()) ? held->fx_before() : held->fx();
  }
  if (held != nullptr && held->SerializeAsString() == policy.SerializeAsString()) {
    return false;
  }
  rows.edit(kPolicy, ShardKey{}) = std::move(policy);
  emit.wake_all();
  return true;
}

void put_rate(const std::string& currency, Day valid_from, std::int64_t rate_micro,
              FxRates& known) {
  DatedRates& dated = element_of_currency(*known.mutable_currencies(), currency);
  auto& days = *dated.mutable_valid_from();
  auto& rates = *dated.mutable_rate_micro();
  const auto place =
      static_cast<int>(std::lower_bound(days.begin(), days.end(), valid_from) - days.begin());
  if (place == days.size() || days[place] != valid_from) {
    days.Add(valid_from);
    rates.Add(0);
    std::rotate(days.begin() + place, days.end() - 1, days.end());
    std::rotate(rates.begin() + place, rates.end() - 1, rates.end());
  }
  rates[place] = rate_micro;
}

}  // namespace

Verdict keep_policy(const v1::Policy& policy, Day today, Rows& rows, Emit& emit) {
  if (moves_a_company(policy_in_force(rows), policy)) {
    return refuse(RejectReason::kBadPolicy, "segments: a company moves to another segment");
  }
  const FxRates& held = held_rates(rows);
  FxRates known = held;
  *known.mutable_policy_fx() = policy.fx();
  v1::Policy in_force = policy;
  put_in_force(known, today, in_force);
  const bool rates_differ = known.SerializeAsString() != held.SerializeAsString();
  if (rates_differ) {
    rows.edit(kFxRates, ShardKey{}) = known;
  }
  return replace_policy(std::move(in_force), rows, emit) || rates_differ ? accept() : repeat();
}

Verdict keep_table(const v1::FxTable& table, Day today, Rows& rows, Emit& emit) {
  const v1::Policy& policy = policy_in_force(rows);
  if (table.base_currency() != reporting_currency(policy).code()) {
    return refuse(RejectReason::kBadCurrency, "base_currency: not the reporting currency");
  }
  FxRates known = held_rates(rows);
  const std::string before = known.SerializeAsString();
  for (const v1::FxRate& rate : table.rates()) {
    put_rate(rate.currency(), checked_day(table.valid_from()), rate.rate_micro(), known);
  }
  if (known.SerializeAsString() == before) {
    return repeat();
  }
  rows.edit(kFxRates, ShardKey{}) = known;
  v1::Policy in_force = policy;
  put_in_force(known, today, in_force);
  replace_policy(std::move(in_force), rows, emit);
  return accept();
}

void turn_rates(Day today, Rows& rows, Emit& emit) {
  const FxRates& known = held_rates(rows);
  if (known.currencies().empty()) {
    return;
  }
  v1::Policy in_force = policy_in_force(rows);
  put_in_force(known, today, in_force);
  replace_policy(std::move(in_force), rows, emit);
}

}  // namespace encours::intake
