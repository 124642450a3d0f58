// Shows what a policy that people write becomes: exact integers, sorted, the same bytes for the
// same text, whatever the order of its keys.
#include "src/policy/policy.h"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "operators/client/intake/checks.h"
#include "operators/domain/money.h"
#include "src/policy/defaults.h"
#include "src/policy/words.h"

namespace encours {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kHead = "version: test 1\ntime_zone: Europe/Paris\nreporting_currency: EUR\n";

// The policy of a text that must be right.
v1::Policy compiled(const std::string& text) {
  PolicyOrErrors policy = compile_policy(text, "p.yaml");
  if (!policy) {
    ADD_FAILURE() << policy.error().front().text() << "\nin\n" << text;
    return {};
  }
  return *policy;
}

v1::Policy with_rules(const std::string& rules) {
  return compiled(kHead + "rules:\n" + rules);
}

v1::Policy with(const std::string& keys) {
  return compiled(kHead + "rules: []\n" + keys);
}

std::string file_text(const std::string& file) {
  std::ifstream input(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(input), {}};
}

TEST(Policy, SmallestOneHasTheDefaults) {
  const v1::Policy policy = with("");
  EXPECT_EQ(policy.version(), "test 1");
  EXPECT_EQ(policy.time_zone(), "Europe/Paris");
  EXPECT_EQ(policy.reporting_currency(), "EUR");
  EXPECT_EQ(policy.rules_size(), 0);
  EXPECT_EQ(policy.fx_fallback_micro(), policy::kFxFallbackMicro);
  EXPECT_EQ(policy.default_grace_days(), 3);
  EXPECT_EQ(policy.default_limit_kind(), v1::LIMIT_KIND_NONE);
  EXPECT_EQ(policy.case_step_bp(), 2000);
  EXPECT_EQ(policy.case_step_minor(), 500'000);
  EXPECT_EQ(policy.holds_per_hour_max(), 50);
  EXPECT_EQ(policy.dispute_days(), 90);
}

TEST(Policy, TextTravelsAlong) {
  const std::string text = kHead + "rules: []  # nothing yet\n";
  EXPECT_EQ(compiled(text).text(), text);
}

TEST(Policy, ReadsARuleExactly) {
  const v1::Policy policy = with_rules(R"(
- name: over the limit
  kind: limit_exceeded
  mode: enforce
  severity: high
  tolerance: 2.5 %
  minimum: 500.50 EUR
  hysteresis: 50 bp
  for: {client_kinds: [public, company], segments: [main]}
)");
  ASSERT_EQ(policy.rules_size(), 1);
  const v1::Rule& rule = policy.rules(0);
  EXPECT_EQ(rule.name(), "over the limit");
  EXPECT_EQ(rule.kind(), v1::RULE_KIND_LIMIT_EXCEEDED);
  EXPECT_EQ(rule.mode(), v1::RULE_MODE_ENFORCE);
  EXPECT_EQ(rule.severity(), v1::SEVERITY_HIGH);
  EXPECT_EQ(rule.threshold_bp(), 250);
  EXPECT_EQ(rule.minimum_minor(), 50'050);
  EXPECT_EQ(rule.hysteresis_bp(), 50);
  EXPECT_THAT(rule.client_kinds(), ElementsAre(v1::CLIENT_KIND_COMPANY, v1::CLIENT_KIND_PUBLIC));
  EXPECT_THAT(rule.segments(), ElementsAre("main"));
}

TEST(Policy, ReadsEveryKindOfRule) {
  struct Row {
    std::string keys;
    v1::RuleKind kind;
    int threshold_bp;
    int threshold_days;
  };
  const std::vector<Row> rows{
      {"mode: off, kind: limit_exceeded", v1::RULE_KIND_LIMIT_EXCEEDED, 0, 0},
      {"mode: off, kind: limit_near, utilisation: 90 %", v1::RULE_KIND_LIMIT_NEAR, 9000, 0},
      {"mode: off, kind: oldest_overdue, days: 30", v1::RULE_KIND_OLDEST_OVERDUE, 0, 30},
      {"mode: off, kind: oldest_overdue, days: 1 day", v1::RULE_KIND_OLDEST_OVERDUE, 0, 1},
      {"mode: off, kind: overdue_share, share: 30%", v1::RULE_KIND_OVERDUE_SHARE, 3000, 0},
      {"mode: off, kind: order_value", v1::RULE_KIND_ORDER_VALUE, 0, 0},
      {"mode: off, kind: limit_expired, days_before: 14 days", v1::RULE_KIND_LIMIT_EXPIRED, 0, 14},
      {"mode: off, kind: limit_expired", v1::RULE_KIND_LIMIT_EXPIRED, 0, 0},
      {"mode: enforce, kind: forced_hold", v1::RULE_KIND_FORCED_HOLD, 0, 0},
      {"mode: off, kind: fx_missing", v1::RULE_KIND_FX_MISSING, 0, 0},
      {"mode: off, kind: allocation", v1::RULE_KIND_ALLOCATION, 0, 0},
      {"mode: off, kind: terms", v1::RULE_KIND_TERMS, 0, 0},
      {"mode: off, kind: conflicting_revision", v1::RULE_KIND_CONFLICTING_REVISION, 0, 0},
      {"mode: off, kind: stale_entity", v1::RULE_KIND_STALE_ENTITY, 0, 0},
      {"mode: off, kind: payment_returned", v1::RULE_KIND_PAYMENT_RETURNED, 0, 0},
      {"mode: off, kind: closed_period", v1::RULE_KIND_CLOSED_PERIOD, 0, 0},
      {"mode: off, kind: drift", v1::RULE_KIND_DRIFT, 0, 0},
      {"mode: enforce, kind: awaiting_prepayment", v1::RULE_KIND_AWAITING_PREPAYMENT, 0, 0},
      {"mode: enforce, kind: order_split, within: 7 days", v1::RULE_KIND_ORDER_SPLIT, 0, 7},
      {"mode: enforce, kind: order_reopened", v1::RULE_KIND_ORDER_REOPENED, 0, 0},
      {"mode: off, kind: held_delivery", v1::RULE_KIND_HELD_DELIVERY, 0, 0},
      {"mode: off, kind: hold_unacknowledged", v1::RULE_KIND_HOLD_UNACKNOWLEDGED, 0, 0},
  };
  std::set<v1::RuleKind> seen;
  for (const Row& row : rows) {
    const v1::Policy policy = with_rules("- {name: r, severity: info, " + row.keys + "}\n");
    ASSERT_EQ(policy.rules_size(), 1) << row.keys;
    EXPECT_EQ(policy.rules(0).kind(), row.kind) << row.keys;
    EXPECT_EQ(policy.rules(0).threshold_bp(), row.threshold_bp) << row.keys;
    EXPECT_EQ(policy.rules(0).threshold_days(), row.threshold_days) << row.keys;
    seen.insert(row.kind);
  }
  EXPECT_EQ(seen.size(), policy::kRuleShapes.size());
}

TEST(Policy, ReadsAmountsHoweverTheyAreWritten) {
  struct Row {
    std::string limit;
    std::string currency;
    std::int64_t minor;
  };
  const std::vector<Row> rows{
      {"10000 EUR", "EUR", 1'000'000},
      {"10000EUR", "EUR", 1'000'000},
      {"10000", "EUR", 1'000'000},
      {"10000.5", "EUR", 1'000'050},
      {"10000.50 EUR", "EUR", 1'000'050},
      {"0.01 EUR", "EUR", 1},
      {"1500000 JPY", "JPY", 1'500'000},
      {"1.234 TND", "TND", 1'234},
      {"1.500 JPY0", "", 0},
      {"{amount: 10000, currency: USD}", "USD", 1'000'000},
      {"{amount: 99.90}", "EUR", 9'990},
      {"10000000000000.00 EUR", "EUR", kAmountMinorMax},
  };
  for (const Row& row : rows) {
    if (row.currency.empty()) {
      EXPECT_FALSE(compile_policy(kHead + "rules: []\ndefault_limit: " + row.limit, "p"));
      continue;
    }
    const v1::Policy policy = with("default_limit: " + row.limit + "\n");
    EXPECT_EQ(policy.default_limit_kind(), v1::LIMIT_KIND_AMOUNT) << row.limit;
    EXPECT_EQ(policy.default_limit().currency(), row.currency) << row.limit;
    EXPECT_EQ(minor_from_wire(policy.default_limit()), row.minor) << row.limit;
  }
}

TEST(Policy, ReadsLimitsThatAreWords) {
  EXPECT_EQ(with("default_limit: none\n").default_limit_kind(), v1::LIMIT_KIND_NONE);
  EXPECT_EQ(with("default_limit: zero\n").default_limit_kind(), v1::LIMIT_KIND_ZERO);
  EXPECT_EQ(with("default_limit: unlimited\n").default_limit_kind(), v1::LIMIT_KIND_UNLIMITED);
  EXPECT_FALSE(with("default_limit: zero\n").has_default_limit());
}

TEST(Policy, ReadsRatesToTheMillionth) {
  const v1::Policy policy =
      with("fx: {USD: 0.92, JPY: 0.006123, GBP: 1.1700000}\nfx_fallback: 1\n");
  ASSERT_EQ(policy.fx_size(), 3);
  EXPECT_EQ(policy.fx(0).currency(), "GBP");
  EXPECT_EQ(policy.fx(0).rate_micro(), 1'170'000);
  EXPECT_EQ(policy.fx(1).currency(), "JPY");
  EXPECT_EQ(policy.fx(1).rate_micro(), 6'123);
  EXPECT_EQ(policy.fx(2).currency(), "USD");
  EXPECT_EQ(policy.fx(2).rate_micro(), 920'000);
  EXPECT_EQ(policy.fx_fallback_micro(), 1'000'000);
}

TEST(Policy, ReadsSegmentsGraceAndCounts) {
  const v1::Policy policy = with(
      "segments: {main: [2000, '0100'], export: [1000]}\n"
      "grace_days: {default: 5, public: 10, company: 4}\n"
      "default_tax: 20 %\ndispute_days: never\nholds_per_hour: unlimited\n"
      "approval_valid_days: 14\nidempotency_horizon_days: 400\n"
      "case_step: {share: 10 %, amount: 1000}\n");
  ASSERT_EQ(policy.segments_size(), 3);
  EXPECT_EQ(policy.segments(0).seller_company(), "0100");
  EXPECT_EQ(policy.segments(0).segment(), "main");
  EXPECT_EQ(policy.segments(1).seller_company(), "1000");
  EXPECT_EQ(policy.segments(1).segment(), "export");
  EXPECT_EQ(policy.default_grace_days(), 5);
  ASSERT_EQ(policy.grace_size(), 2);
  EXPECT_EQ(policy.grace(0).client_kind(), v1::CLIENT_KIND_COMPANY);
  EXPECT_EQ(policy.grace(1).days(), 10);
  EXPECT_EQ(policy.default_tax_bp(), 2000);
  EXPECT_EQ(policy.dispute_days(), 0);
  EXPECT_EQ(policy.holds_per_hour_max(), 0);
  EXPECT_EQ(policy.approval_valid_days(), 14);
  EXPECT_EQ(policy.idempotency_horizon_days(), 400);
  EXPECT_EQ(policy.case_step_bp(), 1000);
  EXPECT_EQ(policy.case_step_minor(), 100'000);
  EXPECT_EQ(with("grace_days: 7\n").default_grace_days(), 7);
}

TEST(Policy, ReadsWhatTheOrderDeskGoesBy) {
  const v1::Policy policy = compiled(
      kHead +
      "rules: [{name: over, kind: limit_exceeded, mode: enforce, severity: high}]\n"
      "order_horizon_days: 30\nacknowledge_days: 2\nhold_exemptions: [running_contract, prepaid]\n"
      "checkpoints:\n"
      "  - {at: delivery, when_unknown: hold, deadline: 5, materiality: 500}\n"
      "  - {at: delivery, rule: over, when_unknown: pass}\n"
      "  - {at: order_entry, when_unknown: pass, deadline: 1 second}\n"
      "limit_approvals: [{by: director}, {up_to: 5000, by: manager}]\n");
  EXPECT_EQ(policy.order_horizon_days(), 30);
  EXPECT_EQ(policy.acknowledge_days(), 2);
  EXPECT_THAT(policy.hold_exemptions(),
              ElementsAre(v1::EXEMPTION_PREPAID, v1::EXEMPTION_RUNNING_CONTRACT));
  ASSERT_EQ(policy.checkpoint_rules_size(), 3);
  const auto& rows = policy.checkpoint_rules();
  EXPECT_EQ(rows[0].checkpoint(), v1::CHECKPOINT_ORDER_ENTRY);
  EXPECT_EQ(rows[0].deadline_seconds(), 1);
  EXPECT_EQ(rows[1].checkpoint(), v1::CHECKPOINT_DELIVERY);
  EXPECT_EQ(rows[1].rule(), "");
  EXPECT_EQ(rows[1].when_unknown(), v1::WHEN_UNKNOWN_HOLD);
  EXPECT_EQ(rows[1].deadline_seconds(), 5);
  EXPECT_EQ(rows[1].materiality_minor(), 50'000);
  EXPECT_EQ(rows[2].rule(), "over");
  EXPECT_EQ(rows[2].when_unknown(), v1::WHEN_UNKNOWN_PASS);
  EXPECT_EQ(rows[2].deadline_seconds(), 2);
  ASSERT_EQ(policy.limit_approvals_size(), 2);
  EXPECT_EQ(policy.limit_approvals(0).up_to_minor(), 500'000);
  EXPECT_EQ(policy.limit_approvals(0).approver(), "manager");
  EXPECT_EQ(policy.limit_approvals(1).up_to_minor(), 0);
}

// The reporting currency decides what an amount without one is, wherever it stands in the text.
TEST(Policy, OrderOfKeysDoesNotMatter) {
  const std::string rules =
      "rules: [{severity: high, minimum: 500, mode: off, kind: terms, name: b},\n"
      "        {name: a, kind: fx_missing, mode: off, severity: info}]\n";
  const v1::Policy one = compiled(kHead + rules);
  const v1::Policy other = compiled(
      "rules:\n- {name: a, mode: off, severity: info, kind: fx_missing}\n"
      "- {name: b, kind: terms, mode: off, severity: high, minimum: 500.00 EUR}\n"
      "reporting_currency: EUR\nversion: test 1\ntime_zone: Europe/Paris\n");
  EXPECT_EQ(one.hash(), other.hash());
  EXPECT_EQ(one.rules(0).name(), "a");
  EXPECT_NE(one.hash(), with_rules("- {name: a, kind: terms, mode: off, severity: high}\n").hash());
}

TEST(DefaultPolicy, IsTheExampleFile) {
  const std::string text = file_text("deploy/examples/policies/default.yaml");
  EXPECT_EQ(policy_example(), text);
  EXPECT_EQ(default_policy().hash(), compiled(text).hash());
  EXPECT_EQ(default_policy().version(), "default 1");
  EXPECT_GE(default_policy().rules_size(), 10);
}

// A key left out means what the example writes for it.
TEST(DefaultPolicy, WritesTheDefaultsOut) {
  v1::Policy shown = default_policy();
  v1::Policy bare = compiled(
      "version: default 1\ntime_zone: Europe/Paris\nreporting_currency: EUR\nrules: []\n"
      "grace_days: {public: 10}\n");
  for (v1::Policy* policy : {&shown, &bare}) {
    policy->clear_rules();
    policy->clear_hash();
    policy->clear_text();
  }
  EXPECT_EQ(shown.DebugString(), bare.DebugString());
}

TEST(Examples, AllCompile) {
  for (const std::string name : {"default", "strict", "shadow"}) {
    const std::string file = "deploy/examples/policies/" + name + ".yaml";
    const PolicyOrErrors policy = load_policy(file);
    ASSERT_TRUE(policy) << policy.error().front().text();
    EXPECT_EQ(policy->version(), name + " 1");
    bool forced_hold = false;
    for (const v1::Rule& rule : policy->rules()) {
      forced_hold |= rule.kind() == v1::RULE_KIND_FORCED_HOLD;
    }
    EXPECT_TRUE(forced_hold) << name << ": a person's hold must never be without its rule";
  }
}

// Whatever the compiler lets through, intake takes: a policy that a person was told is right is
// never refused by the fold.
TEST(Policy, IntakeTakesWhatTheCompilerTakes) {
  const std::vector<std::string> texts{
      file_text("deploy/examples/policies/default.yaml"),
      file_text("deploy/examples/policies/strict.yaml"),
      file_text("deploy/examples/policies/shadow.yaml"),
      kHead +
          "fx: {USD: 1000000, JPY: 0.000001}\nfx_fallback: 1000000\n"
          "segments: {main: [2, 1], Export-3_x: ['é ù']}\n"
          "grace_days: {default: 365, company: 0, internal: 365}\n"
          "default_limit: 10000000000000 EUR\ndefault_tax: 100 %\napproval_valid_days: 366\n"
          "idempotency_horizon_days: 3650\ndispute_days: 3650\nholds_per_hour: 1000000\n"
          "case_step: {share: 1000 %, amount: 10000000000000}\nrules:\n"
          "- {name: ' ', kind: limit_near, mode: off, severity: info, utilisation: 1000 %,\n"
          "   hysteresis: 50 %, minimum: 10000000000000}\n"
          "- {name: b, kind: oldest_overdue, mode: off, severity: info, days: 3650}\n"};
  for (const std::string& text : texts) {
    const Verdict verdict = intake::check(compiled(text));
    EXPECT_TRUE(verdict.accepted()) << verdict.detail << " in\n" << text;
  }
}

TEST(Examples, ShadowHoldsNothingByItself) {
  const PolicyOrErrors policy = load_policy("deploy/examples/policies/shadow.yaml");
  ASSERT_TRUE(policy);
  for (const v1::Rule& rule : policy->rules()) {
    EXPECT_TRUE(rule.mode() != v1::RULE_MODE_ENFORCE || rule.kind() == v1::RULE_KIND_FORCED_HOLD)
        << rule.name();
  }
}

// Each key of the schema is read by the compiler, and each key the compiler reads is in the schema.
TEST(JsonSchema, HasTheKeysOfTheCompiler) {
  const nlohmann::json schema = nlohmann::json::parse(policy_json_schema());
  for (const auto& [key, unused] : schema["properties"].items()) {
    const PolicyOrErrors policy = compile_policy(key + ": {}\n", "p");
    ASSERT_FALSE(policy);
    for (const ConfigError& error : policy.error()) {
      EXPECT_NE(error.problem, "unknown key") << key;
    }
  }
  const v1::Policy& shown = default_policy();
  for (const auto& required : schema["required"]) {
    EXPECT_THAT(shown.text(), HasSubstr("\n" + required.get<std::string>() + ":"));
  }
  std::set<std::string> keys;
  std::istringstream lines(shown.text());
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line[0] != '#' && line[0] != ' ' && line[0] != '-') {
      keys.insert(line.substr(0, line.find(':')));
    }
  }
  std::set<std::string> known;
  for (const auto& [key, unused] : schema["properties"].items()) {
    known.insert(key);
  }
  EXPECT_EQ(keys, known) << "the example shows every key, and the schema has every one of them";
  EXPECT_EQ(schema["$defs"]["rule"]["properties"]["kind"]["oneOf"].size(),
            policy::kRuleShapes.size());
}

}  // namespace
}  // namespace encours
