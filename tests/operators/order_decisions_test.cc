// What people decide at the order desk, what that may not be used for, and what the desk costs and
// does when there is a great deal of it: releases with cap and day, rejections, forced holds, the
// circuit breaker, ten thousand orders.
#include <gtest/gtest.h>

#include "operators/client/orders/desk.h"
#include "operators/client/orders/orders.h"
#include "tests/operators/desk_stage.h"

namespace encours::test {
namespace {

class OrderDecisions : public testing::Test {
 protected:
  OrderDecisions() {
    desk_.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
    desk_.policy().set_approval_valid_days(10);
    desk_.tell(R"(
      policy
      limit L1 100.00
      order O1 600.00 rev 1   => O1 held: limit; hold O1 active: limit
    )");
  }

  DeskStage desk_;
};

TEST_F(OrderDecisions, a_release_passes_the_rules) {
  desk_.tell(R"(
    release O1                => O1 approved by u7: limit; hold O1 released
    order O2 10.00            => O2 held: limit; hold O2 active: limit
  )");
  EXPECT_EQ(desk_.sums(), "approved 600.00 EUR, held 10.00 EUR");
}

TEST_F(OrderDecisions, a_release_covers_a_change_up_to_its_cap) {
  desk_.tell(R"(
    release O1 cap 650.00     => O1 approved by u7: limit; hold O1 released
    change O1 650.00 rev 2    => O1 approved by u7: limit
    change O1 650.01 rev 3    => O1 held: limit; hold O1 active: limit
    change O1 640.00 rev 4    => O1 approved by u7: limit; hold O1 released
  )");
}

TEST_F(OrderDecisions, where_no_rule_speaks_against_it_the_rules_have_decided) {
  desk_.tell(R"(
    release O1 cap 650.00     => O1 approved by u7: limit; hold O1 released
    change O1 90.00 rev 2     => O1 approved
    change O1 640.00 rev 3    => O1 approved by u7: limit
    change O1 640.00USD rev 4 => O1 held: limit; hold O1 active: limit
  )");
}

TEST_F(OrderDecisions, without_a_cap_the_order_may_not_grow) {
  desk_.tell(R"(
    release O1                => O1 approved by u7: limit; hold O1 released
    change O1 600.01 rev 2    => O1 held: limit; hold O1 active: limit
  )");
}

TEST_F(OrderDecisions, a_release_ends_with_its_last_day) {
  desk_.tell(R"(
    release O1 until 2024-05-03  => O1 approved by u7: limit; hold O1 released
    day 2024-05-03
    change O1 500.00 rev 2       => O1 approved by u7: limit
    day 2024-05-04               => O1 held: limit; hold O1 active: limit
  )");
}

TEST_F(OrderDecisions, a_cap_below_the_order_releases_nothing_yet) {
  desk_.tell(R"(
    release O1 cap 500.00     => O1 held: limit
    change O1 500.00 rev 2    => O1 approved by u7: limit; hold O1 released
  )");
}

TEST_F(OrderDecisions, decisions_that_cannot_be_carried_out_are_refused) {
  desk_.tell(R"(
    release O9                   => BAD_DECISION
    recheck O9                   => BAD_DECISION
    reject O9                    => BAD_DECISION
    release O1 until 2024-04-30  => BAD_DECISION
    release O1 cap 500.00USD     => BAD_CURRENCY
    lift                         => BAD_DECISION
  )");
  v1::Event other = desk_event_of("release O1");
  other.mutable_human_decision()->set_segment("export");
  EXPECT_EQ(desk_.stage().feed(other).reason, RejectReason::kBadDecision);
}

// Closing a released order and placing it anew does not carry the release along.
TEST_F(OrderDecisions, closing_and_placing_again_is_no_way_around) {
  desk_.tell(R"(
    release O1 cap 900.00     => O1 approved by u7: limit; hold O1 released
    cancel O1
    order O7 600.00           => O7 held: limit; hold O7 active: limit
  )");
}

TEST_F(OrderDecisions, a_rejected_order_stays_so_until_a_person_says_otherwise) {
  desk_.tell(R"(
    reject O1                 => O1 rejected by u7: rejected; hold O1 active: rejected
    limit L1 5000.00
    change O1 10.00 rev 2     => O1 rejected by u7: rejected
    recheck O1                => O1 approved; hold O1 released
  )");
  EXPECT_EQ(desk_.sums(), "approved 10.00 EUR");
}

TEST_F(OrderDecisions, a_rejected_order_is_in_no_sum_and_leaves_with_the_order) {
  desk_.answer("reject O1");
  EXPECT_EQ(desk_.sums(), "");
  EXPECT_TRUE(open_case(desk_.stage().rows(), desk_.account()).has_value());
  desk_.tell("cancel O1       => hold O1 released");
  EXPECT_FALSE(open_case(desk_.stage().rows(), desk_.account()).has_value());
}

TEST_F(OrderDecisions, a_person_may_have_an_approved_order_judged_again) {
  desk_.tell(R"(
    limit L1 700.00           => O1 approved; hold O1 released
    invoice I1 500.00 2024-05-01
    recheck O1                => O1 held: limit; hold O1 active: limit
  )");
}

// Nothing but a person lifts a forced hold: no payment, no limit, no policy, no release.
TEST_F(OrderDecisions, a_forced_hold_is_lifted_by_a_person_alone) {
  desk_.tell(R"(
    hold                      => hold account active: forced_hold;
                              => hold O1 active: forced_hold, limit
    receipt R1 5000.00 2024-05-01   => hold O1 active: forced_hold
    limit L1 unlimited
    order O2 10.00            => O2 held: forced_hold; hold O2 active: forced_hold
    release O2                => O2 held: forced_hold
  )");
  desk_.policy().clear_rules();
  desk_.tell("policy");
  EXPECT_EQ(orders::hold_of(desk_.stage().rows(), desk_.account()), orders::AccountHold::kForced);
  desk_.tell(R"(
    day 2024-05-20
    lift    => O1 approved; O2 approved; hold account released; hold O1 released; hold O2 released
  )");
  EXPECT_EQ(orders::hold_of(desk_.stage().rows(), desk_.account()), orders::AccountHold::kNone);
}

TEST_F(OrderDecisions, a_forced_hold_leaves_approvals_until_they_end) {
  desk_.tell(R"(
    limit L1 1000.00          => O1 approved; hold O1 released
    hold                      => hold account active: forced_hold
    day 2024-05-11
    day 2024-05-12            => O1 held: forced_hold; hold O1 active: forced_hold
    lift                      => O1 approved; hold account released; hold O1 released
  )");
}

TEST_F(OrderDecisions, the_policy_names_the_forced_hold_whatever_its_mode) {
  v1::Rule& rule = desk_.add_rule(v1::RULE_KIND_FORCED_HOLD, v1::RULE_MODE_OFF);
  rule.set_name("by-hand");
  std::swap(*desk_.policy().mutable_rules(0), *desk_.policy().mutable_rules(1));
  if (desk_.policy().rules(0).name() > desk_.policy().rules(1).name()) {
    std::swap(*desk_.policy().mutable_rules(0), *desk_.policy().mutable_rules(1));
  }
  desk_.tell(R"(
    policy
    hold     => hold account active: by-hand; hold O1 active: by-hand, limit
  )");
}

// Three orders an hour may be held by rules; after that rules only propose, people still hold.
TEST(OrderBreaker, too_many_automatic_holds_in_an_hour_become_proposals) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.policy().set_holds_per_hour_max(3);
  desk.stage().set_instant_us(1'000'000);
  desk.tell(R"(
    policy
    limit L1 zero
    order O1 10.00   => O1 held: limit; hold O1 active: limit
    order O2 10.00   => O2 held: limit; hold O2 active: limit
    order O3 10.00   => O3 held: limit; hold O3 active: limit
    change O3 11.00  => O3 held: limit
    order O4 10.00   => O4 approved: limit?(breaker); hold O4 proposed: limit?(breaker)
    hold             => hold account active: forced_hold; hold O1 active: forced_hold, limit;
                     => hold O2 active: forced_hold, limit; hold O3 active: forced_hold, limit
    order O5 10.00   => O5 held: forced_hold, limit; hold O5 active: forced_hold, limit
    lift             => hold account released; hold O1 active: limit; hold O2 active: limit;
                     => hold O3 active: limit; hold O5 active: limit
  )");
  desk.stage().set_instant_us(3'600'000'000);
  desk.tell("order O6 10.00   => O6 held: limit; hold O6 active: limit");
}

// A client with very many orders: the cost of an event does not grow with them, what cannot be done
// in one step goes on at the beats, by priority throughout.
class ManyOrders : public testing::Test {
 protected:
  static constexpr int kOrders = 1'000;

  ManyOrders() {
    desk_.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
    desk_.policy().set_approval_valid_days(10);
    desk_.answer("policy");
  }

  void place(int count) {
    for (int i = 0; i < count; ++i) {
      desk_.answer("order O" + std::to_string(i) + " 10.00 priority " + std::to_string(i % 7));
    }
  }

  int decisions_said() {
    int decisions = 0;
    for (const Sent& sent : desk_.stage().emit().sent()) {
      decisions += sent.topic == "credit.order-decisions" ? 1 : 0;
    }
    return decisions;
  }

  DeskStage desk_;
};

TEST_F(ManyOrders, approved_orders_cost_an_event_nothing) {
  desk_.answer("limit L1 1000000.00");
  place(10);
  desk_.answer("invoice I1 10.00 2024-05-01");
  const std::size_t read_small = desk_.stage().rows().read().size();
  const std::size_t changed_small = desk_.stage().rows_changed();
  place(kOrders);
  desk_.answer("invoice I2 10.00 2024-05-01");
  EXPECT_LE(desk_.stage().rows().read().size(), read_small + 2);
  EXPECT_LE(desk_.stage().rows_changed(), changed_small + 2);
  desk_.answer("order O9999 10.00");
  EXPECT_LE(desk_.stage().rows().read().size(), 45U);
  EXPECT_LE(desk_.stage().rows().largest_row_bytes(), 6'000U);
}

TEST_F(ManyOrders, held_orders_that_cannot_fit_cost_an_event_nothing) {
  desk_.answer("limit L1 zero");
  place(kOrders);
  EXPECT_EQ(desk_.sums(), "held 10000.00 EUR");
  desk_.answer("receipt R1 5.00 2024-05-01");
  EXPECT_EQ(decisions_said(), 0);
  EXPECT_LE(desk_.stage().rows().read().size(), 45U);
  EXPECT_FALSE(desk_.stage().emit().beat_wanted());
}

TEST_F(ManyOrders, a_raised_limit_releases_sixty_four_a_step_by_priority) {
  desk_.answer("limit L1 zero");
  place(kOrders);
  desk_.answer("limit L1 5000.00");
  int released = decisions_said();
  EXPECT_EQ(released, orders::kReviewsPerStepMax);
  int beats = 0;
  while (desk_.stage().emit().beat_wanted()) {
    desk_.answer("beat");
    EXPECT_LE(decisions_said(), orders::kReviewsPerStepMax);
    released += decisions_said();
    ++beats;
  }
  EXPECT_EQ(released, 500);
  EXPECT_LE(beats, kOrders / orders::kReviewsPerStepMax + 1);
  EXPECT_EQ(desk_.sums(), "approved 5000.00 EUR, held 5000.00 EUR");
  // 142 or 143 orders of each priority: those of 6, 5 and 4 went first, then some of 3.
  orders::for_each_order(desk_.stage().rows(), desk_.account(),
                         [](const state::v1::BookedOrder& order) {
                           const bool approved = order.verdict() == v1::VERDICT_APPROVED;
                           EXPECT_TRUE(order.priority() != 6 || approved) << order.id();
                           EXPECT_TRUE(order.priority() > 2 || !approved) << order.id();
                         });
}

// Orders that leave while a review is under way take it with them; one that comes is not forgotten.
TEST_F(ManyOrders, a_review_survives_what_happens_in_between) {
  desk_.answer("limit L1 zero");
  place(200);
  desk_.answer("limit L1 10.00");
  EXPECT_EQ(decisions_said(), 1);
  EXPECT_TRUE(desk_.stage().emit().beat_wanted());
  EXPECT_EQ(desk_.answer("order O9999 5.00 priority 9"),
            "O9999 held: limit; hold O9999 active: limit");
  while (desk_.stage().emit().beat_wanted()) {
    EXPECT_EQ(desk_.answer("beat"), "");
  }
  EXPECT_EQ(desk_.answer("receipt R1 5.00 2024-05-01"), "O9999 approved; hold O9999 released");
  desk_.answer("limit L1 20.00");
  for (int i = 0; i < 200; ++i) {
    desk_.answer("cancel O" + std::to_string(i));
  }
  EXPECT_FALSE(desk_.stage().emit().beat_wanted());
  EXPECT_EQ(desk_.sums(), "approved 5.00 EUR");
}

TEST_F(ManyOrders, approvals_that_end_on_one_day_are_renewed_over_the_beats) {
  desk_.answer("limit L1 1000000.00");
  place(kOrders);
  desk_.answer("day 2024-05-12");
  int renewed = decisions_said();
  EXPECT_EQ(renewed, orders::kReviewsPerStepMax);
  while (desk_.stage().emit().beat_wanted()) {
    desk_.answer("beat");
    renewed += decisions_said();
  }
  EXPECT_EQ(renewed, kOrders);
  EXPECT_EQ(format_day(desk_.stage().wake_of(std::string(kClient), "orders|main")), "2024-05-23");
}

TEST_F(ManyOrders, an_account_whose_orders_are_gone_leaves_no_rows) {
  desk_.answer("limit L1 500.00");
  place(200);
  for (int i = 0; i < 200; ++i) {
    desk_.answer("cancel O" + std::to_string(i));
  }
  Rows& rows = desk_.stage().rows();
  EXPECT_EQ(rows.find(kOrderBook, desk_.account()), nullptr);
  EXPECT_EQ(rows.find(kWaitingHeads, desk_.account()), nullptr);
  EXPECT_EQ(rows.find(kAgendaHeads, desk_.account()), nullptr);
  EXPECT_FALSE(open_case(rows, desk_.account()).has_value());
}

}  // namespace
}  // namespace encours::test
