// What lists of open items come to in the ledger, told in lines of text: which of list, document
// and movement counts, in whatever order they come; and that a list costs what is open, not what
// ever was.
#include <gtest/gtest.h>

#include "operators/client/intake/intake.h"
#include "operators/client/ledger/open_items_list.h"
#include "tests/operators/ledger_stage.h"

namespace encours::test {
namespace {

struct Case {
  const char* name;
  const char* events;
  const char* totals;
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.name;
}

class Listed : public testing::TestWithParam<Case> {};

TEST_P(Listed, totals_are_what_the_events_come_to) {
  LedgerStage stage;
  stage.turn_day(*parse_day("2024-06-01"));
  feed(stage, GetParam().events);
  EXPECT_EQ(totals_of(stage), GetParam().totals);
}

constexpr Case kCases[] = {
    {"an_unknown_item_is_opened", "list L1 2024-05-31 I1:60.00", "EUR open 60.00"},
    {"an_unknown_credit_is_opened", "list L1 2024-05-31 C1:60.00 R1:5.00",
     "EUR receipts 5.00 credits 60.00"},
    {"schedule_lines_are_one_item", "list L1 2024-05-31 I1/1:60.00 I1/2:40.00", "EUR open 100.00"},
    {"what_is_absent_is_settled", "invoice I1 100.00 2024-05-01\n list L1 2024-05-31", "EUR"},
    {"a_receipt_that_is_absent_is_used_up", "receipt R1 100.00 2024-05-01\n list L1 2024-05-31",
     "EUR"},
    {"an_overpaid_invoice_that_is_absent_is_no_credit",
     "invoice I1 100.00 2024-05-01\n settle S1 I1:-120.00 BANK_CHARGE:120.00\n list L1 2024-05-31",
     "EUR"},
    {"unless_it_was_posted_later", "invoice I1 100.00 2024-06-01\n list L1 2024-05-31",
     "EUR open 100.00"},
    {"unless_the_list_is_partial", "invoice I1 100.00 2024-05-01\n list L1 2024-05-31 partial",
     "EUR open 100.00"},
    {"unless_it_is_of_another_company", "invoice I1 100.00 2024-05-01\n list L1@2000 2024-05-31",
     "EUR open 100.00"},
    {"a_list_of_all_companies_is_of_each", "invoice I1 100.00 2024-05-01\n list L1 2024-05-31 all",
     "EUR"},
    {"another_amount_is_mended", "invoice I1 100.00 2024-05-01\n list L1 2024-05-31 I1:70.00",
     "EUR open 70.00"},
    {"what_was_paid_after_its_day_counts",
     "invoice I1 100.00 2024-05-01\n settle S1 on:2024-06-01 I1:-20.00 BANK_CHARGE:20.00\n"
     "list L1 2024-05-31 I1:70.00",
     "EUR open 50.00"},
    {"what_was_paid_by_its_day_is_in_it",
     "invoice I1 100.00 2024-05-01\n list L1 2024-05-31 I1:70.00\n"
     "settle S1 on:2024-05-31 I1:-30.00 BANK_CHARGE:30.00",
     "EUR open 70.00"},
    {"a_late_payment_replaces_what_the_list_settled",
     "invoice I1 100.00 2024-05-01\n list L1 2024-05-31\n"
     "settle S1 on:2024-05-20 I1:-100.00 BANK_CHARGE:100.00",
     "EUR"},
    {"a_payment_after_its_day_too",
     "invoice I1 100.00 2024-05-01\n list L1 2024-05-31\n"
     "settle S1 on:2024-06-01 I1:-100.00 BANK_CHARGE:100.00",
     "EUR"},
    {"and_only_what_goes_beyond_is_over",
     "invoice I1 100.00 2024-05-01\n list L1 2024-05-31\n"
     "settle S1 on:2024-06-01 I1:-110.00 BANK_CHARGE:110.00",
     "EUR credits 10.00 over 10.00"},
    {"what_is_raised_after_its_day_is_open",
     "invoice I1 100.00 2024-05-01\n list L1 2024-05-31\n"
     "settle S1 on:2024-06-01 I1:25.00 BANK_CHARGE:-25.00",
     "EUR open 25.00"},
    {"the_document_may_come_later", "list L1 2024-05-31 I1:70.00\n invoice I1 100.00 2024-05-01",
     "EUR open 70.00"},
    {"and_be_cancelled", "list L1 2024-05-31 I1:70.00\n cancel I1", ""},
    {"parked_money_is_in_what_the_list_says",
     "settle S1 I1:-30.00 BANK_CHARGE:30.00\n list L1 2024-05-31 I1:70.00", "EUR open 70.00"},
    {"another_currency_moves_nothing",
     "invoice I1 100.00 2024-05-01\n list L1 2024-05-31 I1:70.00USD", "EUR open 100.00"},
    {"the_newer_list_counts", "list L1 2024-05-31 I1:60.00\n list L2 2024-05-30 I1:80.00 I2:10.00",
     "EUR open 60.00"},
    {"of_one_day_the_greater_revision",
     "list L1 2024-05-31 I1:60.00 rev 2\n list L2 2024-05-31 I1:80.00 I2:10.00 rev 1",
     "EUR open 60.00"},
    {"parts_are_one_list",
     "invoice I3 1.00 2024-05-01\n list L1 2024-05-31 partial part:1 I1:60.00\n"
     "list L1 2024-05-31 part:2 I2:40.00",
     "EUR open 100.00"},
    {"a_closed_list_settles_whoever_it_did_not_name",
     "closed L1 2024-05-31\n invoice I1 100.00 2024-05-01", "EUR"},
    {"one_closed_without_being_complete_does_not",
     "closed L1 2024-05-31 partial\n invoice I1 100.00 2024-05-01", "EUR open 100.00"},
    {"nor_whoever_it_named_in_part",
     "list L1 2024-05-31 partial I1:60.00\n closed L1 2024-05-31\n invoice I2 5.00 2024-05-01",
     "EUR open 65.00"},
};

INSTANTIATE_TEST_SUITE_P(Ledger, Listed, testing::ValuesIn(kCases),
                         [](const auto& one) { return std::string(one.param.name); });

// Every movement of a list has a counterpart outside, under one cause.
TEST(Lists, what_they_move_is_booked_against_the_outside) {
  LedgerStage stage;
  feed(stage, "invoice I1 100.00 2024-05-01\n list L1 2024-05-31 I1:70.00");
  const auto& totals = ledger::head_of(stage.rows(), kMain).totals(0);
  constexpr int kCause = v1::MOVEMENT_CAUSE_ABSENT_FROM_LIST;
  EXPECT_EQ(totals.moved_minor(kCause), -3'000);
  EXPECT_EQ(totals.outside_minor(kCause), 3'000);
}

TEST(Lists, a_closed_list_said_again_or_an_older_one_is_a_repeat) {
  LedgerStage stage;
  feed(stage, "closed L2 2024-05-31");
  EXPECT_EQ(stage.feed(event_of("closed L2 2024-05-31")).outcome, Verdict::Outcome::kRepeat);
  EXPECT_EQ(stage.feed(event_of("closed L1 2024-05-30")).outcome, Verdict::Outcome::kRepeat);
}

std::string invoices(int from, int to, const std::string& rest) {
  std::string text;
  for (int i = from; i < to; ++i) {
    text += "invoice I" + std::to_string(i) + " 10.00 2024-05-01\n";
    if (!rest.empty()) {
      text += "settle S" + std::to_string(i) + " I" + std::to_string(i) + rest + "\n";
    }
  }
  return text;
}

std::size_t cost_of_a_list(int settled) {
  LedgerStage stage;
  feed(stage, invoices(0, settled, ":-10.00 BANK_CHARGE:10.00"));
  feed(stage, invoices(100'000, 100'010, ""));
  feed(stage, "list L1 2024-05-31 I100000:10.00 I200000:5.00");
  EXPECT_EQ(totals_of(stage), "EUR open 15.00");
  return stage.rows().read().size();
}

TEST(Lists, one_costs_what_is_open_and_not_what_is_settled) {
  EXPECT_LE(cost_of_a_list(3'000), cost_of_a_list(300) + 4);
}

TEST(Lists, what_is_too_much_for_a_step_is_settled_at_the_next_beats) {
  constexpr int kMore = 100;
  const auto count = static_cast<int>(ledger::kMisjudgedPerStepMax) + kMore;
  Stage<Intake, Ledger> stage;  // a beat is for the accounts that intake knows
  const auto open_minor = [&] {
    return ledger::head_of(stage.rows(), kMain).totals(0).open_items_minor();
  };
  for (const v1::Event& event : events_of(invoices(0, count, "") + "list L1 2024-05-31")) {
    ASSERT_TRUE(stage.feed(event).accepted()) << event.event_id();
  }
  EXPECT_EQ(open_minor(), kMore * 1'000);
  ASSERT_TRUE(stage.beat(std::string(kClient)).accepted());
  EXPECT_EQ(open_minor(), 0);
}

}  // namespace
}  // namespace encours::test
