// Each unit of value in one bucket: an order leaves the order bucket by what is delivered, the
// delivery bucket by what is invoiced, whatever comes first. Documents are fed to ledger and
// exposure; each table row says what stands after it.
#include "operators/client/exposure/exposure.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "operators/client/ledger/ledger.h"
#include "tests/operators/stage.h"

namespace encours::test {
namespace {

const AccountKey kAccount{"C1", "main"};
constexpr std::int64_t kMilli = 1'000;

v1::DocumentRef ref(v1::DocumentKind kind, const std::string& number, int line = 0) {
  v1::DocumentRef ref;
  ref.set_source_system("erp");
  ref.set_seller_company("1000");
  ref.set_kind(kind);
  ref.set_number(number);
  ref.set_line(line);
  return ref;
}
v1::DocumentRef order_line(int line) {
  return ref(v1::DOCUMENT_KIND_ORDER, "O1", line);
}

v1::Event event() {
  v1::Event event;
  event.set_client_id("C1");
  return event;
}

void set_cents(v1::Money& money, std::int64_t cents) {
  wire_from_minor(*Currency::from_code("EUR"), cents, money);
}

// An order of one line: `quantity` pieces for `cents` in all.
v1::Event order(std::int64_t quantity, std::int64_t cents, std::int64_t rejected = 0) {
  v1::Event placed = event();
  v1::Order& order = *placed.mutable_order_placed()->mutable_order();
  *order.mutable_ref() = ref(v1::DOCUMENT_KIND_ORDER, "O1");
  v1::OrderLine& line = *order.add_lines();
  line.set_line(1);
  line.set_quantity_milli(quantity * kMilli);
  line.set_rejected_milli(rejected * kMilli);
  set_cents(*line.mutable_gross(), cents);
  return placed;
}

v1::Event delivery(const std::string& number, std::int64_t quantity, bool last = false) {
  v1::Event delivered = event();
  *delivered.mutable_delivery()->mutable_ref() = ref(v1::DOCUMENT_KIND_DELIVERY, number);
  v1::DeliveryLine& line = *delivered.mutable_delivery()->add_lines();
  line.set_line(1);
  *line.mutable_order_ref() = order_line(1);
  line.set_quantity_milli(quantity * kMilli);
  line.set_final_delivery(last);
  return delivered;
}

v1::Event invoice(const std::string& number, std::int64_t quantity, std::int64_t cents) {
  v1::Event billed = event();
  v1::Invoice& invoice = *billed.mutable_invoice();
  *invoice.mutable_ref() = ref(v1::DOCUMENT_KIND_INVOICE, number);
  invoice.set_posting_date(20240105);
  set_cents(*invoice.mutable_gross(), cents);
  v1::BilledLine& line = *invoice.add_lines();
  line.set_line(1);
  *line.mutable_order_ref() = order_line(1);
  line.set_quantity_milli(quantity * kMilli);
  return billed;
}

v1::Event ended(bool cancelled) {
  v1::Event end = event();
  if (cancelled) {
    *end.mutable_order_cancelled()->mutable_ref() = ref(v1::DOCUMENT_KIND_ORDER, "O1");
    end.mutable_order_cancelled()->set_cancelled_on(20240110);
  } else {
    *end.mutable_order_closed()->mutable_ref() = ref(v1::DOCUMENT_KIND_ORDER, "O1");
    end.mutable_order_closed()->set_closed_on(20240110);
  }
  return end;
}

v1::Event invoice_cancelled(const std::string& number) {
  v1::Event cancelled = event();
  *cancelled.mutable_invoice_cancelled()->mutable_ref() = ref(v1::DOCUMENT_KIND_INVOICE, number);
  cancelled.mutable_invoice_cancelled()->set_posting_date(20240110);
  return cancelled;
}

using ExposureStage = Stage<StageIntake, Ledger, Exposure>;

// "orders 60.00 deliveries 40.00 open 0.00", in euros.
std::string figures(ExposureStage& stage) {
  const std::vector<exposure::Buckets> all = exposure::buckets(stage.rows(), kAccount);
  if (all.empty()) return "nothing";
  const Currency euro = all.front().currency;
  return "orders " + format_minor(euro, all.front().orders) + " deliveries " +
         format_minor(euro, all.front().deliveries_not_invoiced) + " open " +
         format_minor(euro, all.front().open_items);
}

struct Step {
  v1::Event event;
  std::string after;
};

void play(const std::vector<Step>& steps) {
  ExposureStage stage;
  int number = 0;
  for (const Step& step : steps) {
    ASSERT_TRUE(stage.feed(step.event).accepted());
    EXPECT_EQ(figures(stage), step.after) << "step " << ++number;
  }
}

TEST(ExposureTest, AnOrderGoesFromBucketToBucketAndIsNeverCountedTwice) {
  play({{order(10, 6'000), "orders 60.00 deliveries 0.00 open 0.00"},
        {delivery("D1", 4), "orders 36.00 deliveries 24.00 open 0.00"},
        {delivery("D2", 6), "orders 0.00 deliveries 60.00 open 0.00"},
        {invoice("I1", 10, 6'000), "orders 0.00 deliveries 0.00 open 60.00"}});
}

TEST(ExposureTest, AnInvoiceBeforeItsDeliveryTakesTheValueWithIt) {
  play({{order(10, 6'000), "orders 60.00 deliveries 0.00 open 0.00"},
        {invoice("I1", 10, 6'000), "orders 0.00 deliveries 0.00 open 60.00"},
        {delivery("D1", 10), "orders 0.00 deliveries 0.00 open 60.00"}});
}

TEST(ExposureTest, WhatComesBeforeItsOrderWaitsForIt) {
  play({{delivery("D1", 4), "nothing"},
        {invoice("I1", 1, 600), "orders 0.00 deliveries 0.00 open 6.00"},
        {order(10, 6'000), "orders 36.00 deliveries 18.00 open 6.00"}});
}

TEST(ExposureTest, PartsAreRoundedSoThatTheyAddUp) {
  play({{order(3, 1'000), "orders 10.00 deliveries 0.00 open 0.00"},
        {delivery("D1", 1), "orders 6.67 deliveries 3.33 open 0.00"},
        {delivery("D2", 1), "orders 3.33 deliveries 6.67 open 0.00"},
        {delivery("D3", 1), "orders 0.00 deliveries 10.00 open 0.00"}});
}

TEST(ExposureTest, AFinalDeliveryEndsTheOrderPartAndMoreThanOrderedCounts) {
  play({{order(10, 6'000), "orders 60.00 deliveries 0.00 open 0.00"},
        {delivery("D1", 8, true), "orders 0.00 deliveries 48.00 open 0.00"},
        {delivery("D2", 4), "orders 0.00 deliveries 72.00 open 0.00"}});
}

TEST(ExposureTest, CancellingAnOrderLeavesWhatWasDelivered) {
  play({{order(10, 6'000), "orders 60.00 deliveries 0.00 open 0.00"},
        {delivery("D1", 4), "orders 36.00 deliveries 24.00 open 0.00"},
        {ended(true), "orders 0.00 deliveries 24.00 open 0.00"}});
}

TEST(ExposureTest, AChangeOfTheOrderOrADeliveryReplacesWhatItSaid) {
  play({{order(10, 6'000), "orders 60.00 deliveries 0.00 open 0.00"},
        {order(10, 6'000, 2), "orders 48.00 deliveries 0.00 open 0.00"},
        {delivery("D1", 4), "orders 24.00 deliveries 24.00 open 0.00"},
        {delivery("D1", 5), "orders 18.00 deliveries 30.00 open 0.00"}});
}

TEST(ExposureTest, ACancelledInvoiceGivesItsQuantityBack) {
  play({{order(10, 6'000), "orders 60.00 deliveries 0.00 open 0.00"},
        {delivery("D1", 10), "orders 0.00 deliveries 60.00 open 0.00"},
        {invoice("I1", 10, 6'000), "orders 0.00 deliveries 0.00 open 60.00"},
        {invoice_cancelled("I1"), "orders 0.00 deliveries 60.00 open 0.00"},
        {invoice("I1", 10, 6'000), "orders 0.00 deliveries 60.00 open 0.00"}});
}

TEST(ExposureTest, AReturnOrderLowersOpenOrders) {
  play({{order(-10, -6'000), "orders -60.00 deliveries 0.00 open 0.00"},
        {delivery("D1", -4), "orders -36.00 deliveries -24.00 open 0.00"}});
}

TEST(ExposureTest, TheSameEventsInAnyOrderLeaveTheSameRows) {
  std::vector<v1::Event> events{order(10, 6'001),        delivery("D1", 3), delivery("D2", 4),
                                invoice("I1", 2, 1'200), ended(false),      invoice("I2", 5, 3'000),
                                invoice_cancelled("I2")};
  std::map<std::string, std::string> expected;
  std::mt19937 random(11);  // NOLINT: the same orders every time
  for (int round = 0; round < 100; ++round) {
    ExposureStage stage;
    for (const v1::Event& event : events)
      ASSERT_TRUE(stage.feed(event).accepted());
    if (round == 0) expected = stage.facts();
    EXPECT_EQ(stage.facts(), expected) << "round " << round;
    std::shuffle(events.begin(), events.end(), random);
  }
}

TEST(ExposureTest, AmountsOfSeveralCurrenciesMeetAtThePolicysRates) {
  ExposureStage stage;
  v1::Event policy;
  policy.mutable_policy()->set_reporting_currency("EUR");
  v1::FxRate& rate = *policy.mutable_policy()->add_fx();
  rate.set_currency("USD");
  rate.set_rate_micro(500'000);
  ASSERT_TRUE(stage.feed(policy).accepted());
  ASSERT_TRUE(stage.feed(invoice("I1", 1, 10'000)).accepted());
  v1::Event dollars = invoice("I2", 1, 0);
  wire_from_minor(*Currency::from_code("USD"), 10'000, *dollars.mutable_invoice()->mutable_gross());
  ASSERT_TRUE(stage.feed(dollars).accepted());
  const Valued sum =
      exposure::documents_in(stage.rows(), kAccount, policy.policy(), *Currency::from_code("EUR"));
  EXPECT_EQ(sum.minor, 15'000);
  EXPECT_FALSE(sum.rate_missing);
}

}  // namespace
}  // namespace encours::test
