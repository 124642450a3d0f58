// Which limit is in force on which day, whatever the order in which the decisions came, and what is
// said when it changes or ends. One table: decisions, then what rules on a few days.
#include "operators/client/limits/limits.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "operators/client/accounts.h"
#include "operators/client/intake/intake.h"
#include "tests/operators/desk_events.h"
#include "tests/operators/stage.h"

namespace encours::test {
namespace {

const AccountKey kAccount{std::string(kClient), "main"};

// "1000.00 EUR by L1 to 2024-03-31, ended"
std::string text_of(const LimitTerms& terms) {
  std::string text;
  if (terms.kind == v1::LIMIT_KIND_AMOUNT) {
    text =
        format_minor(terms.currency, terms.amount_minor) + " " + std::string(terms.currency.code());
  } else {
    text = v1::LimitKind_Name(terms.kind).substr(std::string("LIMIT_KIND_").size());
  }
  text += terms.limit_id.empty() ? " by the policy" : " by " + terms.limit_id;
  text += terms.valid_to == kNoDay ? "" : " to " + format_day(terms.valid_to);
  return text + (terms.expired ? ", ended" : "");
}

class LimitsTest : public testing::Test {
 protected:
  using LimitsStage = Stage<Intake, Limits>;

  LimitsTest() {
    policy_.set_version("1");
    policy_.set_reporting_currency("EUR");
    policy_.set_fx_fallback_micro(2'000'000);
    v1::FxRate& rate = *policy_.add_fx();
    rate.set_currency("USD");
    rate.set_rate_micro(500'000);
    v1::Rule& rule = *policy_.add_rules();
    rule.set_name("limit-end");
    rule.set_kind(v1::RULE_KIND_LIMIT_EXPIRED);
    rule.set_mode(v1::RULE_MODE_PROPOSE);
    rule.set_severity(v1::SEVERITY_WATCH);
    rule.set_threshold_days(10);
  }

  void start(LimitsStage& stage, const std::string& day = "2024-01-15") {
    v1::Event event;
    *event.mutable_policy() = policy_;
    EXPECT_TRUE(stage.feed(event).accepted());
    stage.turn_day(*parse_day(day));
  }

  static std::string in_force(LimitsStage& stage, const std::string& day) {
    return text_of(
        limit_in_force(stage.rows(), kAccount, policy_in_force(stage.rows()), *parse_day(day)));
  }

  static std::string findings(LimitsStage& stage) {
    const auto* findings = stage.rows().find(kFindings, kAccount);
    if (findings == nullptr) {
      return "";
    }
    const v1::Cause& cause = findings->slots(0).causes(0);
    return cause.subject() + " at stake " + std::to_string(cause.at_stake().units());
  }

  v1::Policy policy_;
};

// Each case: the decisions, then "day: what rules". Every order of arrival must give the same.
TEST_F(LimitsTest, what_rules_follows_from_the_decisions_in_any_order) {
  const std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>> cases{
      {{}, {"2024-02-01: NONE by the policy"}},
      {{"L1 1000.00"}, {"2024-02-01: 1000.00 EUR by L1"}},
      {{"L1 zero"}, {"2024-02-01: ZERO by L1"}},
      {{"L1 unlimited"}, {"2024-02-01: UNLIMITED by L1"}},
      {{"L1 1000.00 decided 2024-01-01", "L2 none decided 2024-01-02"}, {"2024-02-01: NONE by L2"}},
      // The later decision rules, once it has begun.
      {{"L1 1000.00 decided 2024-01-01", "L2 500.00 from 2024-03-01 decided 2024-01-02"},
       {"2024-02-29: 1000.00 EUR by L1", "2024-03-01: 500.00 EUR by L2"}},
      {{"L1 1000.00 from 2024-03-01 decided 2024-01-01", "L2 500.00 decided 2024-02-01"},
       {"2024-02-28: 500.00 EUR by L2", "2024-03-01: 500.00 EUR by L2"}},
      {{"L1 1000.00 decided 2024-01-01 rev 3", "L2 500.00 decided 2024-01-01 rev 4"},
       {"2024-02-01: 500.00 EUR by L2"}},
      // A temporary limit stands instead of the base and gives way to it, both days inclusive.
      {{"L1 1000.00", "T1 3000.00 from 2024-02-01 to 2024-02-10 decided 2024-01-20"},
       {"2024-01-31: 1000.00 EUR by L1", "2024-02-01: 3000.00 EUR by T1 to 2024-02-10",
        "2024-02-10: 3000.00 EUR by T1 to 2024-02-10", "2024-02-11: 1000.00 EUR by L1"}},
      {{"L1 1000.00", "T1 3000.00 adds to 2024-02-10"},
       {"2024-02-10: 4000.00 EUR by T1 to 2024-02-10", "2024-02-11: 1000.00 EUR by L1"}},
      {{"L1 unlimited", "T1 3000.00 adds to 2024-02-10"},
       {"2024-02-10: UNLIMITED by T1 to 2024-02-10"}},
      {{"L1 zero", "T1 3000.00 adds to 2024-02-10"},
       {"2024-02-10: 3000.00 EUR by T1 to 2024-02-10"}},
      {{"L1 1000.00", "T1 3000.00USD adds to 2024-02-10"},
       {"2024-02-10: 2500.00 EUR by T1 to 2024-02-10"}},
      // Of overlapping temporary limits the later decision wins.
      {{"T1 3000.00 to 2024-02-20 decided 2024-01-01",
        "T2 2000.00 to 2024-02-10 decided 2024-01-02"},
       {"2024-02-10: 2000.00 EUR by T2 to 2024-02-10",
        "2024-02-11: 3000.00 EUR by T1 to 2024-02-20"}},
      // What ends leaves nothing where nothing stands underneath, or stays if it was to be kept.
      {{"T1 3000.00 to 2024-02-10"}, {"2024-02-11: ZERO by T1 to 2024-02-10, ended"}},
      {{"T1 3000.00 to 2024-02-10 keep"}, {"2024-02-11: 3000.00 EUR by T1 to 2024-02-10, ended"}},
      {{"L1 1000.00 decided 2024-01-01", "T1 3000.00 to 2024-02-10 keep decided 2024-01-02"},
       {"2024-02-11: 3000.00 EUR by T1 to 2024-02-10, ended"}},
      {{"L1 1000.00 decided 2024-02-20", "T1 3000.00 to 2024-02-10 keep decided 2024-01-02"},
       {"2024-02-11: 1000.00 EUR by L1"}},
  };
  for (const auto& [decisions, expected] : cases) {
    std::vector<std::string> order = decisions;
    std::sort(order.begin(), order.end());
    do {
      LimitsStage stage;
      start(stage);
      for (const std::string& decision : order) {
        EXPECT_TRUE(stage.feed(limit_of(decision)).accepted()) << decision;
      }
      for (const std::string& row : expected) {
        const std::size_t colon = row.find(": ");
        EXPECT_EQ(in_force(stage, row.substr(0, colon)), row.substr(colon + 2))
            << "after " << order.front();
      }
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

TEST_F(LimitsTest, the_policy_gives_a_limit_to_whom_nobody_has) {
  policy_.set_default_limit_kind(v1::LIMIT_KIND_AMOUNT);
  *policy_.mutable_default_limit() = money_of("250.00");
  LimitsStage stage;
  start(stage);
  EXPECT_EQ(in_force(stage, "2024-02-01"), "250.00 EUR by the policy");
  EXPECT_TRUE(stage.feed(limit_of("T1 100.00 adds to 2024-02-10")).accepted());
  EXPECT_EQ(in_force(stage, "2024-02-01"), "350.00 EUR by T1 to 2024-02-10");
}

TEST_F(LimitsTest, a_temporary_limit_begins_and_ends_by_the_day) {
  LimitsStage stage;
  start(stage);
  EXPECT_TRUE(stage.feed(limit_of("L1 1000.00")).accepted());
  EXPECT_EQ(stage.emit().said<LimitInForce>().size(), 1U);
  EXPECT_EQ(stage.wake_of(std::string(kClient), "limits|main"), kNoDay);
  EXPECT_TRUE(stage.feed(limit_of("T1 3000.00 from 2024-02-01 to 2024-02-10")).accepted());
  EXPECT_EQ(stage.emit().said<LimitInForce>().size(), 0U) << "nothing has changed yet";
  // Ten days before its end a person may be told; before that it begins.
  for (const char* day : {"2024-01-31", "2024-02-01", "2024-02-11"}) {
    EXPECT_EQ(format_day(stage.wake_of(std::string(kClient), "limits|main")), day);
    stage.turn_day(*parse_day(day));
    const bool changes = std::string(day) != "2024-01-31";
    EXPECT_EQ(stage.emit().said<LimitInForce>().size(), changes ? 1U : 0U) << day;
  }
  EXPECT_EQ(in_force(stage, "2024-02-11"), "1000.00 EUR by L1");
  EXPECT_EQ(stage.wake_of(std::string(kClient), "limits|main"), kNoDay);
}

TEST_F(LimitsTest, an_ending_is_found_ahead_and_stands_until_somebody_decides) {
  LimitsStage stage;
  start(stage);
  EXPECT_TRUE(stage.feed(limit_of("T1 3000.00 to 2024-02-10 decided 2024-01-01")).accepted());
  EXPECT_EQ(findings(stage), "");
  stage.turn_day(*parse_day("2024-01-31"));
  EXPECT_EQ(findings(stage), "T1 at stake 3000");
  stage.turn_day(*parse_day("2024-02-11"));
  EXPECT_EQ(findings(stage), "T1 at stake 3000");
  EXPECT_TRUE(stage.feed(limit_of("L1 1000.00 decided 2024-02-11")).accepted());
  EXPECT_EQ(findings(stage), "");
}

TEST_F(LimitsTest, small_endings_say_nothing) {
  policy_.mutable_rules(0)->set_minimum_minor(300'001);
  LimitsStage stage;
  start(stage, "2024-02-11");
  EXPECT_TRUE(stage.feed(limit_of("T1 3000.00 to 2024-02-10")).accepted());
  EXPECT_EQ(findings(stage), "");
  EXPECT_TRUE(stage.feed(limit_of("T1 3000.01 to 2024-02-10")).accepted());
  EXPECT_NE(findings(stage), "");
}

TEST_F(LimitsTest, what_orders_may_be_comes_with_the_limit) {
  LimitsStage stage;
  start(stage);
  EXPECT_TRUE(stage.feed(limit_of("L1 1000.00 max 200.00 terms 45")).accepted());
  EXPECT_TRUE(stage.feed(limit_of("T1 500.00 adds to 2024-02-10 max 300.00")).accepted());
  const LimitTerms terms =
      limit_in_force(stage.rows(), kAccount, policy_in_force(stage.rows()), stage.day());
  EXPECT_EQ(terms.max_order_minor, 30'000) << "what the addition says";
  EXPECT_EQ(terms.max_terms_days, 45) << "and what the base says where it says nothing";
}

TEST_F(LimitsTest, a_new_policy_tells_the_accounts_that_live_by_it) {
  LimitsStage stage;
  start(stage);
  register_account(stage.rows(), kAccount);
  EXPECT_TRUE(stage.bring_up(std::string(kClient)).accepted());
  EXPECT_EQ(stage.emit().said<LimitInForce>().size(), 0U);
  policy_.set_default_limit_kind(v1::LIMIT_KIND_ZERO);
  start(stage);
  EXPECT_TRUE(stage.bring_up(std::string(kClient)).accepted());
  EXPECT_EQ(stage.emit().said<LimitInForce>().size(), 1U);
  EXPECT_TRUE(stage.bring_up(std::string(kClient)).accepted());
  EXPECT_EQ(stage.emit().said<LimitInForce>().size(), 0U) << "told once";
}

// Its currency is the one in which the account is shown.
TEST_F(LimitsTest, that_somebody_decided_on_none_is_told) {
  LimitsStage stage;
  start(stage);
  v1::Event none = limit_of("L1 1000.00");
  none.mutable_credit_limit_set()->set_kind(v1::LIMIT_KIND_NONE);
  none.mutable_credit_limit_set()->mutable_amount()->set_currency("USD");
  EXPECT_TRUE(stage.feed(none).accepted());
  EXPECT_EQ(stage.emit().said<LimitInForce>().size(), 1U);
}

TEST_F(LimitsTest, decisions_on_one_account_are_bounded) {
  LimitsStage stage;
  start(stage);
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(stage.feed(limit_of("L" + std::to_string(i) + " 1000.00")).accepted());
  }
  EXPECT_EQ(stage.feed(limit_of("L500 1000.00")).reason, RejectReason::kTooLarge);
  EXPECT_TRUE(stage.feed(limit_of("L7 900.00")).accepted()) << "a correction adds none";
}

TEST_F(LimitsTest, every_row_it_reads_was_wished_for) {
  LimitsStage stage;
  start(stage);
  EXPECT_TRUE(stage.feed(limit_of("L1 1000.00")).accepted());
  EXPECT_TRUE(stage.feed(limit_of("L2 1000.00")).accepted());
  EXPECT_EQ(stage.reads_not_wished(), 0U);
  EXPECT_TRUE(stage.bring_up(std::string(kClient)).accepted());
  EXPECT_EQ(stage.reads_not_wished(), 0U);
}

}  // namespace
}  // namespace encours::test
