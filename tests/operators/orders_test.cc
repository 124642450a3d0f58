// The order desk, told as stories: what is approved, held and released, why, and in which order;
// that nobody gets around it; and that a forced hold is a person's to lift. The whole chain from
// intake to alerts runs, so that a hold is only ever seen with its case.
#include "operators/client/orders/orders.h"

#include <gtest/gtest.h>

#include "tests/operators/desk_stage.h"

namespace encours::test {
namespace {

TEST(Orders, without_a_limit_or_rules_every_order_is_approved) {
  DeskStage desk;
  desk.tell(R"(
    order O1 600.00                       => O1 approved
    order O2 1000000.00                   => O2 approved
    order O1 600.00                       => repeat
    close O2
  )");
  EXPECT_EQ(desk.sums(), "approved 600.00 EUR");
}

TEST(Orders, exposure_and_the_order_are_held_against_the_limit) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.tell(R"(
    policy
    limit L1 1000.00
    invoice I1 300.00 2024-05-01
    order O1 600.00                       => O1 approved
    order O2 100.01                       => O2 held: limit; hold O2 active: limit
    order O3 100.00                       => O3 approved
  )");
  EXPECT_EQ(desk.sums(), "approved 700.00 EUR, held 100.01 EUR");
  EXPECT_EQ(orders::hold_of(desk.stage().rows(), desk.account()), orders::AccountHold::kDocument);
}

TEST(Orders, what_is_in_credit_may_be_ordered_on_a_limit_of_zero) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.tell(R"(
    policy
    limit L1 zero
    order O1 100.00                       => O1 held: limit; hold O1 active: limit
    receipt R1 100.00 2024-05-01          => O1 approved; hold O1 released
    order O2 0.01                         => O2 held: limit; hold O2 active: limit
  )");
}

TEST(Orders, tolerance_and_materiality_let_small_breaches_pass) {
  DeskStage desk;
  v1::Rule& rule = desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  rule.set_threshold_bp(500);
  desk.tell(R"(
    policy
    limit L1 1000.00
    order O1 1050.00                      => O1 approved
    close O1
    order O2 1050.01                      => O2 held: limit; hold O2 active: limit
    close O2                              => hold O2 released
  )");
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);  // a rule of the same name takes its place
  desk.policy().mutable_rules()->DeleteSubrange(1, 1);
  desk.policy().mutable_rules(0)->set_threshold_bp(0);
  desk.policy().mutable_rules(0)->set_minimum_minor(10'000);
  desk.tell(R"(
    policy
    order O3 1099.99                      => O3 approved
    close O3
    order O4 1100.00                      => O4 held: limit; hold O4 active: limit
  )");
}

// Modes: off says nothing, shadow is listed, propose asks a person, enforce holds.
TEST(Orders, a_rule_goes_as_far_as_its_mode) {
  const std::vector<std::pair<v1::RuleMode, std::string>> modes{
      {v1::RULE_MODE_OFF, "O1 approved"},
      {v1::RULE_MODE_SHADOW, "O1 approved: limit~"},
      {v1::RULE_MODE_PROPOSE, "O1 approved: limit?; hold O1 proposed: limit?"},
      {v1::RULE_MODE_ENFORCE, "O1 held: limit; hold O1 active: limit"}};
  for (const auto& [mode, expected] : modes) {
    DeskStage desk;
    desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED, mode);
    desk.answer("policy");
    desk.answer("limit L1 100.00");
    EXPECT_EQ(desk.answer("order O1 600.00"), expected);
    const bool told = mode == v1::RULE_MODE_PROPOSE || mode == v1::RULE_MODE_ENFORCE;
    EXPECT_EQ(open_case(desk.stage().rows(), desk.account()).has_value(), told);
  }
}

TEST(Orders, a_proposed_hold_goes_with_its_cause_and_the_approval_stands) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED, v1::RULE_MODE_PROPOSE);
  desk.tell(R"(
    policy
    limit L1 100.00
    order O1 600.00       => O1 approved: limit?; hold O1 proposed: limit?
    limit L1 700.00       => hold O1 released
  )");
  EXPECT_EQ(desk.sums(), "approved 600.00 EUR");
}

TEST(Orders, a_proposal_goes_when_all_that_is_approved_fits) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED, v1::RULE_MODE_PROPOSE);
  desk.tell(R"(
    policy
    limit L1 1000.00
    order O1 600.00       => O1 approved
    order O2 600.00       => O2 approved: limit?; hold O2 proposed: limit?
    receipt R1 199.99 2024-05-01
    receipt R2 0.01 2024-05-01  => hold O2 released
  )");
}

// Room cannot help an order that is too large, so that a payment does not look at it.
TEST(Orders, payments_pass_by_orders_that_no_room_can_help) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.add_rule(v1::RULE_KIND_ORDER_VALUE);
  desk.tell(R"(
    policy
    limit L1 1000.00 max 200.00
    order O1 300.00       => O1 held: value; hold O1 active: value
    receipt R1 10.00 2024-05-01
  )");
  state::v1::BookedOrder order;
  const std::size_t reads = desk.stage().rows().read().size();
  desk.tell("receipt R2 10.00 2024-05-01");
  EXPECT_LE(desk.stage().rows().read().size(), reads) << "the page of the order is not read";
  desk.tell("limit L1 1000.00 max 300.00 => O1 approved; hold O1 released");
}

TEST(Orders, an_order_may_not_be_too_large_or_its_terms_too_long) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_ORDER_VALUE);
  desk.add_rule(v1::RULE_KIND_TERMS, v1::RULE_MODE_PROPOSE);
  desk.tell(R"(
    policy
    limit L1 1000.00 max 200.00 terms 45
    order O1 200.00 terms 45    => O1 approved
    order O2 200.01             => O2 held: value; hold O2 active: value
    order O3 10.00 terms 46     => O3 approved: terms?; hold O3 proposed: terms?
    order O4 300.00 terms 60    => O4 held: terms?, value; hold O4 active: value
  )");
}

TEST(Orders, without_terms_in_the_limit_those_of_the_client_count) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_TERMS);
  desk.tell(R"(
    policy
    order O1 10.00 terms 90     => O1 approved
    client company terms 30
    order O2 10.00 terms 31     => O2 held: terms; hold O2 active: terms
    order O3 10.00 terms 30     => O3 approved
  )");
}

TEST(Orders, lateness_holds_every_new_order_until_it_is_paid) {
  DeskStage desk;
  v1::Rule& rule = desk.add_rule(v1::RULE_KIND_OLDEST_OVERDUE);
  rule.set_threshold_days(10);
  desk.tell(R"(
    policy
    invoice I1 300.00 2024-05-02 due 2024-05-02
    order O1 50.00              => O1 approved
    day 2024-06-03
    order O2 50.00              => O2 held: late; hold O2 active: late
    order O3 70.00              => O3 held: late; hold O3 active: late
    receipt R1 299.00 2024-06-03
    receipt R2 1.00 2024-06-03  => O2 approved; O3 approved; hold O2 released; hold O3 released
  )");
}

TEST(Orders, a_limit_may_allow_less_lateness_than_the_rule) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_OLDEST_OVERDUE).set_threshold_days(60);
  desk.tell(R"(
    policy
    limit L1 1000.00 late 5
    invoice I1 300.00 2024-05-02 due 2024-05-02
    day 2024-05-07
    order O1 50.00              => O1 approved
    day 2024-05-08
    order O2 50.00              => O2 held: late; hold O2 active: late
    receipt R1 300.00 2024-05-08  => O2 approved; hold O2 released
  )");
}

// Room goes to the highest priority, then to the order placed first, then by name; each approval
// reserves before the next is judged.
TEST(Orders, room_is_given_by_priority_then_time) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.tell(R"(
    policy
    limit L1 zero
    order O1 400.00 placed 2024-04-03             => O1 held: limit; hold O1 active: limit
    order O2 400.00 placed 2024-04-02             => O2 held: limit; hold O2 active: limit
    order O3 400.00 placed 2024-04-04 priority 5
                                                  => O3 held: limit; hold O3 active: limit
    order O5 100.00 placed 2024-04-05             => O5 held: limit; hold O5 active: limit
    order O4 100.00 placed 2024-04-05             => O4 held: limit; hold O4 active: limit
    limit L1 950.00  => O2 approved; O3 approved; O4 approved;
                     => hold O2 released; hold O3 released; hold O4 released
    limit L1 1000.00 => O5 approved; hold O5 released
    close O3         => O1 approved; hold O1 released
  )");
}

TEST(Orders, an_order_that_fits_need_not_wait_for_one_that_does_not) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.tell(R"(
    policy
    limit L1 500.00
    order O1 900.00 priority 9  => O1 held: limit; hold O1 active: limit
    order O2 400.00             => O2 approved
    invoice I1 200.00 2024-05-01
    order O3 50.00              => O3 held: limit; hold O3 active: limit
    credit C1 150.00 2024-05-01 => O3 approved; hold O3 released
  )");
}

// What other events make of the exposure does not withdraw an approval; its end does.
TEST(Orders, an_approval_stands_until_it_ends) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.policy().set_approval_valid_days(10);
  desk.tell(R"(
    policy
    limit L1 1000.00
    order O1 600.00                 => O1 approved
    invoice I1 900.00 2024-05-01
    day 2024-05-11
    day 2024-05-12                  => O1 held: limit; hold O1 active: limit
    receipt R1 900.00 2024-05-12    => O1 approved; hold O1 released
    day 2024-05-23                  => O1 approved
  )");
}

TEST(Orders, a_changed_order_is_judged_again) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.tell(R"(
    policy
    limit L1 1000.00
    order O1 600.00 rev 1           => O1 approved
    change O1 1000.01 rev 2         => O1 held: limit; hold O1 active: limit
    change O1 900.00 rev 3          => O1 approved; hold O1 released
    change O1 999.00 rev 2          => repeat
    order O2 500.00                 => O2 held: limit; hold O2 active: limit
    change O1 500.00 rev 4          => O1 approved; O2 approved; hold O2 released
  )");
}

// Deliveries take an order out of the book piece by piece; nothing is held after the fact.
TEST(Orders, what_is_delivered_is_no_longer_judged) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.tell(R"(
    policy
    limit L1 1000.00
    order O1 1:10:1000.00           => O1 approved
    invoice I1 500.00 2024-05-01
    deliver L1 1:O1/1:4
  )");
  EXPECT_EQ(desk.sums(), "approved 600.00 EUR");
  desk.tell("deliver L2 1:O1/1:6");
  EXPECT_EQ(desk.sums(), "");
}

TEST(Orders, a_held_order_that_is_partly_cancelled_may_fit) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.tell(R"(
    policy
    limit L1 500.00
    order O1 1:10:1000.00           => O1 held: limit; hold O1 active: limit
    receipt R1 100.00 2024-05-01
    deliver L1 1:O1/1:4             => O1 held: limit
  )");
  EXPECT_EQ(desk.sums(), "held 600.00 EUR") << "what was delivered is owed, so that nothing is won";
  desk.tell(R"(
    receipt R2 400.00 2024-05-01    => O1 approved; hold O1 released
    cancel O1
  )");
}

TEST(Orders, return_orders_are_not_held) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.tell(R"(
    policy
    limit L1 zero
    invoice I1 10.00 2024-05-01
    order O1 1:-10:-100.00          => O1 approved
    order O2 50.00                  => O2 approved
  )");
  EXPECT_EQ(desk.sums(), "approved -50.00 EUR");
}

TEST(Orders, orders_in_other_currencies_are_valued_in_the_limit_s) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  v1::FxRate& rate = *desk.policy().add_fx();
  rate.set_currency("USD");
  rate.set_rate_micro(500'000);
  desk.tell(R"(
    policy
    limit L1 1000.00
    order O1 1000.00USD             => O1 approved
    order O2 500.01                 => O2 held: limit; hold O2 active: limit
    order O3 1000.00USD             => O3 approved
  )");
  EXPECT_EQ(desk.sums(), "held 500.01 EUR, approved 2000.00 USD");
}

TEST(Orders, for_natural_persons_rules_only_propose) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.tell(R"(
    policy
    client sole_trader
    limit L1 zero
    order O1 10.00   => O1 approved: limit?; hold O1 proposed: limit?
    hold             => hold account active: forced_hold
    order O2 10.00   => O2 held: forced_hold, limit?; hold O2 active: forced_hold
  )");
}

TEST(Orders, an_ended_limit_holds_orders_where_a_rule_says_so) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXPIRED).set_threshold_days(5);
  desk.tell(R"(
    policy
    limit T1 1000.00 to 2024-05-10 keep
    day 2024-05-05
    order O1 10.00              => O1 approved
    day 2024-05-11
    order O2 10.00              => O2 held: ended; hold O2 active: ended
    limit L1 1000.00 decided 2024-05-11   => O2 approved; hold O2 released
  )");
}

TEST(Orders, a_temporary_limit_lets_orders_through_while_it_is_valid) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.policy().set_approval_valid_days(30);
  desk.tell(R"(
    policy
    limit L1 100.00
    order O1 600.00             => O1 held: limit; hold O1 active: limit
    limit T1 500.00 adds from 2024-05-03 to 2024-05-10 decided 2024-05-01
    day 2024-05-02
    day 2024-05-03              => O1 approved; hold O1 released
    day 2024-05-11
    order O2 10.00              => O2 held: limit; hold O2 active: limit
  )");
}

TEST(Orders, a_new_policy_judges_the_waiting_orders_again) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.tell(R"(
    policy
    limit L1 100.00
    order O1 600.00             => O1 held: limit; hold O1 active: limit
  )");
  desk.policy().mutable_rules(0)->set_mode(v1::RULE_MODE_OFF);
  desk.tell("policy => O1 approved; hold O1 released");
}

}  // namespace
}  // namespace encours::test
