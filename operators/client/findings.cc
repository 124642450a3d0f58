#include "operators/client/findings.h"

#include <algorithm>
#include <tuple>

namespace encours {
namespace {

using state::v1::Findings;
using state::v1::FindingsSlot;

const FindingsSlot* find_slot(const Findings* findings, std::string_view operator_name) {
  if (findings == nullptr) {
    return nullptr;
  }
  for (const FindingsSlot& slot : findings->slots()) {
    if (slot.operator_name() == operator_name) {
      return &slot;
    }
  }
  return nullptr;
}

bool same_causes(const FindingsSlot* slot, const std::vector<v1::Cause>& causes) {
  const int held = slot == nullptr ? 0 : slot->causes_size();
  if (static_cast<std::size_t>(held) != causes.size()) {
    return false;
  }
  for (int i = 0; i < held; ++i) {
    if (slot->causes(i).SerializeAsString() !=
        causes[static_cast<std::size_t>(i)].SerializeAsString()) {
      return false;
    }
  }
  return true;
}

// The operator's slot in `findings`, made in its place if absent.
FindingsSlot& slot_to_edit(Findings& findings, std::string_view operator_name) {
  int place = 0;
  while (place < findings.slots_size() && findings.slots(place).operator_name() < operator_name) {
    ++place;
  }
  if (place < findings.slots_size() && findings.slots(place).operator_name() == operator_name) {
    return *findings.mutable_slots(place);
  }
  findings.add_slots()->set_operator_name(std::string(operator_name));
  for (int i = findings.slots_size() - 1; i > place; --i) {
    findings.mutable_slots()->SwapElements(i, i - 1);
  }
  return *findings.mutable_slots(place);
}

void drop_slot(Findings& findings, std::string_view operator_name) {
  for (int i = 0; i < findings.slots_size(); ++i) {
    if (findings.slots(i).operator_name() == operator_name) {
      findings.mutable_slots()->DeleteSubrange(i, 1);
      return;
    }
  }
}

void drop_if_empty(Rows& rows, const AccountKey& account, const Findings& findings) {
  if (findings.slots_size() == 0 && !findings.muted()) {
    rows.erase(kFindings, account);
  }
}

// Of what is said about the books of one company, or about all of a segment.
template <class Statement>
std::string_view segment_of_books(const v1::Policy& policy, const Statement& statement) {
  if (!statement.seller_company().empty()) {
    return segment_of(policy, statement.seller_company());
  }
  const std::string& segment = statement.segment();
  return segment.empty() ? std::string_view("main") : std::string_view(segment);
}

}  // namespace

const v1::Policy& policy_in_force(Rows& rows) {
  const v1::Policy* policy = rows.find(kPolicy, ShardKey{});
  return policy == nullptr ? v1::Policy::default_instance() : *policy;
}

std::string_view segment_of(const v1::Policy& policy, std::string_view seller_company) {
  for (const v1::SegmentOfCompany& row : policy.segments()) {
    if (row.seller_company() == seller_company) {
      return row.segment();
    }
  }
  return "main";
}

std::string_view segment_of_list(const v1::Policy& policy, const v1::OpenItemsList& list) {
  return segment_of_books(policy, list);
}

std::string_view segment_of_balance(const v1::Policy& policy, const v1::BalanceAsserted& asserted) {
  return segment_of_books(policy, asserted);
}

bool rule_applies(const v1::Rule& rule, const AccountKey& account, v1::ClientKind client_kind) {
  if (rule.mode() == v1::RULE_MODE_UNSPECIFIED || rule.mode() == v1::RULE_MODE_OFF) {
    return false;
  }
  const auto& segments = rule.segments();
  const auto& kinds = rule.client_kinds();
  return (segments.empty() ||
          std::find(segments.begin(), segments.end(), account.segment) != segments.end()) &&
         (kinds.empty() || std::find(kinds.begin(), kinds.end(), client_kind) != kinds.end());
}

const v1::Cause* held_finding(Rows& rows, const AccountKey& account, std::string_view operator_name,
                              std::string_view rule, std::string_view subject) {
  const FindingsSlot* slot = find_slot(rows.find(kFindings, account), operator_name);
  if (slot == nullptr) {
    return nullptr;
  }
  for (const v1::Cause& cause : slot->causes()) {
    if (cause.rule() == rule && cause.subject() == subject) {
      return &cause;
    }
  }
  return nullptr;
}

v1::Cause make_finding(Rows& rows, const AccountKey& account, std::string_view operator_name,
                       const v1::Rule& rule, std::string_view subject, Day today) {
  v1::Cause cause;
  cause.set_rule(rule.name());
  cause.set_kind(rule.kind());
  cause.set_mode(rule.mode());
  cause.set_severity(rule.severity());
  cause.set_subject(std::string(subject));
  const v1::Cause* held = held_finding(rows, account, operator_name, rule.name(), subject);
  cause.set_since(held == nullptr ? date_from_day(today) : held->since());
  return cause;
}

void replace_findings(Rows& rows, Emit& emit, const AccountKey& account,
                      std::string_view operator_name, std::vector<v1::Cause> causes) {
  if (is_muted(rows, account)) {
    std::erase_if(causes, [&](const v1::Cause& cause) {
      return held_finding(rows, account, operator_name, cause.rule(), cause.subject()) == nullptr;
    });
  }
  replace_findings_aloud(rows, emit, account, operator_name, std::move(causes));
}

void replace_findings_aloud(Rows& rows, Emit& emit, const AccountKey& account,
                            std::string_view operator_name, std::vector<v1::Cause> causes) {
  std::sort(causes.begin(), causes.end(), [](const v1::Cause& a, const v1::Cause& b) {
    return std::tie(a.rule(), a.subject()) < std::tie(b.rule(), b.subject());
  });
  const Findings* before = rows.find(kFindings, account);
  if (same_causes(find_slot(before, operator_name), causes)) {
    return;
  }
  Findings& findings = rows.edit(kFindings, account);
  if (causes.empty()) {
    drop_slot(findings, operator_name);
  } else {
    FindingsSlot& slot = slot_to_edit(findings, operator_name);
    slot.clear_causes();
    for (v1::Cause& cause : causes) {
      *slot.add_causes() = std::move(cause);
    }
  }
  drop_if_empty(rows, account, findings);
  emit.say(FindingsChanged{account});
}

void set_muted(Rows& rows, const AccountKey& account, bool muted) {
  Findings& findings = rows.edit(kFindings, account);
  findings.set_muted(muted);
  drop_if_empty(rows, account, findings);
}

bool is_muted(Rows& rows, const AccountKey& account) {
  const Findings* findings = rows.find(kFindings, account);
  return findings != nullptr && findings->muted();
}

}  // namespace encours
