// Shows what people are told about mistakes in a policy: one row for every refusal, the message
// word by word. In the texts of snippet tests the snippet begins in line 5, after four right lines.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/policy/policy.h"

namespace encours {
namespace {

using ::testing::ElementsAre;

struct Row {
  std::string text;
  std::string message;
};

std::vector<std::string> mistakes(const std::string& text) {
  std::vector<std::string> messages;
  if (const PolicyOrErrors policy = compile_policy(text, "p.yaml"); !policy) {
    for (const ConfigError& error : policy.error()) {
      messages.push_back(error.text());
    }
  }
  return messages;
}

const std::string kHead = "version: 1\ntime_zone: UTC\nreporting_currency: EUR\n";

void expect_messages(const std::string& head, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    EXPECT_THAT(mistakes(head + row.text), ElementsAre("p.yaml:" + row.message)) << row.text;
  }
}

TEST(PolicyMistakes, OfKeys) {
  expect_messages(
      kHead + "rules: []\n",
      {
          {"fxx: {}", "5:1: fxx: unknown key; did you mean \"fx\"?"},
          {"fallback: 1", "5:1: fallback: unknown key; did you mean \"fx_fallback\"?"},
          {"rules: []", "5:1: rules: this key stands here twice"},
          {"fx: [1]", "5:5: fx: must be a map of keys and values"},
          {"fx: {EURO: 1}",
           "5:6: fx.EURO: \"EURO\" is no currency of ISO 4217; did you mean "
           "\"EUR\"?"},
          {"fx: {EUR: 1}", "5:6: fx.EUR: is the reporting currency: its rate is 1 by itself"},
          {"fx: {USD: 0}", "5:11: fx.USD: must be a rate above 0 such as 0.92, at most 1000000"},
          {"fx: {USD: -1}", "5:11: fx.USD: must be a rate above 0 such as 0.92, at most 1000000"},
          {"fx: {USD: 0.9212345}", "5:11: fx.USD: a rate has at most 6 digits after the point"},
          {"fx: {USD: \"0,92\"}",
           "5:11: fx.USD: must be a rate above 0 such as 0.92, at most 1000000"},
          {"fx_fallback: 1000001",
           "5:14: fx_fallback: must be a rate above 0 such as 0.92, at most 1000000"},
          {"segments: {a|b: [1]}",
           "5:12: segments.a|b: a segment's name is 1 to 32 letters, digits, - and _"},
          {"segments: {a: 1}", "5:15: segments.a: must be a list"},
          {"segments: {a: [1, 2], b: [2]}",
           "5:27: segments.b[0]: this company belongs to segment a already"},
          {"segments: {a: [\"\"]}",
           "5:16: segments.a[0]: must be 1 to 64 bytes of text on one line"},
          {"grace_days: 400", "5:13: grace_days: must be a number of days from 0 to 365"},
          {"grace_days: {public: -1}",
           "5:22: grace_days.public: must be a number of days from 0 to 365"},
          {"grace_days: {PUBLIC: 1}",
           "5:14: grace_days.PUBLIC: unknown key; did you mean \"public\"?"},
          {"default_tax: 20", "5:14: default_tax: must be a share such as \"80 %\" or \"8000 bp\""},
          {"default_tax: 120 %", "5:14: default_tax: must be from 0.00 % to 100.00 %"},
          {"default_tax: 5.555 %", "5:14: default_tax: must not be finer than 0.01 % = 1 bp"},
          {"default_tax: 0.5 bp", "5:14: default_tax: must not be finer than 0.01 % = 1 bp"},
          {"dispute_days: 0",
           "5:15: dispute_days: must be a whole number from 1 to 3650, or never"},
          {"holds_per_hour: none",
           "5:17: holds_per_hour: must be a whole number from 1 to 1000000, or unlimited"},
          {"approval_valid_days: 2 weeks",
           "5:22: approval_valid_days: must be a number of days from 1 to 366"},
          {"case_step: 20 %", "5:12: case_step: must be a map of keys and values"},
          {"case_step: {percent: 20}", "5:13: case_step.percent: unknown key"},
      });
}

TEST(PolicyMistakes, OfTheOrderDesk) {
  expect_messages(
      kHead + "rules: []\n",
      {
          {"order_horizon_days: 0",
           "5:21: order_horizon_days: must be a whole number from 1 to 3650, or unlimited"},
          {"acknowledge_days: none",
           "5:19: acknowledge_days: must be a whole number from 1 to 366, or never"},
          {"hold_exemptions: [cash, cash]", "5:25: hold_exemptions[1]: stands here twice"},
          {"hold_exemptions: [chash]",
           "5:19: hold_exemptions[0]: must be one of prepaid, cash, running_contract; did you mean "
           "\"cash\"?"},
          {"checkpoints: [{at: door, when_unknown: pass}]",
           "5:20: checkpoints[0].at: must be one of order_entry, delivery"},
          {"checkpoints: [{at: delivery}]",
           "5:15: checkpoints[0]: the key \"when_unknown\" is missing"},
          {"checkpoints: [{at: delivery, when_unknown: stop}]",
           "5:44: checkpoints[0].when_unknown: must be one of pass, hold"},
          {"checkpoints: [{at: delivery, when_unknown: hold, deadline: 2 days}]",
           "5:60: checkpoints[0].deadline: must be a number of seconds from 1 to 3600"},
          {"checkpoints: [{at: delivery, when_unknown: hold, rule: over}]",
           "5:56: checkpoints[0].rule: no rule of this policy has that name"},
          {"checkpoints: [{at: delivery, when_unknown: hold}, {at: delivery, when_unknown: pass}]",
           "5:51: checkpoints[1]: this checkpoint and rule stand here twice"},
          {"limit_approvals: [{up_to: 5}]", "5:19: limit_approvals[0]: the key \"by\" is missing"},
          {"limit_approvals: [{by: a}, {by: b}]",
           "5:28: limit_approvals[1]: two levels end at the same amount"},
          {"limit_approvals: [{by: a, up_to: 0}]",
           "5:19: limit_approvals[0]: nobody needs to approve a limit of 0; leave up_to out for "
           "any "
           "amount"},
      });
}

TEST(PolicyMistakes, OfAmounts) {
  const std::string shape =
      "5:16: default_limit: must be an amount such as \"5000 EUR\": digits and a point, no other "
      "sign";
  expect_messages(
      kHead + "rules: []\n",
      {
          {"default_limit: 10,000 EUR", shape},
          {"default_limit: 10 000 EUR", shape},
          {"default_limit: 1.000.000", shape},
          {"default_limit: 1e6",
           "5:16: default_limit: must be an amount such as \"5000 EUR\": "
           "digits and a point, no other sign"},
          {"default_limit: 5000 EURO",
           "5:16: default_limit: \"EURO\" is no currency of ISO 4217; did you mean \"EUR\"?"},
          {"default_limit: 5000.001 EUR", "5:16: default_limit: EUR has 2 digits after the point"},
          {"default_limit: 5000.5 JPY", "5:16: default_limit: JPY has 0 digits after the point"},
          {"default_limit: 10000000000000.01 EUR",
           "5:16: default_limit: larger than any amount that is accounted for"},
          {"default_limit: 99999999999999999999 EUR",
           "5:16: default_limit: larger than any amount that is accounted for"},
          {"default_limit: 0",
           "5:16: default_limit: say what 0 means: zero (no credit), none (no limit set) or "
           "unlimited"},
          {"default_limit: unlimted",
           "5:16: default_limit: must be one of none, zero, unlimited; did you mean "
           "\"unlimited\"?"},
          {"default_limit: {currency: EUR}", "5:16: default_limit: the key \"amount\" is missing"},
          {"default_limit: {amount: 1, curency: EUR}",
           "5:28: default_limit.curency: unknown key; did you mean \"currency\"?"},
          {"default_limit: [1]", "5:16: default_limit: must be one of none, zero, unlimited"},
          {"case_step: {amount: -5}", "5:21: case_step.amount: must not be below 0"},
          {"case_step: {amount: 5 USD}",
           "5:21: case_step.amount: must be in the reporting currency, EUR"},
      });
}

TEST(PolicyMistakes, OfRules) {
  const std::string head = kHead + "rules:\n- {name: r, severity: info, ";
  expect_messages(
      head,
      {
          {"mode: off, kind: limit_exeeded}",
           "5:46: rules[0].kind: must be one of limit_exceeded, limit_near, oldest_overdue, "
           "overdue_share, order_value, limit_expired, forced_hold, fx_missing, allocation, "
           "terms, conflicting_revision, payment_returned, closed_period, stale_entity, "
           "awaiting_prepayment, order_split, order_reopened, held_delivery, hold_unacknowledged, "
           "drift; did you mean "
           "\"limit_exceeded\"?"},
          {"mode: on, kind: terms}",
           "5:35: rules[0].mode: must be one of off, shadow, propose, enforce"},
          {"mode: enforced, kind: terms}",
           "5:35: rules[0].mode: must be one of off, shadow, propose, enforce; did you mean "
           "\"enforce\"?"},
          {"kind: terms}", "5:3: rules[0]: the key \"mode\" is missing"},
          {"mode: off}", "5:3: rules[0]: the key \"kind\" is missing"},
          {"mode: off, kind: limit_near}", "5:3: rules[0]: the key \"utilisation\" is missing"},
          {"mode: off, kind: oldest_overdue, tolerance: 5 %, days: 1}",
           "5:62: rules[0].tolerance: rules of kind oldest_overdue have no such key; they have "
           "days, minimum, hysteresis"},
          {"mode: propose, kind: forced_hold}",
           "5:35: rules[0].mode: what a person decided always holds: write enforce"},
          {"mode: enforce, kind: forced_hold, for: {segments: [main]}}",
           "5:68: rules[0].for: what a person decided holds for whom it was decided; take it out"},
          {"mode: enforce, kind: forced_hold, minimum: 5}",
           "5:63: rules[0].minimum: rules of kind forced_hold have no such key; they have none of "
           "their own"},
          {"mode: off, kind: terms, hysteresis: 1 %}",
           "5:53: rules[0].hysteresis: rules of kind terms have no such key; they have minimum"},
          {"mode: off, kind: terms, minimun: 5}",
           "5:53: rules[0].minimun: unknown key; did you mean \"minimum\"?"},
          {"mode: enforce, kind: fx_missing}",
           "5:35: rules[0].mode: rules of kind fx_missing hold nothing; the most they can do is "
           "propose"},
          {"mode: off, kind: limit_near, utilisation: 0.9}",
           "5:71: rules[0].utilisation: must be a share such as \"80 %\" or \"8000 bp\""},
          {"mode: off, kind: overdue_share, share: 101 %}",
           "5:68: rules[0].share: must be from 0.01 % to 100.00 %"},
          {"mode: off, kind: limit_exceeded, hysteresis: 51 %}",
           "5:74: rules[0].hysteresis: must be from 0.00 % to 50.00 %"},
          {"mode: off, kind: terms, for: {}, if: 1}", "5:62: rules[0].if: unknown key"},
          {"mode: off, kind: terms, for: {client_kinds: []}}",
           "5:73: rules[0].for.client_kinds: is empty; leave the key out for all of them"},
          {"mode: off, kind: terms, for: {client_kinds: [company, company]}}",
           "5:83: rules[0].for.client_kinds[1]: stands here twice"},
          {"mode: enforce, kind: terms, for: {client_kinds: [consumer]}}",
           "5:78: rules[0].for.client_kinds[0]: for natural persons no rule goes further than "
           "propose"},
          {"mode: off, kind: terms, for: {client_kinds: [consumers]}}",
           "5:74: rules[0].for.client_kinds[0]: must be one of company, sole_trader, consumer, "
           "public, intercompany, one_time, factor, internal; did you mean \"consumer\"?"},
          {"mode: off, kind: terms, for: {segments: [mian]}}",
           "5:70: rules[0].for.segments[0]: no seller company belongs to this segment; did you "
           "mean \"main\"?"},
          {"mode: off, kind: terms, for: {segments: [main, main]}}",
           "5:76: rules[0].for.segments[1]: stands here twice"},
          {"mode: off, kind: terms}\n- {name: r, mode: off, kind: terms, severity: info}",
           "6:3: rules[1]: a rule named \"r\" stands here twice"},
      });
}

TEST(PolicyMistakes, OfTheWholeText) {
  const std::string rest = "version: 1\nreporting_currency: EUR\nrules: []\n";
  expect_messages(
      "",
      {
          {"", "1:1: must be a map of keys and values, as in: encours config example policy"},
          {"- 1", "1:1: must be a map of keys and values, as in: encours config example policy"},
          {"version: [", "1:1: this is not YAML: end of sequence flow not found"},
          {"version: \xC3\xA9\nfx: \xE9\n", "2:5: this is not UTF-8 text"},
          {std::string(kPolicyBytesMax + 1, ' '), "1:1: a policy has at most 262144 bytes"},
          {rest, "1:1: the key \"time_zone\" is missing"},
          {rest + "time_zone: Europe/Pariss",
           "4:12: time_zone: must be a time zone such as Europe/Paris; did you mean "
           "\"Europe/Paris\"?"},
          {rest + "time_zone: ../../../etc/passwd",
           "4:12: time_zone: must be a time zone such as Europe/Paris"},
          {rest + "time_zone: Europe", "4:12: time_zone: must be a time zone such as Europe/Paris"},
          {rest + "time_zone: Paris",
           "4:12: time_zone: must be a time zone such as Europe/Paris; did you mean "
           "\"Europe/Paris\"?"},
          {"time_zone: UTC\nversion: 1\nreporting_currency: eur\nrules: []",
           "3:21: reporting_currency: \"eur\" is no currency of ISO 4217; did you mean \"EUR\"?"},
          {"time_zone: UTC\nversion: \"\"\nreporting_currency: EUR\nrules: []",
           "2:10: version: must be 1 to 80 bytes of text on one line"},
          {"time_zone: UTC\nversion: \"a\\nb\"\nreporting_currency: EUR\nrules: []",
           "2:10: version: must be 1 to 80 bytes of text on one line"},
      });
}

TEST(PolicyMistakes, AreToldTogetherInTheOrderOfTheText) {
  EXPECT_THAT(mistakes("rules:\n"
                       "  - name: over\n"
                       "    kind: limit_exceeded\n"
                       "    mode: enforce\n"
                       "    severity: urgent\n"
                       "    tolerance: 5\n"
                       "reporting_currency: EUR\n"
                       "time_zone: Paris\n"
                       "fx: {USD: 0,92}\n"),
              ElementsAre("p.yaml:1:1: the key \"version\" is missing",
                          "p.yaml:5:15: rules[0].severity: must be one of info, note, watch, high, "
                          "critical",
                          "p.yaml:6:16: rules[0].tolerance: must be a share such as \"80 %\" or "
                          "\"8000 bp\"",
                          "p.yaml:8:12: time_zone: must be a time zone such as Europe/Paris; did "
                          "you mean \"Europe/Paris\"?",
                          "p.yaml:9:11: fx.USD: must be a rate above 0 such as 0.92, at most "
                          "1000000",
                          "p.yaml:9:13: fx.92: \"92\" is no currency of ISO 4217"));
}

TEST(PolicyMistakes, OfAFile) {
  const PolicyOrErrors policy = load_policy("no-such-policy.yaml");
  ASSERT_FALSE(policy);
  EXPECT_EQ(policy.error().front().text(), "no-such-policy.yaml:1:1: the file cannot be opened");
  const PolicyOrErrors folder = load_policy("deploy");
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().front().text(), "deploy:1:1: the file cannot be read");
}

TEST(PolicyMistakes, AreAtMostTwenty) {
  std::string text;
  for (int i = 0; i < 50; ++i) {
    text += "unknown" + std::to_string(i) + ": 1\n";
  }
  EXPECT_EQ(mistakes(text).size(), kConfigErrorsMax);
}

TEST(PolicyMistakes, TooManyRules) {
  std::string text = kHead + "rules:\n";
  for (int i = 0; i <= 200; ++i) {
    text += "- {name: r" + std::to_string(i) + ", kind: terms, mode: off, severity: info}\n";
  }
  EXPECT_THAT(mistakes(text), ElementsAre("p.yaml:5:1: rules: more than 200 rules"));
}

}  // namespace
}  // namespace encours
