// How much of the limit is used, and what the rules about it find: with tolerance, materiality and
// hysteresis, in the limit's currency.
#include "operators/client/utilisation/utilisation.h"

#include <gtest/gtest.h>

#include "tests/operators/desk_stage.h"

namespace encours::test {
namespace {

class UtilisationTest : public testing::Test {
 protected:
  std::int64_t used_bp() {
    Rows& rows = desk_.stage().rows();
    return utilisation::figures(rows, desk_.account(), policy_in_force(rows), desk_.stage().day())
        .utilisation_bp;
  }

  // "limit 200" for each finding with the whole units at stake.
  std::string findings() {
    std::string text;
    const auto* findings = desk_.stage().rows().find(kFindings, desk_.account());
    for (int i = 0; findings != nullptr && i < findings->slots_size(); ++i) {
      if (findings->slots(i).operator_name() != Utilisation::kName) {
        continue;
      }
      for (const v1::Cause& cause : findings->slots(i).causes()) {
        text += (text.empty() ? "" : ", ") + cause.rule() + " " +
                std::to_string(cause.at_stake().units());
      }
    }
    return text;
  }

  std::size_t times_said() { return desk_.stage().emit().said<UtilisationChanged>().size(); }

  DeskStage desk_;
};

TEST_F(UtilisationTest, documents_and_approved_orders_over_the_limit) {
  desk_.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk_.tell("policy");
  desk_.tell("limit L1 1000.00");
  EXPECT_EQ(used_bp(), 0);
  desk_.tell("invoice I1 250.00 2024-05-01");
  EXPECT_EQ(used_bp(), 2'500);
  EXPECT_EQ(times_said(), 1U);
  desk_.tell("order O1 500.00    => O1 approved");
  EXPECT_EQ(used_bp(), 7'500);
  desk_.tell("order O2 500.00    => O2 held: limit; hold O2 active: limit");
  EXPECT_EQ(used_bp(), 7'500) << "held orders stand outside";
  EXPECT_EQ(times_said(), 0U);
  desk_.tell("receipt R1 800.00 2024-05-01  => O2 approved; hold O2 released");
  EXPECT_EQ(used_bp(), 4'500);
  desk_.tell("receipt R2 5000.00 2024-05-01");
  EXPECT_EQ(used_bp(), 0) << "a client in credit uses nothing";
}

TEST_F(UtilisationTest, without_an_amount_there_is_nothing_to_divide_by) {
  desk_.tell("invoice I1 250.00 2024-05-01");
  EXPECT_EQ(used_bp(), utilisation::kNoUtilisation);
  desk_.tell("limit L1 unlimited");
  EXPECT_EQ(used_bp(), utilisation::kNoUtilisation);
  desk_.tell("limit L1 zero");
  EXPECT_EQ(used_bp(), utilisation::kAllOfNothingBp);
  EXPECT_EQ(times_said(), 1U);
  desk_.tell("receipt R1 250.00 2024-05-01");
  EXPECT_EQ(used_bp(), utilisation::kNoUtilisation) << "nothing of nothing is used";
  desk_.tell("limit L1 none");
  EXPECT_EQ(times_said(), 1U) << "that there is no limit any more is told too";
}

TEST_F(UtilisationTest, a_breach_opens_above_the_tolerance_and_closes_below_the_hysteresis) {
  v1::Rule& rule = desk_.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED, v1::RULE_MODE_PROPOSE);
  rule.set_threshold_bp(1'000);
  rule.set_hysteresis_bp(500);
  desk_.tell("policy");
  desk_.tell("limit L1 1000.00");
  desk_.tell("invoice I1 1100.00 2024-05-01");
  EXPECT_EQ(findings(), "");
  desk_.tell("invoice I2 0.01 2024-05-01");
  EXPECT_EQ(findings(), "limit 100");
  desk_.tell("receipt R1 55.00 2024-05-01");  // 1045.01: 5 % below 1100 is 1045
  EXPECT_EQ(findings(), "limit 45");
  desk_.tell("receipt R2 0.01 2024-05-01");
  EXPECT_EQ(findings(), "");
  desk_.tell("invoice I3 50.00 2024-05-01");
  EXPECT_EQ(findings(), "") << "it opens again above the threshold only";
}

TEST_F(UtilisationTest, what_is_below_the_minimum_says_nothing) {
  v1::Rule& rule = desk_.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED, v1::RULE_MODE_PROPOSE);
  rule.set_minimum_minor(50'000);
  desk_.tell("policy");
  desk_.tell("limit L1 1000.00");
  desk_.tell("invoice I1 1499.99 2024-05-01");
  EXPECT_EQ(findings(), "");
  desk_.tell("invoice I2 0.01 2024-05-01");
  EXPECT_EQ(findings(), "limit 500");
  desk_.tell("receipt R1 0.01 2024-05-01");
  EXPECT_EQ(findings(), "");
}

TEST_F(UtilisationTest, the_early_word_gives_way_to_the_breach) {
  desk_.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED, v1::RULE_MODE_PROPOSE);
  v1::Rule& near = desk_.add_rule(v1::RULE_KIND_LIMIT_NEAR, v1::RULE_MODE_PROPOSE);
  near.set_threshold_bp(8'000);
  near.set_hysteresis_bp(1'000);
  desk_.tell("policy");
  desk_.tell("limit L1 1000.00");
  desk_.tell("invoice I1 799.99 2024-05-01");
  EXPECT_EQ(findings(), "");
  desk_.tell("invoice I2 0.01 2024-05-01");
  EXPECT_EQ(findings(), "near 800");
  desk_.tell("invoice I3 300.00 2024-05-01");
  EXPECT_EQ(findings(), "limit 100");
  desk_.tell("receipt R1 300.00 2024-05-01");
  EXPECT_EQ(findings(), "near 800");
  desk_.tell("receipt R2 79.00 2024-05-01");
  EXPECT_EQ(findings(), "near 721");
  desk_.tell("receipt R3 2.00 2024-05-01");
  EXPECT_EQ(findings(), "");
}

TEST_F(UtilisationTest, everything_is_valued_in_the_limit_s_currency) {
  v1::FxRate& rate = *desk_.policy().add_fx();
  rate.set_currency("USD");
  rate.set_rate_micro(500'000);
  desk_.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED, v1::RULE_MODE_PROPOSE);
  desk_.tell("policy");
  desk_.tell("limit L1 1000.00USD");
  desk_.tell("invoice I1 400.00 2024-05-01");
  EXPECT_EQ(used_bp(), 8'000);
  desk_.tell("invoice I2 400.00USD 2024-05-01");
  EXPECT_EQ(used_bp(), 12'000);
  EXPECT_EQ(findings(), "limit 100") << "200 USD, reported in euros";
}

}  // namespace
}  // namespace encours::test
