// What the desk keeps of orders beside their verdict, and what a shard's desk says of itself: parts
// beyond the horizon, answers of the ERP, small orders, the breaker, the heartbeat. The stories
// show what people see of it; here stand the bounds.
#include <gtest/gtest.h>

#include "encours/v1/shards.pb.h"
#include "operators/client/orders/desk.h"
#include "operators/client/orders/schedule.h"
#include "operators/client/orders/small_orders.h"
#include "operators/client_reading.h"
#include "tests/operators/desk_stage.h"

namespace encours::test {
namespace {

using state::v1::BookedOrder;
using state::v1::OrderBook;

Day day_of(const char* text) {
  return parse_day(text).value();
}

// What was sent on a topic in the last step.
template <class Message>
std::vector<Message> sent_on(DeskStage& desk, std::string_view topic) {
  std::vector<Message> messages;
  for (const Sent& sent : desk.stage().emit().sent()) {
    if (sent.topic == topic) {
      EXPECT_TRUE(messages.emplace_back().ParseFromString(sent.bytes));
      EXPECT_EQ(sent.key, "credit.events/0");
    }
  }
  return messages;
}

TEST(OrderSchedule, parts_beyond_the_horizon_wait_by_day_and_the_rest_counts) {
  BookedOrder order;
  order.set_open_minor(1'000);
  const Day today = day_of("2024-05-01");
  const std::vector<ScheduledPart> scheduled{
      {today + 40, 100}, {today + 30, 200}, {today + 31, 300}, {today + 40, 50}};
  orders::set_later(scheduled, today, 30, order);
  ASSERT_EQ(order.later_size(), 2);
  EXPECT_EQ(order.later(0).counts_on(), today + 1);
  EXPECT_EQ(order.later(0).open_minor(), 300);
  EXPECT_EQ(order.later(1).counts_on(), today + 10);
  EXPECT_EQ(order.later(1).open_minor(), 150);
  EXPECT_EQ(orders::counted_minor(order), 550);
  orders::count_due(today + 9, order);
  EXPECT_EQ(orders::later_minor(order), 150);
  orders::count_due(today + 10, order);
  EXPECT_EQ(orders::later_minor(order), 0);
}

TEST(OrderSchedule, without_a_horizon_or_a_day_all_counts) {
  BookedOrder order;
  orders::set_later({{day_of("2030-01-01"), 100}}, day_of("2024-05-01"), 0, order);
  EXPECT_EQ(order.later_size(), 0);
  orders::set_later({{day_of("2030-01-01"), 100}}, kNoDay, 30, order);
  EXPECT_EQ(order.later_size(), 0);
}

// Too many parts for a row: the last of them counts too early, never too late.
TEST(OrderSchedule, a_row_holds_sixty_parts) {
  BookedOrder order;
  std::vector<ScheduledPart> scheduled;
  const Day today = day_of("2024-05-01");
  for (int i = 0; i < 100; ++i) {
    scheduled.push_back({today + 100 + i, 1});
  }
  orders::set_later(scheduled, today, 1, order);
  ASSERT_EQ(order.later_size(), orders::kLaterPartsMax);
  EXPECT_EQ(order.later(orders::kLaterPartsMax - 1).counts_on(),
            today + 100 + orders::kLaterPartsMax - 2);
  EXPECT_EQ(order.later(orders::kLaterPartsMax - 1).open_minor(), 41);
  EXPECT_EQ(orders::later_minor(order), 100);
}

// Parts of very many orders begin to count on one day: 64 a step, the rest over the beats.
TEST(OrderSchedule, many_parts_that_come_due_on_one_day_are_counted_over_the_beats) {
  constexpr int kOrders = 200;
  DeskStage desk;
  desk.policy().set_order_horizon_days(30);
  desk.answer("policy");
  desk.answer("limit L1 1.00");
  for (int i = 0; i < kOrders; ++i) {
    desk.answer("order O" + std::to_string(i) + " 10.00 ships 2024-07-01");
  }
  const auto later = [&] {
    return orders::sums(desk.stage().rows(), desk.account())[0].approved_later_minor();
  };
  EXPECT_EQ(later(), kOrders * 1'000);
  EXPECT_EQ(format_day(desk.stage().wake_of(std::string(kClient), "orders|main")), "2024-06-01");
  desk.answer("day 2024-06-01");
  EXPECT_EQ(later(), (kOrders - orders::kReviewsPerStepMax) * 1'000);
  int beats = 0;
  while (desk.stage().emit().beat_wanted()) {
    EXPECT_EQ(desk.answer("beat"), "") << "an approval stands";
    ++beats;
  }
  EXPECT_EQ(later(), 0);
  EXPECT_EQ(beats, 3);
  EXPECT_EQ(desk.stage().wake_of(std::string(kClient), "orders|main"), kNoDay);
}

// A held order is judged by what of it counts; the horizon moves nothing when a delivery comes.
TEST(OrderSchedule, what_ships_later_is_not_judged_by_the_limit_yet) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.policy().set_order_horizon_days(30);
  desk.tell(R"(
    policy
    limit L1 100.00
    order O1 500.00 ships 2024-05-31   => O1 held: limit; hold O1 active: limit
    order O2 500.00 ships 2024-06-01   => O2 approved
    order O3 100.00                    => O3 approved
    day 2024-05-02
    order O4 1.00                      => O4 held: limit; hold O4 active: limit
    change O2 500.00 ships 2024-08-01 rev 2  => O2 approved
    receipt R1 1.00 2024-05-02         => O4 approved; hold O4 released
  )");
}

BookedOrder small_order(const char* day) {
  BookedOrder order;
  order.set_currency("EUR");
  order.set_placed_on(day_of(day));
  return order;
}

TEST(SmallOrders, sums_by_day_are_found_around_a_day_and_forgotten) {
  OrderBook book;
  v1::Policy policy;
  const Day today = day_of("2024-05-01");
  const Currency eur = Currency::from_code("EUR").value();
  const auto around = [&](const char* day, int days) {
    const orders::SmallSum sum = orders::small_around(book, policy, day_of(day), days, eur);
    return std::make_pair(sum.orders, sum.minor);
  };
  BookedOrder first = small_order("2024-04-28");
  BookedOrder second = small_order("2024-04-28");
  BookedOrder third = small_order("2024-05-01");
  BookedOrder old = small_order("2024-02-28");
  orders::add_small(100, today, third, book);
  orders::add_small(200, today, first, book);
  orders::add_small(400, today, second, book);
  orders::add_small(800, today, old, book);
  EXPECT_EQ(old.small_minor(), 0) << "out of reach";
  ASSERT_EQ(book.small_size(), 2) << "one sum a day";
  EXPECT_EQ(around("2024-04-28", 1), std::make_pair(std::int64_t{2}, std::int64_t{600}));
  EXPECT_EQ(around("2024-04-29", 3), std::make_pair(std::int64_t{3}, std::int64_t{700}));
  EXPECT_EQ(around("2024-05-01", 3), std::make_pair(std::int64_t{1}, std::int64_t{100}));
  orders::remove_small(first, book);
  EXPECT_EQ(around("2024-04-28", 1), std::make_pair(std::int64_t{1}, std::int64_t{400}));
  orders::forget_small(day_of("2024-04-28") + orders::kSmallOrdersDays + 1, book);
  ASSERT_EQ(book.small_size(), 1);
  orders::remove_small(second, book);  // its day is forgotten
  EXPECT_EQ(book.small_size(), 1);
  EXPECT_EQ(second.small_minor(), 0);
}

TEST(SmallOrders, the_row_of_an_account_goes_when_all_is_forgotten) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_ORDER_SPLIT).set_threshold_days(10);
  desk.tell(R"(
    policy
    limit L1 1000.00 max 100.00
    order O1 80.00       => O1 approved
    order O2 30.00       => O2 held: split; hold O2 active: split
    change O2 20.00      => O2 approved; hold O2 released
    deliver L1 1:O1/1:1:final
    order O3 5.00        => O3 held: split; hold O3 active: split
    cancel O3            => hold O3 released
    cancel O2
  )");
  Rows& rows = desk.stage().rows();
  ASSERT_NE(rows.find(kOrderBook, desk.account()), nullptr) << "O1 was shipped, and bought";
  EXPECT_EQ(format_day(desk.stage().wake_of(std::string(kClient), "orders|main")), "2024-07-03");
  desk.answer("day 2024-07-03");
  EXPECT_EQ(rows.find(kOrderBook, desk.account()), nullptr);
}

TEST(HoldAcknowledgement, is_awaited_once_a_revision_and_counted_until_it_comes) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.add_rule(v1::RULE_KIND_HOLD_UNACKNOWLEDGED, v1::RULE_MODE_PROPOSE);
  desk.policy().set_acknowledge_days(2);
  desk.tell(R"(
    policy
    limit L1 zero
    order O1 10.00 rev 5   => O1 held: limit; hold O1 active: limit
    answer O1 4 applied
    answer O9 1 applied
    reject O1              => O1 rejected by u7: rejected; hold O1 active: rejected
    day 2024-05-03
    day 2024-05-04
  )");
  const OrderBook* book = desk.stage().rows().find(kOrderBook, desk.account());
  ASSERT_EQ(book->unacknowledged_size(), 1);
  EXPECT_EQ(book->unacknowledged(0).orders(), 1);
  EXPECT_EQ(book->unacknowledged(0).open_minor(), 1'000);
  EXPECT_EQ(book->other_revisions_acknowledged(), 1);
  const auto rules = [&] {
    std::string text;
    const std::vector<v1::Cause> causes = causes_of(desk.stage().rows(), desk.account());
    for (const v1::Cause& cause : causes) {
      text += cause.rule() + " ";
    }
    return text;
  };
  EXPECT_EQ(rules(), "hold_unacknowledged rejected ");
  desk.answer("answer O1 5 too_late");
  EXPECT_EQ(rules(), "hold_unacknowledged rejected ");
  desk.answer("answer O1 5 applied");
  EXPECT_EQ(rules(), "rejected ");
}

// The shard that counted too many says so once an hour and segment.
TEST(OrderBreaker, is_told_to_the_world_when_it_opens) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.policy().set_holds_per_hour_max(1);
  desk.stage().set_instant_us(7'200'000'000);
  desk.answer("policy");
  desk.answer("limit L1 zero");
  const auto said_after = [&](const std::string& line) {
    desk.answer(line);
    return sent_on<v1::BreakerTripped>(desk, "credit.breakers");
  };
  EXPECT_TRUE(said_after("order O1 10.00").empty());
  const auto opened = said_after("order O2 10.00");
  ASSERT_EQ(opened.size(), 1U);
  EXPECT_EQ(opened[0].segment(), "main");
  EXPECT_EQ(opened[0].topic(), "credit.events");
  EXPECT_EQ(opened[0].partition(), 0);
  EXPECT_EQ(opened[0].holds(), 1);
  EXPECT_EQ(opened[0].at().seconds(), 7'200);
  EXPECT_FALSE(opened[0].reset());
  EXPECT_TRUE(said_after("order O3 10.00").empty());
  // It comes back to the shard that said it: nothing new.
  v1::Event event;
  *event.mutable_breaker_tripped() = opened[0];
  ASSERT_TRUE(desk.stage().feed(event).accepted());
  EXPECT_TRUE(said_after("order O4 10.00").empty());
  desk.stage().set_instant_us(10'800'000'000);
  EXPECT_TRUE(said_after("order O5 10.00").empty());
  EXPECT_EQ(said_after("order O6 10.00").size(), 1U);
}

// One of an hour that is over here, or has not begun, opens nothing.
TEST(OrderBreaker, hears_of_its_own_hour_alone) {
  DeskStage desk;
  desk.add_rule(v1::RULE_KIND_LIMIT_EXCEEDED);
  desk.stage().set_instant_us(7'200'000'000);
  desk.answer("policy");
  desk.answer("limit L1 zero");
  v1::Event event;
  event.mutable_breaker_tripped()->set_segment("main");
  event.mutable_breaker_tripped()->mutable_at()->set_seconds(7'199);
  ASSERT_TRUE(desk.stage().feed(event).accepted());
  desk.tell("order O1 10.00 => O1 held: limit; hold O1 active: limit");
  event.mutable_breaker_tripped()->mutable_at()->set_seconds(7'201);
  ASSERT_TRUE(desk.stage().feed(event).accepted());
  desk.tell(R"(
    order O2 10.00 => O2 approved: limit?(breaker); hold O2 proposed: limit?(breaker)
  )");
}

TEST(OrderHeartbeat, says_at_each_beat_how_far_and_what_to_do_without_a_decision) {
  DeskStage desk;
  v1::CheckpointRule& rule = *desk.policy().add_checkpoint_rules();
  rule.set_checkpoint(v1::CHECKPOINT_DELIVERY);
  rule.set_when_unknown(v1::WHEN_UNKNOWN_HOLD);
  rule.set_deadline_seconds(5);
  desk.answer("policy");
  EXPECT_TRUE(sent_on<v1::OrderHeartbeat>(desk, "credit.order-heartbeats").empty());
  v1::Event event;
  event.mutable_beat()->mutable_at()->set_seconds(1'714'600'000);
  ASSERT_TRUE(desk.stage().feed(event).accepted());
  const auto said = sent_on<v1::OrderHeartbeat>(desk, "credit.order-heartbeats");
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].topic(), "credit.events");
  EXPECT_EQ(said[0].at().seconds(), 1'714'600'000);
  EXPECT_EQ(said[0].day(), 20240501);
  EXPECT_EQ(said[0].policy_version(), desk.policy().version());
  ASSERT_EQ(said[0].checkpoint_rules_size(), 1);
  EXPECT_EQ(said[0].checkpoint_rules(0).SerializeAsString(), rule.SerializeAsString());
}

}  // namespace
}  // namespace encours::test
