// Facts of ledger, exposure and ageing together, behind the real intake: random events in any
// order, over several days, leave the same rows; the buckets are what plain addition over the
// events gives.
#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "operators/client/ageing/ageing.h"
#include "operators/client/checked.h"
#include "operators/client/exposure/exposure.h"
#include "operators/client/intake/intake.h"
#include "operators/client/ledger/ledger.h"
#include "tests/operators/naive_orders.h"
#include "tests/operators/random_events.h"
#include "tests/operators/stage.h"

namespace encours::test {
namespace {

using FactsStage = Stage<Intake, Ledger, Exposure, Ageing>;

// Every bucket of ageing adds up to the open items, in every currency.
void expect_ageing_adds_up(FactsStage& stage) {
  for (const AccountKey& account : {kMain, kExport}) {
    for (const auto& totals : ledger::head_of(stage.rows(), account).totals()) {
      const ageing::Figures figures =
          ageing::figures(stage.rows(), account, checked_currency(totals.currency()), stage.day());
      std::int64_t sum = 0;
      for (const std::int64_t bucket : figures.buckets) {
        sum += bucket;
      }
      ASSERT_EQ(sum, totals.open_items_minor()) << totals.currency();
    }
  }
}

// Folds the events, a day turning every few of them, the last day the same for all.
void fold(FactsStage& stage, const std::vector<v1::Event>& events) {
  const Day last = *parse_day("2024-06-30");
  ASSERT_TRUE(stage.feed(policy_event()).accepted());
  stage.turn_day(*parse_day("2024-05-10"));
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Verdict verdict = stage.feed(events[i]);
    ASSERT_NE(verdict.outcome, Verdict::Outcome::kRefused)
        << events[i].event_id() << ": " << verdict.detail;
    expect_ageing_adds_up(stage);
    if (i % 3 == 2 && stage.day() < last) {
      stage.turn_day(stage.day() + 1);
      expect_ageing_adds_up(stage);
    }
  }
  stage.turn_day(last);
}

void expect_naive_orders(FactsStage& stage, const std::vector<v1::Event>& events) {
  const NaiveOrders naive(events);
  std::int64_t orders = 0;
  std::int64_t deliveries = 0;
  std::int64_t billings = 0;
  for (const AccountKey& account : {kMain, kExport}) {
    for (const exposure::Buckets& part : exposure::buckets(stage.rows(), account)) {
      orders += part.orders;
      deliveries += part.deliveries_not_invoiced;
      billings += part.billing_not_posted;
    }
  }
  EXPECT_EQ(orders, naive.orders_minor);
  EXPECT_EQ(deliveries, naive.deliveries_minor);
  EXPECT_EQ(billings, naive.billings_minor);
}

class Facts : public testing::TestWithParam<unsigned> {};

TEST_P(Facts, are_the_same_in_any_order) {
  RandomEvents source(GetParam());
  std::vector<v1::Event> events = source.receivables(40);
  const std::vector<v1::Event> orders = source.orders(40);
  std::mt19937 random(GetParam());
  events.insert(events.end(), orders.begin(), orders.end());
  FactsStage whole;
  fold(whole, events);
  for (int round = 0; round < 4; ++round) {
    std::shuffle(events.begin(), events.end(), random);
    FactsStage shuffled;
    fold(shuffled, events);
    ASSERT_EQ(difference(shuffled.facts(), whole.facts()), "")
        << "seed " << GetParam() << " round " << round;
  }
}

TEST_P(Facts, of_orders_are_what_plain_addition_gives) {
  FactsStage stage;
  ASSERT_TRUE(stage.feed(policy_event()).accepted());
  std::vector<v1::Event> folded;
  for (const v1::Event& event : RandomEvents(GetParam()).orders(80)) {
    const Verdict verdict = stage.feed(event);
    ASSERT_NE(verdict.outcome, Verdict::Outcome::kRefused) << verdict.detail;
    folded.push_back(event);
    expect_naive_orders(stage, folded);
    ASSERT_FALSE(HasFailure()) << "seed " << GetParam() << " after " << event.event_id();
  }
}

INSTANTIATE_TEST_SUITE_P(Orders, Facts, testing::Range(1U, 26U));

}  // namespace
}  // namespace encours::test
