#include "src/policy/desk.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "src/config/did_you_mean.h"
#include "src/policy/defaults.h"
#include "src/policy/values.h"
#include "src/policy/words.h"

namespace encours::policy {
namespace {

constexpr std::size_t kApproverBytesMax = 80;
constexpr std::int32_t kDeadlineSecondsMax = 3'600;

// The name of a rule of the policy that can hold an order: about others there is nothing to know.
std::string read_rule_name(const YamlValue& value, const v1::Policy& policy) {
  const std::optional<std::string> name = value.text();
  if (!name) {
    return {};
  }
  std::vector<std::string> names;
  for (const v1::Rule& rule : policy.rules()) {
    names.push_back(rule.name());
  }
  if (std::ranges::find(names, *name) == names.end()) {
    value.error("no rule of this policy has that name", nearest_word(*name, names));
  }
  return *name;
}

v1::CheckpointRule read_checkpoint_rule(const YamlValue& item, Currency reporting,
                                        const v1::Policy& policy) {
  v1::CheckpointRule row;
  YamlMap map = item.map();
  if (const auto at = map.required("at")) {
    const auto* word = read_word(*at, kCheckpoints);
    row.set_checkpoint(word == nullptr ? v1::CHECKPOINT_UNSPECIFIED : word->value);
  }
  if (const auto rule = map.optional("rule")) {
    row.set_rule(read_rule_name(*rule, policy));
  }
  if (const auto unknown = map.required("when_unknown")) {
    const auto* word = read_word(*unknown, kWhenUnknown);
    row.set_when_unknown(word == nullptr ? v1::WHEN_UNKNOWN_UNSPECIFIED : word->value);
  }
  row.set_deadline_seconds(kDeadlineSeconds);
  if (const auto deadline = map.optional("deadline")) {
    row.set_deadline_seconds(
        read_seconds(*deadline, 1, kDeadlineSecondsMax).value_or(kDeadlineSeconds));
  }
  const auto materiality = map.optional("materiality");
  if (materiality && !reporting.empty()) {
    row.set_materiality_minor(read_minor(*materiality, reporting).value_or(0));
  }
  map.finish();
  return row;
}

void read_checkpoints(const YamlValue& list, Currency reporting, v1::Policy& policy) {
  std::map<std::pair<v1::Checkpoint, std::string>, v1::CheckpointRule> rows;
  for (const YamlValue& item : list.list()) {
    v1::CheckpointRule row = read_checkpoint_rule(item, reporting, policy);
    const std::pair key(row.checkpoint(), row.rule());
    if (!rows.emplace(key, std::move(row)).second) {
      item.error("this checkpoint and rule stand here twice");
    }
  }
  for (auto& [key, row] : rows) {
    *policy.add_checkpoint_rules() = std::move(row);
  }
}

// What is written nowhere: nobody's goods wait because we do not answer.
void add_usual_checkpoints(v1::Policy& policy) {
  for (const auto& checkpoint : kCheckpoints) {
    v1::CheckpointRule& row = *policy.add_checkpoint_rules();
    row.set_checkpoint(checkpoint.value);
    row.set_when_unknown(v1::WHEN_UNKNOWN_PASS);
    row.set_deadline_seconds(kDeadlineSeconds);
  }
}

void read_exemptions(const YamlValue& list, v1::Policy& policy) {
  std::set<v1::Exemption> exemptions;
  for (const YamlValue& item : list.list()) {
    const auto* word = read_word(item, kExemptions);
    if (word != nullptr && !exemptions.insert(word->value).second) {
      item.error("stands here twice");
    }
  }
  for (const v1::Exemption exemption : exemptions) {
    policy.add_hold_exemptions(exemption);
  }
}

void read_approvals(const YamlValue& list, Currency reporting, v1::Policy& policy) {
  std::map<std::int64_t, std::string> approvers;  // by the largest limit; without a bound last
  for (const YamlValue& item : list.list()) {
    YamlMap map = item.map();
    std::int64_t up_to = INT64_MAX;
    if (const auto amount = map.optional("up_to"); amount && !reporting.empty()) {
      up_to = read_minor(*amount, reporting).value_or(0);
    }
    std::string approver;
    if (const auto by = map.required("by")) {
      approver = read_name(*by, kApproverBytesMax).value_or("");
    }
    map.finish();
    if (up_to == 0) {
      item.error("nobody needs to approve a limit of 0; leave up_to out for any amount");
    } else if (!approvers.emplace(up_to, approver).second) {
      item.error("two levels end at the same amount");
    }
  }
  for (const auto& [up_to, approver] : approvers) {
    v1::LimitApproval& row = *policy.add_limit_approvals();
    row.set_up_to_minor(up_to == INT64_MAX ? 0 : up_to);
    row.set_approver(approver);
  }
}

}  // namespace

void read_desk(YamlMap& top, Currency reporting, v1::Policy& policy) {
  if (const auto days = top.optional("order_horizon_days")) {
    policy.set_order_horizon_days(read_count_or(*days, "unlimited", 3'650).value_or(0));
  }
  if (const auto days = top.optional("acknowledge_days")) {
    policy.set_acknowledge_days(read_count_or(*days, "never", 366).value_or(0));
  }
  if (const auto list = top.optional("hold_exemptions")) {
    read_exemptions(*list, policy);
  } else {
    for (const auto& exemption : kExemptions) {
      policy.add_hold_exemptions(exemption.value);
    }
  }
  if (const auto list = top.optional("checkpoints")) {
    read_checkpoints(*list, reporting, policy);
  } else {
    add_usual_checkpoints(policy);
  }
  if (const auto list = top.optional("limit_approvals")) {
    read_approvals(*list, reporting, policy);
  }
}

}  // namespace encours::policy
