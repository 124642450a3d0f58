// Balances that sources state, against what the ledger makes of the same day: what is compared and
// what makes a difference go away, in whatever order balances, documents and movements come.
#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

#include "operators/client/intake/intake.h"
#include "operators/client/ledger/balances.h"
#include "tests/operators/ledger_stage.h"

namespace encours::test {
namespace {

constexpr const char* kToday = "2024-06-10";

// How the balances of the account differ: "1000 open 40.00 unapplied -5.00".
std::string differences_of(Rows& rows, Day today) {
  std::string text;
  for (const auto& one : ledger::balance_differences(rows, kMain, today)) {
    const Currency currency = checked_currency(one.balance->currency());
    text.append(text.empty() ? "" : "; ").append(one.balance->seller_company());
    const auto add = [&](const char* name, std::int64_t minor) {
      if (minor != 0) {
        text.append(" ").append(name).append(" ").append(format_minor(currency, minor));
      }
    };
    add("open", one.open_minor);
    add("unapplied", one.unapplied_minor);
  }
  return text;
}

std::string differences_of(LedgerStage& stage) {
  return differences_of(stage.rows(), stage.day());
}

struct Case {
  const char* name;
  const char* events;
  const char* differences;
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.name;
}

class Balanced : public testing::TestWithParam<Case> {};

TEST_P(Balanced, differences_are_what_the_events_come_to) {
  LedgerStage stage;
  stage.turn_day(*parse_day(kToday));
  feed(stage, GetParam().events);
  EXPECT_EQ(differences_of(stage), GetParam().differences);
}

constexpr Case kCases[] = {
    {"of_nothing_nothing_is_open", "balance 2024-05-31 0.00 0.00", ""},
    {"of_nothing_something_is", "balance 2024-05-31 5.00 0.00", "1000 open 5.00"},
    {"an_open_invoice", "invoice I1 100.00 2024-05-01\n balance 2024-05-31 100.00 0.00", ""},
    {"another_amount", "invoice I1 100.00 2024-05-01\n balance 2024-05-31 60.00 0.00",
     "1000 open -40.00"},
    {"money_and_credits_are_unapplied",
     "receipt R1 70.00 2024-05-01\n credit C1 5.00 2024-05-01\n balance 2024-05-31 0.00 80.00",
     "1000 unapplied 5.00"},
    {"what_was_posted_later_is_not_of_the_day",
     "invoice I1 100.00 2024-05-01\n invoice I2 30.00 2024-06-01\n receipt R1 100.00 2024-06-02\n"
     "settle S1 on:2024-06-02 I1:-100.00 R1:100.00\n balance 2024-05-31 100.00 0.00",
     ""},
    {"even_when_it_comes_later",
     "invoice I1 100.00 2024-05-01\n balance 2024-05-31 100.00 0.00\n"
     "invoice I2 30.00 2024-06-01\n settle S1 on:2024-06-02 I1:-100.00 BANK_CHARGE:100.00",
     ""},
    {"what_comes_late_explains",
     "balance 2024-05-31 60.00 0.00\n settle S1 on:2024-05-31 I1:-40.00 BANK_CHARGE:40.00\n"
     "invoice I1 100.00 2024-05-01",
     ""},
    {"the_newer_balance_counts",
     "invoice I1 100.00 2024-05-01\n invoice I2 30.00 2024-06-01\n"
     "balance 2024-05-31 1.00 0.00\n balance 2024-06-01 130.00 0.00",
     ""},
    {"in_whatever_order",
     "invoice I1 100.00 2024-05-01\n invoice I2 30.00 2024-06-01\n"
     "balance 2024-06-01 130.00 0.00\n balance 2024-05-31 1.00 0.00",
     ""},
    {"and_days_go_on_to_it",
     "balance 2024-05-31 0.00 0.00\n invoice I1 100.00 2024-06-01\n invoice I2 30.00 2024-06-03\n"
     "balance 2024-06-02 100.00 0.00",
     ""},
    {"other_books_are_others",
     "invoice I1 100.00 2024-05-01\n invoice I2@2000 7.00 2024-05-01\n"
     "balance 2024-05-31 100.00 0.00\n balance 2024-05-31 8.00 0.00 @2000",
     "2000 open 1.00"},
    {"all_companies_together",
     "invoice I1 100.00 2024-05-01\n invoice I2@2000 7.00 2024-05-01\n"
     "balance 2024-05-31 107.00 0.00 all",
     ""},
    {"other_currencies_are_others",
     "invoice I1 100.00 2024-05-01\n invoice I2 7.00USD 2024-05-01\n"
     "balance 2024-05-31 100.00 0.00\n balance 2024-05-31 9.00USD 0.00USD",
     "1000 open 2.00"},
    {"a_day_that_is_not_over_is_not_compared", "balance 2024-06-10 5.00 0.00", ""},
    {"parked_money_is_neither",
     "settle S1 I1:-30.00 BANK_CHARGE:30.00\n balance 2024-05-31 0.00 0.00", ""},
    {"a_reversal_after_the_day_leaves_it",
     "balance 2024-05-30 0.00 0.00\n invoice I1 100.00 2024-05-01\n"
     "settle S1 I1:-100.00 BANK_CHARGE:100.00\n balance 2024-05-31 0.00 0.00\n"
     "reverse S1 2024-06-03",
     ""},
    {"and_is_of_a_later_one",
     "balance 2024-05-31 0.00 0.00\n invoice I1 100.00 2024-05-01\n"
     "settle S1 I1:-100.00 BANK_CHARGE:100.00\n reverse S1 2024-06-03\n"
     "balance 2024-06-04 100.00 0.00",
     ""},
    {"a_cancellation_too",
     "invoice I1 100.00 2024-05-01\n balance 2024-05-31 100.00 0.00\n cancel I1 2024-06-03", ""},
    {"one_of_the_day_undoes_it",
     "invoice I1 100.00 2024-05-01\n balance 2024-05-31 0.00 0.00\n cancel I1 2024-05-31", ""},
    {"a_list_of_the_day_is_part_of_ours",
     "invoice I1 100.00 2024-05-01\n balance 2024-05-31 60.00 0.00\n list L1 2024-05-31 I1:60.00",
     ""},
    {"what_pays_later_what_it_settled_changes_nothing",
     "invoice I1 100.00 2024-05-01\n list L1 2024-05-30\n balance 2024-05-31 0.00 0.00\n"
     "settle S1 on:2024-06-03 I1:-100.00 BANK_CHARGE:100.00",
     ""},
    {"a_newer_list_takes_its_place",
     "invoice I1 100.00 2024-05-01\n balance 2024-05-31 1.00 0.00\n list L1 2024-06-01 I1:60.00",
     ""},
    {"before_or_after",
     "invoice I1 100.00 2024-05-01\n list L1 2024-06-01 I1:60.00\n balance 2024-05-31 1.00 0.00",
     ""},
    {"a_list_of_other_books_does_not",
     "invoice I1 100.00 2024-05-01\n balance 2024-05-31 1.00 0.00\n list L1@2000 2024-06-01",
     "1000 open -99.00"},
};

INSTANTIATE_TEST_SUITE_P(Ledger, Balanced, testing::ValuesIn(kCases),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(Balances, any_order_of_arrival_gives_the_same_facts_and_differences) {
  std::vector<v1::Event> events = events_of(
      "invoice I1 100.00 2024-05-01\n settle S1 on:2024-06-02 I1:-60.00 R1:60.00\n"
      "receipt R1 75.00 2024-05-31\n balance 2024-05-31 90.00 75.00\n"
      "balance 2024-05-20 1.00 1.00\n invoice I2 10.00 2024-06-01");
  std::vector<std::size_t> order(events.size());
  std::iota(order.begin(), order.end(), 0U);
  std::uint64_t facts = 0;
  do {
    LedgerStage stage;
    stage.turn_day(*parse_day(kToday));
    for (const std::size_t place : order) {
      ASSERT_TRUE(stage.feed(events[place]).accepted());
    }
    facts = facts == 0 ? stage.facts_hash() : facts;
    ASSERT_EQ(stage.facts_hash(), facts);
    ASSERT_EQ(differences_of(stage), "1000 open -10.00");
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(Balances, one_is_compared_when_its_day_is_over) {
  LedgerStage stage;
  stage.turn_day(*parse_day("2024-05-31"));
  feed(stage, "balance 2024-05-31 5.00 0.00");
  EXPECT_EQ(differences_of(stage), "");
  EXPECT_EQ(stage.wake_of(std::string(kClient), "ledger balance|main"), *parse_day("2024-06-01"));
  stage.turn_day(*parse_day("2024-06-01"));
  EXPECT_TRUE(stage.woken());
  EXPECT_EQ(differences_of(stage), "1000 open 5.00");
}

TEST(Balances, an_account_has_so_many_and_no_more) {
  LedgerStage stage;
  for (int i = 0; i < ledger::kBalancesMax; ++i) {
    feed(stage, "balance 2024-05-31 0.00 0.00 @" + std::to_string(i));
  }
  const Verdict verdict = stage.feed(event_of("balance 2024-05-31 0.00 0.00 @more"));
  EXPECT_EQ(verdict.reason, RejectReason::kTooLarge);
}

TEST(Balances, books_of_which_a_source_is_silent_are_forgotten) {
  LedgerStage stage;
  stage.turn_day(*parse_day("2026-01-01"));
  feed(stage, "balance 2024-05-31 5.00 0.00");
  EXPECT_EQ(differences_of(stage), "1000 open 5.00");
  const Day from = *parse_day("2024-06-01");
  for (Day day = from; day <= from + ledger::kBalanceDaysMax; ++day) {
    feed(stage, "invoice I" + std::to_string(day) + " 1.00 " + format_day(day));
  }
  EXPECT_EQ(differences_of(stage), "");
  EXPECT_EQ(stage.rows().find(ledger::kLedgerBalances, kMain), nullptr);
}

// Half of the documents come while the others are gone through.
TEST(Balances, what_is_too_much_for_a_step_is_gone_through_at_the_next_beats) {
  Stage<Intake, Ledger> stage;  // a beat is for the accounts that intake knows
  stage.turn_day(*parse_day(kToday));
  int count = 0;
  const auto add_invoices = [&](int more) {
    for (const int until = count + more; count < until; ++count) {
      const std::string number = "I" + std::to_string(count);
      ASSERT_TRUE(stage.feed(event_of("invoice " + number + " 1.00 2024-05-01")).accepted());
    }
  };
  const auto balance = [&]() -> const state::v1::BookBalance& {
    return stage.rows().find(ledger::kLedgerBalances, kMain)->books(0);
  };
  add_invoices(15'000);
  ASSERT_TRUE(stage.feed(event_of("balance 2024-05-31 16000.00 0.00")).accepted());
  ASSERT_LT(balance().pages_done(), balance().pages());
  EXPECT_EQ(differences_of(stage.rows(), stage.day()), "") << "nothing is said before the end";
  add_invoices(1'000);
  for (int beats = 0; balance().pages_done() < balance().pages(); ++beats) {
    ASSERT_LT(beats, 10);
    ASSERT_TRUE(stage.beat(std::string(kClient)).accepted());
  }
  EXPECT_EQ(balance().own_open_minor(), 1'600'000);
  EXPECT_EQ(differences_of(stage.rows(), stage.day()), "");
}

TEST(Balances, an_account_without_one_pays_nothing) {
  LedgerStage stage;
  feed(stage, "invoice I1 100.00 2024-05-01");
  for (const std::string& key : stage.rows().read()) {
    EXPECT_NE(key, [] {
      KeyWriter writer;
      kMain.write(writer, ledger::kLedgerBalances.id);
      return std::string(writer.key());
    }());
  }
}

}  // namespace
}  // namespace encours::test
