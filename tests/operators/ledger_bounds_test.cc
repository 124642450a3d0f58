// What the ledger refuses, and that an event costs as much on a large account as on a small one.
#include <gtest/gtest.h>

#include "operators/client/ledger/disputes.h"
#include "tests/operators/ledger_stage.h"

namespace encours::test {
namespace {

TEST(Ledger, it_refuses_too_many_disputes_on_one_item) {
  LedgerStage stage;
  for (int i = 0; i < ledger::kDisputesPerItemMax; ++i) {
    feed(stage, "dispute D" + std::to_string(i) + " I1:1.00 2024-05-10");
  }
  const auto facts = stage.facts();
  const Verdict verdict = stage.feed(event_of("dispute D99 I1:1.00 2024-05-10"));
  EXPECT_EQ(verdict.reason, RejectReason::kTooLarge);
  EXPECT_EQ(stage.facts(), facts);
}

TEST(Ledger, it_refuses_a_total_beyond_its_bound) {
  LedgerStage stage;
  const std::string largest = "9999999999999.99";
  for (int i = 0; i < 1000; ++i) {
    feed(stage, "invoice I" + std::to_string(i) + " " + largest + " 2024-05-01");
  }
  const auto facts = stage.facts();
  const Verdict verdict = stage.feed(event_of("invoice I1000 " + largest + " 2024-05-01"));
  EXPECT_EQ(verdict.reason, RejectReason::kAmountOverflow);
  EXPECT_EQ(stage.facts(), facts);
}

// Rows touched by one event do not grow with the account: the pages of the items and settlement
// named, of what is open, what a split of a page moves, and the head.
TEST(Ledger, an_event_touches_as_few_rows_on_a_large_account_as_on_a_small_one) {
  constexpr int kItems = 30'000;
  LedgerStage stage;
  std::size_t most_changed = 0;
  std::size_t most_not_wished = 0;
  for (int i = 0; i < kItems; ++i) {
    const std::string number = std::to_string(i);
    feed(stage, "invoice I" + number + " 100.00 2024-05-01 due 2024-05-31");
    most_changed = std::max(most_changed, stage.rows_changed());
    most_not_wished = std::max(most_not_wished, stage.reads_not_wished());
  }
  EXPECT_LE(most_changed, 1U + 3U + 3U);
  EXPECT_LE(most_not_wished, 2U);  // a page that is added, and the first row of a new client
  feed(stage, "receipt R1 150.00 2024-05-02");
  feed(stage, "settle S1 I77:-100.00 I78:-50.00 R1:150.00");
  EXPECT_LE(stage.rows_changed(), 1U + 4U + 4U + 2U);
  EXPECT_EQ(totals_of(stage), "EUR open " + std::to_string(kItems * 100 - 150) + ".00");
}

}  // namespace
}  // namespace encours::test
