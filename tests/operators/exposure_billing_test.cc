// What documents bill of orders and deliveries, however they name them; what exposure says of
// orders; what it finds and refuses. Told in lines of text.
#include <gtest/gtest.h>

#include "operators/client/exposure/exposure.h"
#include "operators/client/exposure/order_book.h"
#include "operators/client/ledger/ledger.h"
#include "tests/operators/events.h"
#include "tests/operators/stage.h"

namespace encours::test {
namespace {

const AccountKey kMain{std::string(kClient), "main"};

using ExposureStage = Stage<StageIntake, Ledger, Exposure>;

// "EUR orders 60.00 deliveries 40.00", without what is zero.
std::string buckets_of(ExposureStage& stage, const AccountKey& account = kMain) {
  std::string text;
  for (const exposure::Buckets& part : exposure::buckets(stage.rows(), account)) {
    text.append(text.empty() ? "" : "; ").append(part.currency.code());
    const auto add = [&](const char* name, std::int64_t minor) {
      if (minor != 0) {
        text.append(" ").append(name).append(" ").append(format_minor(part.currency, minor));
      }
    };
    add("orders", part.orders);
    add("deliveries", part.deliveries_not_invoiced);
    add("billed", part.billing_not_posted);
    add("open", part.open_items);
    add("credits", part.unapplied_credits);
  }
  return text;
}

void feed(ExposureStage& stage, std::string_view text) {
  for (const v1::Event& event : events_of(text)) {
    const Verdict verdict = stage.feed(event);
    ASSERT_TRUE(verdict.accepted()) << event.event_id() << ": " << verdict.detail;
  }
}

struct Case {
  const char* name;
  const char* events;
  const char* buckets;
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.name;
}

class Billing : public testing::TestWithParam<Case> {};

TEST_P(Billing, counts_each_unit_of_value_once) {
  ExposureStage stage;
  feed(stage, GetParam().events);
  EXPECT_EQ(buckets_of(stage), GetParam().buckets);
}

constexpr Case kCases[] = {
    {"by_the_delivery_line",
     "order O1 1:10:100.00\n deliver L1 1:O1/1:4\n invoice I1 40.00 2024-05-01 bills L1/1:4",
     "EUR orders 60.00 open 40.00"},
    {"by_the_delivery_line_in_part",
     "order O1 1:10:100.00\n deliver L1 1:O1/1:4\n invoice I1 30.00 2024-05-01 bills L1/1:3",
     "EUR orders 60.00 deliveries 10.00 open 30.00"},
    {"by_a_delivery_that_comes_later",
     "invoice I1 40.00 2024-05-01 bills L1/1:4\n order O1 1:10:100.00\n deliver L1 1:O1/1:4",
     "EUR orders 60.00 open 40.00"},
    {"by_the_delivery_as_a_whole",
     "order O1 1:10:100.00 2:1:7.00\n deliver L1 1:O1/1:4 2:O1/2:1\n"
     "invoice I1 47.00 2024-05-01 bills L1",
     "EUR orders 60.00 open 47.00"},
    {"by_the_order_as_a_whole",
     "order O1 1:10:100.00 2:1:7.00\n deliver L1 1:O1/1:4\n invoice I1 107.00 2024-05-01 bills O1",
     "EUR open 107.00"},
    {"by_a_quantity_of_the_order_its_first_lines_first",
     "order O1 1:3:30.00 2:7:140.00\n invoice I1 50.00 2024-05-01 bills O1:4",
     "EUR orders 120.00 open 50.00"},
    {"by_order_and_delivery_together",
     "order O1 1:10:100.00\n deliver L1 1:O1/1:4\n"
     "invoice I1 40.00 2024-05-01 bills L1/1:4:O1/1",
     "EUR orders 60.00 open 40.00"},
    {"by_an_order_that_its_delivery_does_not_name",
     "order O1 1:10:100.00\n deliver L1 1:-:4:40.00\n"
     "invoice I1 40.00 2024-05-01 bills L1/1:4:O1/1",
     "EUR orders 60.00 open 40.00"},
    {"of_a_delivery_without_an_order", "deliver L1 1:-:4:40.00", "EUR deliveries 40.00"},
    {"of_a_delivery_without_an_order_in_part",
     "deliver L1 1:-:4:40.00\n invoice I1 10.00 2024-05-01 bills L1/1:1",
     "EUR deliveries 30.00 open 10.00"},
    {"of_a_delivery_without_a_quantity",
     "deliver L1 1:-:0:40.00\n invoice I1 40.00 2024-05-01 bills L1/1", "EUR open 40.00"},
    {"of_a_delivery_that_changes_its_order",
     "order O1 1:10:100.00\n order O2 1:10:200.00\n deliver L1 1:O1/1:4\n"
     "invoice I1 40.00 2024-05-01 bills L1/1:4\n deliver L1 1:O2/1:4",
     "EUR orders 220.00 open 40.00"},
    {"is_taken_back_by_a_revision_that_bills_nothing",
     "order O1 1:10:100.00\n invoice I1 40.00 2024-05-01 bills O1/1:4\n invoice I1 40.00 "
     "2024-05-01",
     "EUR orders 100.00 open 40.00"},
    {"is_taken_back_by_a_cancellation",
     "order O1 1:10:100.00\n deliver L1 1:O1/1:10\n invoice I1 40.00 2024-05-01 bills L1/1:4\n"
     "cancel I1",
     "EUR deliveries 100.00"},
    {"is_nothing_for_an_invoice_cancelled_before_it_comes",
     "order O1 1:10:100.00\n cancel I1\n invoice I1 40.00 2024-05-01 bills O1/1:4",
     "EUR orders 100.00"},
    {"stays_as_it_was_when_a_credit_note_names_it",
     "order O1 1:10:100.00\n deliver L1 1:O1/1:10\n"
     "invoice I1 100.00 2024-05-01 bills O1/1:10\n credit C1 20.00 2024-05-02 bills O1/1:2",
     "EUR open 100.00 credits 20.00"},
    {"of_a_return_order_is_done_by_its_credit_note",
     "order O1 1:-5:-50.00\n deliver L1 1:O1/1:-5\n credit C1 30.00 2024-05-02 bills L1/1:3",
     "EUR deliveries -20.00 credits 30.00"},
    {"of_more_than_was_ordered",
     "order O1 1:10:100.00\n deliver L1 1:O1/1:12\n invoice I1 110.00 2024-05-01 bills O1/1:11",
     "EUR deliveries 10.00 open 110.00"},
    {"before_accounting_has_posted",
     "order O1 1:10:100.00\n deliver L1 1:O1/1:6\n invoice B1 40.00 2024-05-01 bills L1/1:4",
     "EUR orders 40.00 deliveries 20.00 billed 40.00"},
    {"once_where_the_accounting_item_says_it_again",
     "order O1 1:10:100.00\n invoice I1 40.00 2024-05-01 posts B1 bills O1/1:4\n"
     "invoice B1 40.00 2024-05-01 bills O1/1:4",
     "EUR orders 60.00 open 40.00"},
    {"by_the_accounting_item_alone_when_its_billing_is_cancelled",
     "order O1 1:10:100.00\n invoice B1 30.00 2024-05-01 bills O1/1:3\n"
     "invoice I1 40.00 2024-05-01 posts B1 bills O1/1:4\n cancel B1",
     "EUR orders 60.00 open 40.00"},
    {"until_any_of_two_items_posts_it",
     "invoice B1 40.00 2024-05-01\n invoice I1 25.00 2024-05-01 posts B1\n"
     "invoice I2 15.00 2024-05-01 posts B1\n cancel I1",
     "EUR open 15.00"},
    {"until_the_item_comes_to_post_something_else",
     "invoice B1 40.00 2024-05-01\n invoice B2 7.00 2024-05-01\n"
     "invoice I1 40.00 2024-05-01 posts B1\n invoice I1 40.00 2024-05-01 posts B2",
     "EUR billed 40.00 open 40.00"},
    {"under_names_that_belong_to_a_company",
     "invoice B1 40.00 2024-05-01\n invoice I1@1100 40.00 2024-05-01 posts B1",
     "EUR billed 40.00 open 40.00"},
    {"less_what_came_back",
     "order O1 1:10:100.00\n deliver L1 1:O1/1:6\n return G1 1:O1/1:2\n"
     "invoice I1 10.00 2024-05-01 bills O1/1:1",
     "EUR orders 40.00 deliveries 30.00 open 10.00"},
    {"of_what_came_back_after_it_was_billed",
     "order O1 1:10:100.00\n deliver L1 1:O1/1:6\n invoice I1 60.00 2024-05-01 bills L1\n"
     "return G1 1:O1/1:2",
     "EUR orders 40.00 open 60.00"},
};

INSTANTIATE_TEST_SUITE_P(Exposure, Billing, testing::ValuesIn(kCases),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(Exposure, what_is_known_by_name_only_leaves_no_row_when_nobody_names_it_any_more) {
  ExposureStage stage;
  feed(stage, "deliver L1 1:O1/1:4\n invoice I1 40.00 2024-05-01 bills L2/1:4 O3/1:1");
  feed(stage, "invoice I1 40.00 2024-05-01\n deliver L1 1:-:4:40.00USD");
  ExposureStage straight;
  feed(straight, "invoice I1 40.00 2024-05-01\n deliver L1 1:-:4:40.00USD");
  EXPECT_EQ(difference(stage.facts(), straight.facts()), "");
}

TEST(Exposure, a_billing_ref_that_nobody_bears_any_more_leaves_no_row) {
  ExposureStage stage;
  feed(stage, "invoice B1 40.00 2024-05-01\n invoice I1 40.00 2024-05-01 posts B1");
  feed(stage, "invoice I1 40.00 2024-05-01\n cancel B1");
  ExposureStage straight;
  feed(straight, "cancel B1\n invoice I1 40.00 2024-05-01");
  EXPECT_EQ(difference(stage.facts(), straight.facts()), "");
}

TEST(Exposure, a_billing_ref_has_a_bounded_number_of_bearers) {
  ExposureStage stage;
  for (int i = 1; i <= exposure::kBearersMax; ++i) {
    feed(stage, "invoice I" + std::to_string(i) + " 1.00 2024-05-01 posts B1");
  }
  const Verdict verdict = stage.feed(event_of("invoice I99 1.00 2024-05-01 posts B1"));
  EXPECT_EQ(verdict.reason, RejectReason::kTooLarge);
}

TEST(Exposure, orders_of_another_segment_are_billed_where_they_stand) {
  ExposureStage stage;
  v1::Event policy;
  auto& segment = *policy.mutable_policy()->add_segments();
  segment.set_seller_company("2000");
  segment.set_segment("export");
  ASSERT_TRUE(stage.feed(policy).accepted());
  feed(stage,
       "order O1@2000 1:10:100.00\n deliver L1 1:O1@2000/1:4\n"
       "invoice I1 40.00 2024-05-01 bills L1/1:4");
  EXPECT_EQ(buckets_of(stage), "EUR open 40.00");
  EXPECT_EQ(buckets_of(stage, {std::string(kClient), "export"}), "EUR orders 60.00");
}

// "O1 100.00>60.00", with "placed" and "closed".
std::string said_of_orders(const ExposureStage& stage) {
  std::string text;
  for (const OrderValueChanged& order : stage.emit().said<OrderValueChanged>()) {
    text.append(text.empty() ? "" : "; ").append(document_ref(order.order_id).number());
    text.append(" ").append(format_minor(order.currency, order.open_before));
    text.append(">").append(format_minor(order.currency, order.open_after));
    text.append(order.placed_or_changed ? " placed" : "").append(order.closed ? " closed" : "");
    text.append(" rev ").append(std::to_string(order.revision));
  }
  return text;
}

TEST(Exposure, it_says_what_becomes_of_an_order) {
  struct Step {
    const char* event;
    const char* said;
  };
  constexpr Step kSteps[] = {
      {"deliver L1 1:O1/1:4", ""},
      {"order O1 1:10:100.00 rev 3", "O1 0.00>60.00 placed rev 3"},
      {"order O1 1:10:100.00 rev 4", "O1 60.00>60.00 placed rev 4"},
      {"invoice I1 20.00 2024-05-01 bills O1/1:2", "O1 60.00>60.00 rev 4"},
      {"deliver L2 1:O1/1:5", "O1 60.00>10.00 rev 4"},
      {"deliver L3 1:O1/1:1:final", "O1 10.00>0.00 closed rev 4"},
      {"close O1", ""},
      {"cancel O2", ""},
      {"order O2 1:10:100.00 rev 1", "O2 0.00>0.00 placed closed rev 1"},
  };
  ExposureStage stage;
  for (const Step& step : kSteps) {
    feed(stage, step.event);
    EXPECT_EQ(said_of_orders(stage), step.said) << step.event;
  }
}

TEST(Exposure, an_account_is_told_once_a_step_and_only_when_a_figure_moved) {
  ExposureStage stage;
  feed(stage, "order O1 1:10:100.00");
  feed(stage, "invoice I1 40.00 2024-05-01 due 2024-05-31:10.00 2024-06-30:30.00 bills O1/1:4");
  EXPECT_EQ(stage.emit().said<ExposureChanged>().size(), 1U);
  feed(stage, "deliver L1 1:O9/1:4");
  EXPECT_TRUE(stage.emit().said<ExposureChanged>().empty());
}

v1::Event fx_policy() {
  v1::Event event;
  v1::Policy& policy = *event.mutable_policy();
  policy.set_reporting_currency("EUR");
  policy.set_fx_fallback_micro(2'000'000);
  v1::Rule& rule = *policy.add_rules();
  rule.set_name("no rate");
  rule.set_kind(v1::RULE_KIND_FX_MISSING);
  rule.set_mode(v1::RULE_MODE_PROPOSE);
  return event;
}

TEST(Exposure, a_currency_without_a_rate_is_found_while_it_holds_an_amount) {
  ExposureStage stage;
  v1::Event policy = fx_policy();
  ASSERT_TRUE(stage.feed(policy).accepted());
  feed(stage, "invoice I1 40.00USD 2024-05-01\n invoice I2 10.00 2024-05-01");
  const v1::Cause* cause = held_finding(stage.rows(), kMain, "exposure", "no rate", "USD");
  ASSERT_NE(cause, nullptr);
  EXPECT_EQ(minor_from_wire(cause->at_stake()), 80'00) << "valued with the fallback, never 0";
  EXPECT_EQ(held_finding(stage.rows(), kMain, "exposure", "no rate", "EUR"), nullptr);

  feed(stage, "cancel I1");
  EXPECT_EQ(held_finding(stage.rows(), kMain, "exposure", "no rate", "USD"), nullptr);
  feed(stage, "invoice I3 40.00USD 2024-05-01");
  v1::FxRate& rate = *policy.mutable_policy()->add_fx();
  rate.set_currency("USD");
  rate.set_rate_micro(900'000);
  ASSERT_TRUE(stage.feed(policy).accepted());
  ASSERT_TRUE(stage.bring_up(std::string(kClient)).accepted());
  EXPECT_EQ(held_finding(stage.rows(), kMain, "exposure", "no rate", "USD"), nullptr);
}

TEST(Exposure, it_refuses_a_delivery_of_several_currencies_without_a_trace) {
  ExposureStage stage;
  const Verdict verdict = stage.feed(event_of("deliver L1 1:-:1:10.00 2:-:1:10.00USD"));
  EXPECT_EQ(verdict.reason, RejectReason::kBadCurrency);
  EXPECT_EQ(stage.rows().size(), 0U);
}

TEST(Exposure, it_refuses_values_beyond_the_bound_of_a_total) {
  ExposureStage stage;
  const std::string largest = "9999999999999.99";
  std::string line = "order O1";
  for (int i = 1; i <= 1001; ++i) {
    line += " " + std::to_string(i) + ":1:" + largest;
  }
  EXPECT_EQ(stage.feed(event_of(line)).reason, RejectReason::kAmountOverflow);
  EXPECT_EQ(stage.rows().size(), 0U);
}

// The rows that one event touches do not grow with the account.
TEST(Exposure, an_event_touches_as_few_rows_on_a_large_account_as_on_a_small_one) {
  constexpr int kOrders = 10'000;
  ExposureStage stage;
  std::size_t most_changed = 0;
  std::size_t most_not_wished = 0;
  for (int i = 0; i < kOrders; ++i) {
    feed(stage, "order O" + std::to_string(i) + " 1:10:100.00 2:5:50.00");
    most_changed = std::max(most_changed, stage.rows_changed());
    most_not_wished = std::max(most_not_wished, stage.reads_not_wished());
  }
  EXPECT_LE(most_changed, 1U + 3U);
  EXPECT_LE(most_not_wished, 4U);  // a page that is added; slots of findings; the ledger's totals
  feed(stage, "deliver L1 1:O7/1:4 2:O8/2:5");
  EXPECT_LE(stage.rows_changed(), 1U + 1U + 2U * 3U);
  feed(stage, "invoice I1 40.00 2024-05-01 bills L1/1:4");
  EXPECT_LE(stage.rows_changed(), 2U + 2U + 1U + 1U + 3U);
  EXPECT_LE(stage.reads_not_wished(), 4U);
  EXPECT_EQ(buckets_of(stage), "EUR orders 1499910.00 deliveries 50.00 open 40.00");
}

}  // namespace
}  // namespace encours::test
