#include "operators/client/orders/way_out.h"

#include <algorithm>

#include "operators/client/ageing/ladder.h"
#include "operators/client/ageing/lateness.h"
#include "operators/client/checked.h"
#include "operators/client/findings.h"
#include "operators/client/orders/schedule.h"
#include "operators/domain/total.h"

namespace encours::orders {
namespace {

// What each way would have to come to, in the limit's currency; kNoHelp: it does not help.
constexpr std::int64_t kNoHelp = -1;
struct Needs {
  std::int64_t pay = 0;
  std::int64_t prepay = 0;
  std::int64_t limit = 0;

  // Another reason must be met as well.
  void add(const Needs& other) {
    const auto both = [](std::int64_t a, std::int64_t b) {
      return a == kNoHelp || b == kNoHelp ? kNoHelp : std::max(a, b);
    };
    pay = both(pay, other.pay);
    prepay = both(prepay, other.prepay);
    limit = both(limit, other.limit);
  }
};

const v1::Rule* rule_of(const v1::Policy& policy, const v1::Cause& cause) {
  const auto& rules = policy.rules();
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const v1::Rule& rule) {
    return rule.name() == cause.rule() && rule.kind() == cause.kind();
  });
  return found == rules.end() ? nullptr : &*found;
}

std::int64_t reported_in_limit(const Climate& climate, std::int64_t minor) {
  return value_in(climate.policy, reporting_currency(climate.policy), minor, climate.limit.currency)
      .minor;
}

// The overdue that is more than so many days late; the client's cash on account has paid the
// oldest.
std::int64_t late_beyond(Rows& rows, const Climate& climate, int days) {
  Valued late;
  const state::v1::AgeingHead* head = rows.find(ageing::kAgeing, climate.account);
  for (int i = 0; head != nullptr && i < head->ladders_size(); ++i) {
    const std::int64_t minor =
        ageing::overdue_beyond(rows, climate.account, *head, head->ladders(i), climate.policy,
                               climate.client_kind, climate.day, days);
    late.add(value_in(climate.policy, checked_currency(head->ladders(i).currency()), minor,
                      climate.limit.currency));
  }
  return late.minor;
}

std::int64_t evidence_minor(const v1::Cause& cause, std::string_view name) {
  for (const v1::Evidence& evidence : cause.evidence()) {
    if (evidence.name() == name && evidence.has_amount()) {
      return checked_minor(evidence.amount());
    }
  }
  return 0;
}

// The least that brings the share of the overdue below the threshold t when it is paid from the
// overdue: (overdue - x) / (open - x) < t, so x > (overdue - t open) / (1 - t).
std::int64_t share_to_pay(const v1::Rule& rule, const v1::Cause& cause) {
  const std::int64_t overdue = evidence_minor(cause, "overdue_net");
  const std::int64_t open = evidence_minor(cause, "open_items");
  const std::int64_t share =
      rule.threshold_bp() - std::int64_t{rule.threshold_bp()} * rule.hysteresis_bp() / kWholeBp;
  if (share >= kWholeBp) {
    return overdue;
  }
  const std::int64_t allowed =
      multiply_divide_half_up(open, share, kWholeBp).value_or(kTotalMinorMax);
  const std::int64_t least = multiply_divide_half_up(overdue - allowed, kWholeBp, kWholeBp - share)
                                 .value_or(kTotalMinorMax);
  // Rounded twice: a unit of the reporting currency more is sure to be enough.
  return std::clamp<std::int64_t>(least + 2, 0, overdue);
}

// `whole`: what would pay for all of the order, which then takes no credit: only a person may stop
// it.
Needs needs_of(Rows& rows, const Climate& climate, const v1::Cause& cause, std::int64_t total,
               std::int64_t whole) {
  const v1::Rule* rule = rule_of(climate.policy, cause);
  if (rule == nullptr || cause.kind() == v1::RULE_KIND_FORCED_HOLD) {
    return {kNoHelp, kNoHelp, kNoHelp};
  }
  switch (cause.kind()) {
    case v1::RULE_KIND_LIMIT_EXCEEDED: {
      const std::int64_t above =
          std::max<std::int64_t>(0, total - ceiling_minor(climate.limit, *rule));
      return {above, above, total};
    }
    case v1::RULE_KIND_OLDEST_OVERDUE: {
      const int allowed = climate.limit.max_days_late;
      // The finding is held: it closes by its hysteresis.
      const int by_rule =
          static_cast<int>(rule->threshold_days() -
                           std::int64_t{rule->threshold_days()} * rule->hysteresis_bp() / kWholeBp);
      const int days = allowed == 0 ? by_rule : std::min(allowed, by_rule);
      return {late_beyond(rows, climate, days), whole, kNoHelp};
    }
    case v1::RULE_KIND_OVERDUE_SHARE:
      return {reported_in_limit(climate, share_to_pay(*rule, cause)), whole, kNoHelp};
    case v1::RULE_KIND_LIMIT_EXPIRED:
      return {kNoHelp, whole, total};
    default:
      return {kNoHelp, whole, kNoHelp};
  }
}

// The day up to which what is due, paid oldest first, comes to the amount; kNoDay where the client
// owes less, or not in the limit's currency alone.
Day due_through(Rows& rows, const Climate& climate, std::int64_t minor) {
  const state::v1::AgeingHead* head = rows.find(ageing::kAgeing, climate.account);
  if (head == nullptr || head->ladders_size() != 1 ||
      head->ladders(0).currency() != climate.limit.currency.code()) {
    return kNoDay;
  }
  return ageing::oldest_to_pay(rows, climate.account, *head, head->ladders(0), minor);
}

std::string approver_of(const Climate& climate, std::int64_t minor) {
  const std::int64_t reported = value_reported(climate.policy, climate.limit.currency, minor).minor;
  for (const v1::LimitApproval& row : climate.policy.limit_approvals()) {
    if (row.up_to_minor() == 0 || reported <= row.up_to_minor()) {
      return row.approver();
    }
  }
  return {};
}

}  // namespace

void find_way_out(Rows& rows, const Climate& climate, const state::v1::BookedOrder& order,
                  const Causes& reasons, std::int64_t others_minor, v1::WayOut& out) {
  const Currency currency = climate.limit.currency;
  const std::int64_t counted = in_limit_currency(climate, order.currency(), counted_minor(order));
  const std::int64_t total = std::clamp(others_minor + counted, -kTotalMinorMax, kTotalMinorMax);
  const std::int64_t whole =
      in_limit_currency(climate, order.currency(), order.open_minor() - order.prepaid_minor());
  Needs needs;
  for (const v1::Cause& cause : reasons) {
    if (cause.mode() == v1::RULE_MODE_ENFORCE) {
      needs.add(needs_of(rows, climate, cause, total, whole));
    }
  }
  if (needs.pay > 0 && needs.pay <= climate.documents_minor) {
    wire_from_minor(currency, needs.pay, *out.mutable_pay());
    out.set_pay_due_through(date_from_day(due_through(rows, climate, needs.pay)));
  }
  // What is above the limit may be more than the order: paid for, it passes all the same.
  if (needs.prepay > 0) {
    wire_from_minor(currency, std::min(needs.prepay, whole), *out.mutable_prepay());
  }
  if (needs.limit > 0) {
    wire_from_minor(currency, needs.limit, *out.mutable_limit());
    out.set_limit_approver(approver_of(climate, needs.limit));
  }
}

}  // namespace encours::orders
