#include "operators/client/orders/outputs.h"

#include <algorithm>
#include <span>

#include <xxhash.h>

#include "operators/client/checked.h"
#include "operators/client/evidence.h"
#include "operators/client/findings.h"
#include "operators/client/fx.h"
#include "operators/domain/entity.h"

namespace encours::orders {
namespace {

using state::v1::BookedOrder;

void set_account(const AccountKey& account, v1::Account& out) {
  out.set_client_id(account.client_id);
  out.set_segment(account.segment);
}

std::string hex(std::uint64_t value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, value >>= 4) {
    *digit = kDigits[value & 0xf];
  }
  return text;
}

// The rule by which the cause holds the order, nullptr if it does not. A rule that a later policy
// made stricter still proposes the hold that it proposed.
const state::v1::HoldingRule* rule_behind(const v1::Cause& cause, const BookedOrder& order) {
  const auto& rules = order.holding();
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const auto& rule) {
    return rule.rule() == cause.rule() && rule.mode() <= cause.mode();
  });
  return found == rules.end() ? nullptr : &*found;
}

// How much of something there was, in the reporting currency.
struct Memory {
  std::string_view name;  // of the count, in the evidence
  std::int64_t count = 0;
  Valued at_stake{};
  std::int64_t other_revisions = 0;
  std::string last{};  // what it is about, for people
};

Memory unacknowledged_of(const state::v1::OrderBook& book, const Climate& climate) {
  Memory memory{.name = "orders"};
  for (const state::v1::UnacknowledgedHolds& holds : book.unacknowledged()) {
    memory.count += holds.orders();
    memory.at_stake.add(
        value_reported(climate.policy, checked_currency(holds.currency()), holds.open_minor()));
  }
  memory.other_revisions = book.other_revisions_acknowledged();
  return memory;
}

Memory held_deliveries_of(const state::v1::OrderBook& book, const Climate& climate) {
  Memory memory{.name = "deliveries"};
  for (const state::v1::HeldDelivery& delivery : book.held_deliveries()) {
    ++memory.count;
    memory.last = display_name(document_ref(delivery.order_id()));
    memory.at_stake.add(value_reported(climate.policy, checked_currency(delivery.currency()),
                                       delivery.value_minor()));
  }
  return memory;
}

// A finding about tallies of one rule: by mode and currency.
v1::Cause finding_of(Rows& rows, const AccountKey& account, const Climate& climate,
                     std::span<const state::v1::RuleTally* const> tallies) {
  v1::Rule rule;
  rule.set_name(tallies.front()->rule().rule());
  rule.set_kind(tallies.front()->rule().kind());
  Valued at_stake;
  std::int64_t orders = 0;
  for (const state::v1::RuleTally* tally : tallies) {
    rule.set_mode(std::max(rule.mode(), tally->rule().mode()));
    rule.set_severity(std::max(rule.severity(), tally->rule().severity()));
    at_stake.add(
        value_reported(climate.policy, checked_currency(tally->currency()), tally->open_minor()));
    orders += tally->orders();
  }
  v1::Cause cause = make_finding(rows, account, kOperatorName, rule, kOrdersSubject, climate.day);
  wire_from_minor(reporting_currency(climate.policy), std::max<std::int64_t>(0, at_stake.minor),
                  *cause.mutable_at_stake());
  add_evidence(cause, "orders", orders);
  for (const state::v1::RuleTally* tally : tallies) {
    add_evidence(cause, "value", checked_currency(tally->currency()), tally->open_minor());
  }
  return cause;
}

// What the rules that look back find: holds that the ERP took no note of, goods that left all the
// same.
void add_memories(Rows& rows, const AccountKey& account, const state::v1::OrderBook& book,
                  const Climate& climate, Causes& causes) {
  for (const v1::Rule& rule : climate.policy.rules()) {
    if (!rule_applies(rule, account, climate.client_kind)) {
      continue;
    }
    Memory memory;
    if (rule.kind() == v1::RULE_KIND_HOLD_UNACKNOWLEDGED) {
      memory = unacknowledged_of(book, climate);
    } else if (rule.kind() == v1::RULE_KIND_HELD_DELIVERY) {
      memory = held_deliveries_of(book, climate);
    }
    if (memory.count == 0 || memory.at_stake.minor < rule.minimum_minor()) {
      continue;
    }
    v1::Cause& cause = causes.emplace_back(
        make_finding(rows, account, kOperatorName, rule, kOrdersSubject, climate.day));
    wire_from_minor(reporting_currency(climate.policy), memory.at_stake.minor,
                    *cause.mutable_at_stake());
    add_evidence(cause, memory.name, memory.count);
    if (!memory.last.empty()) {
      add_evidence(cause, "last_order", memory.last);
    }
    if (memory.other_revisions != 0) {
      add_evidence(cause, "other_revisions_acknowledged", memory.other_revisions);
    }
  }
}

void set_checkpoints(v1::Hold& hold) {
  // What may not be ordered may not be shipped either.
  hold.add_checkpoints(v1::CHECKPOINT_ORDER_ENTRY);
  hold.add_checkpoints(v1::CHECKPOINT_DELIVERY);
}

}  // namespace

std::string hold_id(const AccountKey& account, std::string_view order_id) {
  std::string text = account.client_id;
  text.append("\x1f").append(account.segment).append("\x1f").append(order_id);
  return hex(XXH3_64bits(text.data(), text.size()));
}

v1::OrderDecision order_decision(const AccountKey& account, const BookedOrder& order,
                                 const Causes& reasons, std::string_view decided_by) {
  v1::OrderDecision decision;
  set_account(account, *decision.mutable_account());
  *decision.mutable_order_ref() = document_ref(order.id());
  decision.set_order_revision(order.revision());
  wire_from_minor(checked_currency(order.currency()), order.open_minor(),
                  *decision.mutable_amount());
  decision.set_checkpoint(order.checkpoint());
  decision.set_verdict(order.verdict());
  *decision.mutable_reasons() = {reasons.begin(), reasons.end()};
  if (order.verdict() == v1::VERDICT_APPROVED) {
    decision.set_valid_until(date_from_day(order.valid_until()));
  }
  decision.set_decided_by(std::string(decided_by));
  return decision;
}

v1::Hold order_hold(const AccountKey& account, const BookedOrder& order, const Causes& reasons,
                    std::string_view decided_by) {
  v1::Hold hold;
  set_account(account, *hold.mutable_account());
  hold.set_hold_id(hold_id(account, order.id()));
  hold.set_scope(v1::HOLD_SCOPE_DOCUMENT);
  *hold.mutable_order_ref() = document_ref(order.id());
  hold.set_state(order.hold());
  for (const v1::Cause& cause : reasons) {
    if (const auto* rule = rule_behind(cause, order); rule != nullptr) {
      v1::Cause& copy = *hold.add_causes();
      copy = cause;
      copy.set_mode(rule->mode());
      copy.set_subject(std::string(kOrdersSubject));
    }
  }
  set_checkpoints(hold);
  hold.set_decided_by(std::string(decided_by));
  return hold;
}

v1::Hold account_hold(const AccountKey& account, const v1::Policy& policy, const Causes& causes,
                      v1::HoldState state, std::string_view decided_by) {
  v1::Hold hold;
  set_account(account, *hold.mutable_account());
  hold.set_hold_id(hold_id(account, ""));
  hold.set_scope(v1::HOLD_SCOPE_ACCOUNT);
  hold.set_state(state);
  *hold.mutable_causes() = {causes.begin(), causes.end()};
  set_checkpoints(hold);
  *hold.mutable_exempt() = policy.hold_exemptions();
  hold.set_decided_by(std::string(decided_by));
  return hold;
}

Causes findings_of(Rows& rows, const AccountKey& account, const state::v1::OrderBook& book,
                   const Climate& climate) {
  Causes causes;
  std::vector<const state::v1::RuleTally*> of_one_rule;
  const auto close = [&] {
    if (!of_one_rule.empty()) {
      causes.push_back(finding_of(rows, account, climate, of_one_rule));
    }
    of_one_rule.clear();
  };
  for (const state::v1::RuleTally& tally : book.tallies()) {
    if (!of_one_rule.empty() && of_one_rule.front()->rule().rule() != tally.rule().rule()) {
      close();
    }
    of_one_rule.push_back(&tally);
  }
  close();
  add_memories(rows, account, book, climate, causes);
  for (const v1::Cause& cause : climate.account_wide) {
    if (cause.kind() == v1::RULE_KIND_FORCED_HOLD) {
      causes.push_back(cause);
    }
  }
  return causes;
}

}  // namespace encours::orders
