#include "src/policy/rules.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "src/config/did_you_mean.h"
#include "src/policy/values.h"
#include "src/policy/words.h"

namespace encours::policy {
namespace {

constexpr std::int32_t kHysteresisBpMax = 5'000;

// The keys that a rule of one kind has besides name, kind, mode, severity and for.
std::vector<std::string> own_keys(const RuleShape& shape) {
  std::vector<std::string> keys;
  if (!shape.key.empty()) {
    keys.emplace_back(shape.key);
  }
  if (shape.has_minimum) {
    keys.emplace_back("minimum");
  }
  if (shape.has_hysteresis) {
    keys.emplace_back("hysteresis");
  }
  return keys;
}

// Tells a key that belongs to rules of another kind apart from one that belongs to none.
void refuse_keys_of_other_kinds(YamlMap& rule, const RuleShape& shape) {
  std::vector<std::string> all{"minimum", "hysteresis"};
  all.insert(all.end(), kThresholdKeys.begin(), kThresholdKeys.end());
  const std::vector<std::string> own = own_keys(shape);
  std::string listed;
  for (const std::string& key : own) {
    listed += (listed.empty() ? "" : ", ") + key;
  }
  for (const YamlEntry& entry : rule.value().node().entries) {
    if (std::ranges::find(all, entry.key) == all.end() ||
        std::ranges::find(own, entry.key) != own.end()) {
      continue;
    }
    rule.allow(std::vector{entry.key});
    rule.value().errors().add(
        entry.key_position, rule.value().path() + "." + entry.key,
        fmt::format("rules of kind {} have no such key; they have {}", shape.word,
                    listed.empty() ? "none of their own" : listed));
  }
}

void read_threshold(YamlMap& rule, const RuleShape& shape, v1::Rule& out) {
  if (shape.threshold == Threshold::kNone) {
    return;
  }
  const std::string key(shape.key);
  const auto value = shape.key_required ? rule.required(key) : rule.optional(key);
  if (!value) {
    return;
  }
  if (shape.threshold == Threshold::kShare) {
    out.set_threshold_bp(read_share_bp(*value, shape.min, shape.max).value_or(0));
  } else {
    out.set_threshold_days(read_days(*value, shape.min, shape.max).value_or(0));
  }
}

bool is_natural_person(v1::ClientKind kind) {
  return kind == v1::CLIENT_KIND_SOLE_TRADER || kind == v1::CLIENT_KIND_CONSUMER;
}

void read_client_kinds(const YamlValue& list, v1::Rule& out) {
  std::vector<v1::ClientKind> kinds;
  for (const YamlValue& item : list.list()) {
    const auto* word = read_word(item, kClientKinds);
    if (word == nullptr) {
      continue;
    }
    if (std::ranges::find(kinds, word->value) != kinds.end()) {
      item.error("stands here twice");
    } else if (out.mode() == v1::RULE_MODE_ENFORCE && is_natural_person(word->value)) {
      item.error("for natural persons no rule goes further than propose");
    } else {
      kinds.push_back(word->value);
    }
  }
  std::ranges::sort(kinds);
  for (const v1::ClientKind kind : kinds) {
    out.add_client_kinds(kind);
  }
}

void read_segments(const YamlValue& list, const std::vector<std::string>& known, v1::Rule& out) {
  std::vector<std::string> segments;
  for (const YamlValue& item : list.list()) {
    const std::optional<std::string> segment = item.text();
    if (!segment) {
      continue;
    }
    if (std::ranges::find(known, *segment) == known.end()) {
      item.error("no seller company belongs to this segment", nearest_word(*segment, known));
    } else if (std::ranges::find(segments, *segment) != segments.end()) {
      item.error("stands here twice");
    } else {
      segments.push_back(*segment);
    }
  }
  std::ranges::sort(segments);
  for (std::string& segment : segments) {
    out.add_segments(std::move(segment));
  }
}

// An empty list would read as "for nobody" and act as "for all".
bool has_items(const YamlValue& list) {
  if (list.is_list() && list.node().items.empty()) {
    list.error("is empty; leave the key out for all of them");
    return false;
  }
  return true;
}

void read_for(const YamlValue& value, const RuleSurroundings& surroundings, v1::Rule& out) {
  YamlMap map = value.map();
  if (const auto kinds = map.optional("client_kinds"); kinds && has_items(*kinds)) {
    read_client_kinds(*kinds, out);
  }
  if (const auto segments = map.optional("segments"); segments && has_items(*segments)) {
    read_segments(*segments, surroundings.segments, out);
  }
  map.finish();
}

// A hold by a person: the policy gives it a name and a severity, and may not weaken it.
bool is_persons_word(const RuleShape* shape) {
  return shape != nullptr && shape->kind == v1::RULE_KIND_FORCED_HOLD;
}

void read_mode(const YamlValue& value, const RuleShape* shape, v1::Rule& out) {
  const auto* mode = read_word(value, kModes);
  if (mode == nullptr) {
    return;
  }
  out.set_mode(mode->value);
  const bool enforces = mode->value == v1::RULE_MODE_ENFORCE;
  if (shape != nullptr && !shape->may_enforce && enforces) {
    value.error(
        fmt::format("rules of kind {} hold nothing; the most they can do is propose", shape->word));
  }
  if (is_persons_word(shape) && !enforces) {
    value.error("what a person decided always holds: write enforce");
  }
}

v1::Rule read_rule(const YamlValue& value, const RuleSurroundings& surroundings) {
  v1::Rule out;
  YamlMap rule = value.map();
  if (const auto name = rule.required("name")) {
    out.set_name(read_name(*name, kRuleNameBytesMax).value_or(""));
  }
  const RuleShape* shape = nullptr;
  if (const auto kind = rule.required("kind")) {
    shape = read_word(*kind, kRuleShapes);
  }
  if (const auto mode = rule.required("mode")) {
    read_mode(*mode, shape, out);
  }
  if (const auto severity = rule.required("severity")) {
    const auto* word = read_word(*severity, kSeverities);
    out.set_severity(word == nullptr ? v1::SEVERITY_UNSPECIFIED : word->value);
  }
  if (shape == nullptr) {
    // What else may stand here depends on the kind: say one thing, not all its consequences.
    for (const std::string_view key : kThresholdKeys) {
      rule.allow(std::vector{std::string(key)});
    }
    rule.allow(std::vector<std::string>{"minimum", "hysteresis"});
  } else {
    out.set_kind(shape->kind);
    read_threshold(rule, *shape, out);
    refuse_keys_of_other_kinds(rule, *shape);
  }
  const auto minimum = rule.optional("minimum");
  if (shape != nullptr && shape->has_minimum && minimum && !surroundings.reporting.empty()) {
    out.set_minimum_minor(read_minor(*minimum, surroundings.reporting).value_or(0));
  }
  const auto hysteresis = rule.optional("hysteresis");
  if (shape != nullptr && shape->has_hysteresis && hysteresis) {
    out.set_hysteresis_bp(read_share_bp(*hysteresis, 0, kHysteresisBpMax).value_or(0));
  }
  if (const auto selector = rule.optional("for"); selector && is_persons_word(shape)) {
    selector->error("what a person decided holds for whom it was decided; take it out");
  } else if (selector) {
    read_for(*selector, surroundings, out);
  }
  rule.finish();
  return out;
}

}  // namespace

void read_rules(const YamlValue& list, const RuleSurroundings& surroundings, v1::Policy& policy) {
  std::map<std::string, v1::Rule> by_name;
  const std::vector<YamlValue> items = list.list();
  if (items.size() > static_cast<std::size_t>(kRulesMax)) {
    list.error(fmt::format("more than {} rules", kRulesMax));
    return;
  }
  for (const YamlValue& item : items) {
    v1::Rule rule = read_rule(item, surroundings);
    const std::string name = rule.name();
    if (!name.empty() && !by_name.emplace(name, std::move(rule)).second) {
      item.error(fmt::format("a rule named \"{}\" stands here twice", name));
    }
  }
  for (auto& [name, rule] : by_name) {
    *policy.add_rules() = std::move(rule);
  }
}

}  // namespace encours::policy
