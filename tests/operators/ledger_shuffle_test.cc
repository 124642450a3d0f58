// The promise of facts: the same events in any order leave the same rows. Random sets of documents,
// revisions, settlements, reversals, cancellations, disputes and write-offs are folded in many
// orders, over several days, behind the real intake; all end in the same facts. After every event
// the totals are those of the items.
#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "operators/client/intake/intake.h"
#include "operators/client/ledger/item.h"
#include "operators/client/ledger/ledger.h"
#include "tests/operators/events.h"
#include "tests/operators/random_events.h"
#include "tests/operators/stage.h"

namespace encours::test {
namespace {

using IntakeStage = Stage<Intake, Ledger>;

// The totals reckoned anew from every item.
std::string totals_from_items(IntakeStage& stage, const AccountKey& account, Day clean_before) {
  const auto runs = [&](ledger::Timer timer, Day from) {
    return timer != ledger::Timer::kDispute || from >= clean_before;
  };
  std::map<Currency, std::array<std::int64_t, 5>> sums;
  ledger::for_each_item(stage.rows(), account, [&](const state::v1::LedgerItem& item) {
    for (const ledger::ItemTotals& part : ledger::figures_of(item, runs).totals) {
      auto& sum = sums[part.currency];
      sum[0] += part.open_items_minor;
      sum[1] += part.disputed_minor;
      sum[2] += part.unapplied_receipts_minor;
      sum[3] += part.unapplied_credits_minor;
      sum[4] += part.parked_minor;
    }
  });
  std::string text;
  for (const auto& [currency, sum] : sums) {
    text.append(currency.code());
    for (const std::int64_t minor : sum) {
      text.append(" ").append(std::to_string(minor));
    }
    text.append("\n");
  }
  return text;
}

std::string totals_in_head(IntakeStage& stage, const AccountKey& account) {
  std::string text;
  for (const auto& totals : ledger::head_of(stage.rows(), account).totals()) {
    text.append(totals.currency());
    for (const std::int64_t minor :
         {totals.open_items_minor(), totals.disputed_minor(), totals.unapplied_receipts_minor(),
          totals.unapplied_credits_minor(), totals.parked_minor()}) {
      text.append(" ").append(std::to_string(minor));
    }
    text.append("\n");
  }
  return text;
}

// What left the receivables is what moved the items, over all segments of the client.
void expect_conservation(IntakeStage& stage) {
  std::map<std::string, std::int64_t> sums;
  for (const AccountKey& account : {kMain, kExport}) {
    for (const auto& totals : ledger::head_of(stage.rows(), account).totals()) {
      std::int64_t& sum = sums[totals.currency()];
      for (const auto moved : totals.moved_minor())
        sum += moved;
      for (const auto moved : totals.outside_minor())
        sum += moved;
    }
  }
  for (const auto& [currency, sum] : sums) {
    EXPECT_EQ(sum, 0) << currency;
  }
}

// Folds the events, a day turning every few of them, the last day the same for all.
void fold(IntakeStage& stage, const std::vector<v1::Event>& events, bool check_each) {
  const Day first = *parse_day("2024-05-20");
  const Day last = *parse_day("2024-06-10");
  ASSERT_TRUE(stage.feed(policy_event()).accepted());
  stage.turn_day(first);
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Verdict verdict = stage.feed(events[i]);
    ASSERT_NE(verdict.outcome, Verdict::Outcome::kRefused)
        << events[i].event_id() << verdict.detail;
    if (i % 4 == 3 && stage.day() < last) {
      stage.turn_day(stage.day() + 1);
    }
    if (check_each) {
      expect_conservation(stage);
      for (const AccountKey& account : {kMain, kExport}) {
        ASSERT_EQ(totals_in_head(stage, account),
                  totals_from_items(stage, account, stage.day() - 20))
            << "after " << events[i].event_id();
      }
    }
  }
  stage.turn_day(last);
}

class Shuffle : public testing::TestWithParam<unsigned> {};

TEST_P(Shuffle, leaves_the_same_facts) {
  std::vector<v1::Event> events = RandomEvents(GetParam()).receivables(70);
  IntakeStage straight;
  fold(straight, events, true);
  std::mt19937 random(GetParam());
  for (int round = 0; round < 4; ++round) {
    std::shuffle(events.begin(), events.end(), random);
    IntakeStage shuffled;
    fold(shuffled, events, false);
    ASSERT_EQ(difference(shuffled.facts(), straight.facts()), "")
        << "seed " << GetParam() << " round " << round;
    EXPECT_EQ(shuffled.facts_hash(), straight.facts_hash());
  }
}

INSTANTIATE_TEST_SUITE_P(Ledger, Shuffle, testing::Range(1U, 41U));

}  // namespace
}  // namespace encours::test
