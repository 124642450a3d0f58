// What documents, settlements, disputes and write-offs come to in the ledger, told in lines of
// text, and what the ledger says about it to the rows below.
#include <gtest/gtest.h>

#include "tests/operators/ledger_stage.h"

namespace encours::test {
namespace {

// What the last step said: "2024-05-31 open 0.00>100.00 disputed 0.00>40.00; unapplied".
std::string said(const LedgerStage& stage) {
  std::string text;
  const auto add = [&](const char* name, Currency currency, std::int64_t before,
                       std::int64_t after) {
    if (before != after) {
      text.append(" ").append(name).append(" ").append(format_minor(currency, before));
      text.append(">").append(format_minor(currency, after));
    }
  };
  for (const Signal& signal : stage.emit().signals()) {
    text.append(text.empty() ? "" : "; ");
    if (const auto* item = std::get_if<OpenItemChanged>(&signal)) {
      text.append(format_day(item->due_on));
      add("open", item->currency, item->open_before, item->open_after);
      add("disputed", item->currency, item->disputed_before, item->disputed_after);
    } else if (std::holds_alternative<UnappliedChanged>(signal)) {
      text.append("unapplied");
    } else {
      text.append(kind_name(kind_of(signal)));
    }
  }
  return text;
}

struct Case {
  const char* name;
  const char* events;
  const char* totals;
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.name;
}

class Totals : public testing::TestWithParam<Case> {};

TEST_P(Totals, are_what_the_events_come_to) {
  LedgerStage stage;
  stage.turn_day(*parse_day("2024-05-20"));
  feed(stage, GetParam().events);
  EXPECT_EQ(totals_of(stage), GetParam().totals);
}

constexpr Case kCases[] = {
    {"an_invoice_is_open", "invoice I1 100.00 2024-05-01 due 2024-05-31", "EUR open 100.00"},
    {"a_paid_invoice_leaves_its_currency_at_zero",
     "invoice I1 100.00 2024-05-01\n receipt R1 100.00 2024-05-28\n settle S1 I1:-100.00 R1:100.00",
     "EUR"},
    {"a_receipt_alone_is_unapplied", "receipt R1 100.00 2024-05-28", "EUR receipts 100.00"},
    {"a_credit_note_alone_is_unapplied", "credit C1 30.00 2024-05-28", "EUR credits 30.00"},
    {"a_partial_payment",
     "invoice I1 100.00 2024-05-01\n receipt R1 40.00 2024-05-28\n settle S1 I1:-40.00 R1:40.00",
     "EUR open 60.00"},
    {"a_bank_charge_stands_outside",
     "invoice I1 100.00 2024-05-01\n receipt R1 98.00 2024-05-28\n"
     "settle S1 I1:-100.00 R1:98.00 BANK_CHARGE:2.00",
     "EUR"},
    {"a_credit_note_set_off",
     "invoice I1 100.00 2024-05-01\n credit C1 30.00 2024-05-28\n settle S1 I1:-30.00 C1:30.00",
     "EUR open 70.00"},
    {"an_over_allocated_invoice_is_a_credit",
     "invoice I1 100.00 2024-05-01\n receipt R1 130.00 2024-05-28\n settle S1 I1:-130.00 R1:130.00",
     "EUR credits 30.00 over 30.00"},
    {"a_receipt_used_beyond_its_amount",
     "invoice I1 100.00 2024-05-01\n receipt R1 80.00 2024-05-28\n settle S1 I1:-100.00 R1:100.00",
     "EUR receipts -20.00 over 20.00"},
    {"a_negative_invoice_is_a_credit", "invoice I1 -50.00 2024-05-01", "EUR credits 50.00"},
    {"a_settlement_of_an_unknown_invoice_is_parked",
     "receipt R1 40.00 2024-05-28\n settle S1 I1:-40.00 R1:40.00", "EUR parked -40.00"},
    {"its_invoice_comes_and_takes_it",
     "receipt R1 40.00 2024-05-28\n settle S1 I1:-40.00 R1:40.00\n invoice I1 100.00 2024-05-01",
     "EUR open 60.00"},
    {"a_settlement_reversed",
     "invoice I1 100.00 2024-05-01\n receipt R1 40.00 2024-05-28\n settle S1 I1:-40.00 R1:40.00\n"
     "reverse S1",
     "EUR open 100.00 receipts 40.00"},
    {"a_settlement_reversed_before_it_comes",
     "reverse S1\n invoice I1 100.00 2024-05-01\n settle S1 I1:-40.00 R1:40.00", "EUR open 100.00"},
    {"a_settlement_replaced_whole",
     "invoice I1 100.00 2024-05-01\n invoice I2 100.00 2024-05-01\n receipt R1 40.00 2024-05-28\n"
     "settle S1 I1:-40.00 R1:40.00\n settle S1 I2:-10.00 R1:10.00",
     "EUR open 190.00 receipts 30.00"},
    {"an_invoice_replaced_keeps_what_was_paid",
     "invoice I1 100.00 2024-05-01\n settle S1 I1:-40.00 R1:40.00\n receipt R1 40.00 2024-05-02\n"
     "invoice I1 90.00 2024-05-01",
     "EUR open 50.00"},
    {"an_invoice_changes_its_currency",
     "invoice I1 100.00 2024-05-01\n invoice I1 90.00USD 2024-05-01", "USD open 90.00"},
    {"a_cancelled_invoice", "invoice I1 100.00 2024-05-01\n cancel I1", ""},
    {"a_cancelled_invoice_that_comes_later", "cancel I1\n invoice I1 100.00 2024-05-01", ""},
    {"what_was_paid_on_a_cancelled_invoice_is_a_credit",
     "invoice I1 100.00 2024-05-01\n receipt R1 100.00 2024-05-02\n"
     "settle S1 I1:-100.00 R1:100.00\n cancel I1",
     "EUR credits 100.00 over 100.00"},
    {"a_movement_in_another_currency_is_parked",
     "invoice I1 100.00 2024-05-01\n receipt R1 40.00USD 2024-05-02\n"
     "settle S1 I1:-40.00USD R1:40.00USD",
     "EUR open 100.00; USD parked -40.00"},
    {"a_write_off", "invoice I1 100.00 2024-05-01\n writeoff W1 I1:25.00", "EUR open 75.00"},
    {"a_write_off_of_an_unknown_invoice", "writeoff W1 I1:25.00", "EUR parked -25.00"},
    {"a_dispute_of_all_that_is_open",
     "invoice I1 100.00 2024-05-01\n settle S1 I1:-30.00 R1:30.00\n receipt R1 30.00 2024-05-02\n"
     "dispute D1 I1 2024-05-10",
     "EUR open 70.00 disputed 70.00"},
    {"disputes_add_up_to_no_more_than_is_open",
     "invoice I1 100.00 2024-05-01\n dispute D1 I1:70.00 2024-05-10\n"
     "dispute D2 I1:60.00 2024-05-10",
     "EUR open 100.00 disputed 100.00"},
    {"a_dispute_before_its_invoice",
     "dispute D1 I1:40.00 2024-05-10\n invoice I1 100.00 2024-05-01",
     "EUR open 100.00 disputed 40.00"},
    {"a_dispute_changed",
     "invoice I1 100.00 2024-05-01\n dispute D1 I1:40.00 2024-05-10\n"
     "dispute D1 I1:15.00 2024-05-10",
     "EUR open 100.00 disputed 15.00"},
    {"a_dispute_closed",
     "invoice I1 100.00 2024-05-01\n dispute D1 I1:40.00 2024-05-10\n undispute D1 I1",
     "EUR open 100.00"},
    {"a_dispute_closed_before_it_was_opened",
     "invoice I1 100.00 2024-05-01\n undispute D1 I1\n dispute D1 I1:40.00 2024-05-10",
     "EUR open 100.00"},
    {"a_dispute_in_another_currency_contests_nothing",
     "invoice I1 100.00 2024-05-01\n dispute D1 I1:40.00USD 2024-05-10", "EUR open 100.00"},
    {"currencies_stand_side_by_side",
     "invoice I1 100.00USD 2024-05-01\n invoice I2 5000JPY 2024-05-01\n receipt R1 7.00 2024-05-02",
     "EUR receipts 7.00; JPY open 5000; USD open 100.00"},
};

INSTANTIATE_TEST_SUITE_P(Ledger, Totals, testing::ValuesIn(kCases),
                         [](const auto& one) { return std::string(one.param.name); });

struct Step {
  const char* event;
  const char* said;
};

// Each step's signals. Movements take schedule lines in order of due date unless they name one.
TEST(Ledger, it_says_by_due_date_what_changed) {
  constexpr Step kSteps[] = {
      {"invoice I1 100.00 2024-05-01 due 2024-05-31:60.00 2024-06-30:40.00",
       "2024-05-31 open 0.00>60.00; 2024-06-30 open 0.00>40.00; unapplied"},
      {"receipt R1 90.00 2024-05-02", "unapplied"},
      {"settle S1 I1:-70.00 R1:70.00",
       "2024-05-31 open 60.00>0.00; 2024-06-30 open 40.00>30.00; unapplied"},
      {"reverse S1", "2024-05-31 open 0.00>60.00; 2024-06-30 open 30.00>40.00; unapplied"},
      {"settle S2 I1/2:-15.00 R1:15.00", "2024-06-30 open 40.00>25.00; unapplied"},
      {"settle S3 I1/2:-30.00 R1:30.00",
       "2024-05-31 open 60.00>55.00; 2024-06-30 open 25.00>0.00; unapplied"},
      {"dispute D1 I1:20.00 2024-05-10", "2024-05-31 disputed 0.00>20.00"},
      {"invoice I2 10.00 2024-05-01 due 2024-05-31", "2024-05-31 open 0.00>10.00"},
      {"settle S4 I1:-55.00 I2:-10.00 R1:65.00",
       "2024-05-31 open 65.00>0.00 disputed 20.00>0.00; unapplied"},
      {"invoice I2 12.00 2024-05-01 due 2024-06-05", "2024-06-05 open 0.00>2.00"},
      {"cancel I2", "2024-06-05 open 2.00>0.00; unapplied"},
  };
  LedgerStage stage;
  stage.turn_day(*parse_day("2024-05-20"));
  for (const Step& step : kSteps) {
    feed(stage, step.event);
    EXPECT_EQ(said(stage), step.said) << step.event;
  }
}

TEST(Ledger, a_dispute_expires_by_the_day_and_comes_back_with_the_policy) {
  LedgerStage stage;
  v1::Event policy;
  policy.mutable_policy()->set_dispute_days(30);
  ASSERT_TRUE(stage.feed(policy).accepted());
  stage.turn_day(*parse_day("2024-05-20"));
  feed(stage,
       "invoice I1 100.00 2024-05-01 due 2024-05-31\n dispute D1 I1:40.00 2024-05-10\n"
       "invoice I2 50.00 2024-05-01 due 2024-06-30\n dispute D2 I2:5.00 2024-05-10\n"
       "dispute D3 I2:7.00 2024-05-15");
  EXPECT_EQ(totals_of(stage), "EUR open 150.00 disputed 52.00");
  EXPECT_EQ(format_day(stage.wake_of(std::string(kClient), "ledger|main")), "2024-06-10");

  stage.turn_day(*parse_day("2024-06-09"));
  EXPECT_EQ(totals_of(stage), "EUR open 150.00 disputed 52.00");
  stage.turn_day(*parse_day("2024-06-10"));
  EXPECT_EQ(totals_of(stage), "EUR open 150.00 disputed 7.00");
  EXPECT_EQ(said(stage),
            "account_turned; 2024-05-31 disputed 40.00>0.00; 2024-06-30 disputed 12.00>7.00");
  EXPECT_EQ(format_day(stage.wake_of(std::string(kClient), "ledger|main")), "2024-06-15");

  // A dispute that comes late has expired already; one that is closed changes nothing.
  feed(stage, "dispute D4 I1:10.00 2024-05-01\n undispute D1 I1");
  EXPECT_EQ(totals_of(stage), "EUR open 150.00 disputed 7.00");

  policy.mutable_policy()->set_dispute_days(60);
  ASSERT_TRUE(stage.feed(policy).accepted());
  ASSERT_TRUE(stage.bring_up(std::string(kClient)).accepted());
  EXPECT_EQ(totals_of(stage), "EUR open 150.00 disputed 22.00");
  policy.mutable_policy()->set_dispute_days(0);
  ASSERT_TRUE(stage.feed(policy).accepted());
  ASSERT_TRUE(stage.bring_up(std::string(kClient)).accepted());
  EXPECT_EQ(totals_of(stage), "EUR open 150.00 disputed 22.00");
  EXPECT_EQ(stage.wake_of(std::string(kClient), "ledger|main"), kNoDay);
}

TEST(Ledger, a_settlement_over_two_segments_moves_the_items_where_they_stand) {
  LedgerStage stage;
  v1::Event policy;
  auto& segment = *policy.mutable_policy()->add_segments();
  segment.set_seller_company("2000");
  segment.set_segment("export");
  ASSERT_TRUE(stage.feed(policy).accepted());
  feed(stage,
       "invoice I1@2000 100.00 2024-05-01\n receipt R1 100.00 2024-05-02\n"
       "settle S1 I1@2000:-100.00 R1:100.00");
  EXPECT_EQ(totals_of(stage), "EUR");
  EXPECT_EQ(totals_of(stage, {std::string(kClient), "export"}), "EUR");
  feed(stage, "reverse S1");
  EXPECT_EQ(totals_of(stage), "EUR receipts 100.00");
  EXPECT_EQ(totals_of(stage, {std::string(kClient), "export"}), "EUR open 100.00");
}

TEST(Ledger, movements_are_summed_by_cause) {
  LedgerStage stage;
  feed(stage,
       "invoice I1 100.00 2024-05-01\n receipt R1 88.00 2024-05-02\n"
       "settle S1 I1:-90.00 R1:88.00 CASH_DISCOUNT:2.00\n writeoff W1 I1:10.00");
  const auto& totals = ledger::head_of(stage.rows(), kMain).totals(0);
  EXPECT_EQ(totals.debits_minor(), 100'00);
  EXPECT_EQ(totals.credits_minor(), 88'00);
  EXPECT_EQ(totals.moved_minor(v1::MOVEMENT_CAUSE_CASH), -2'00);
  EXPECT_EQ(totals.moved_minor(v1::MOVEMENT_CAUSE_WRITE_OFF), -10'00);
  EXPECT_EQ(totals.outside_minor(v1::MOVEMENT_CAUSE_CASH_DISCOUNT), 2'00);
  EXPECT_EQ(totals.outside_minor(v1::MOVEMENT_CAUSE_WRITE_OFF), 10'00);
}

v1::Event with_allocation_rule(std::int64_t minimum_minor) {
  v1::Event event;
  v1::Policy& policy = *event.mutable_policy();
  policy.set_reporting_currency("EUR");
  v1::Rule& rule = *policy.add_rules();
  rule.set_name("misallocated");
  rule.set_kind(v1::RULE_KIND_ALLOCATION);
  rule.set_mode(v1::RULE_MODE_PROPOSE);
  rule.set_minimum_minor(minimum_minor);
  return event;
}

TEST(Ledger, money_that_does_not_fit_is_found_and_found_no_more_when_it_does) {
  LedgerStage stage;
  ASSERT_TRUE(stage.feed(with_allocation_rule(50'00)).accepted());
  feed(stage, "receipt R1 100.00 2024-05-02\n settle S1 I1:-40.00 R1:40.00");
  EXPECT_EQ(held_finding(stage.rows(), kMain, "ledger", "misallocated", ""), nullptr);
  feed(stage, "settle S2 I2:-20.00 R1:20.00");
  const v1::Cause* cause = held_finding(stage.rows(), kMain, "ledger", "misallocated", "");
  ASSERT_NE(cause, nullptr);
  EXPECT_EQ(minor_from_wire(cause->at_stake()), 60'00);
  EXPECT_EQ(cause->evidence(0).name(), "parked");
  EXPECT_EQ(cause->evidence(1).value(), 2);
  feed(stage, "invoice I1 40.00 2024-05-01");
  EXPECT_EQ(held_finding(stage.rows(), kMain, "ledger", "misallocated", ""), nullptr);
}

}  // namespace
}  // namespace encours::test
