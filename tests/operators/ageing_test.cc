// How late an account is: buckets that move at midnight, net lateness after cash on account, the
// days that rules count. Each test feeds invoices and receipts to the ledger and reads ageing.
#include "operators/client/ageing/ageing.h"

#include <map>
#include <random>

#include <gtest/gtest.h>

#include "operators/client/ageing/lateness.h"
#include "operators/client/ledger/ledger.h"
#include "tests/operators/stage.h"

namespace encours::test {
namespace {

const AccountKey kAccount{"C1", "main"};

Day day(const std::string& text) {
  return *parse_day(text);
}
Currency euro() {
  return *Currency::from_code("EUR");
}

void set_euros(v1::Money& money, std::int64_t euros) {
  money.set_currency("EUR");
  money.set_units(euros);
}

void set_ref(v1::DocumentRef& ref, v1::DocumentKind kind, const std::string& number) {
  ref.set_source_system("erp");
  ref.set_seller_company("1000");
  ref.set_kind(kind);
  ref.set_number(number);
}

class AgeingTest : public testing::Test {
 protected:
  void invoice(const std::string& number, std::int64_t euros, Day due_on) {
    v1::Event event;
    event.set_client_id("C1");
    v1::Invoice& invoice = *event.mutable_invoice();
    set_ref(*invoice.mutable_ref(), v1::DOCUMENT_KIND_INVOICE, number);
    set_euros(*invoice.mutable_gross(), euros);
    invoice.set_posting_date(20240101);
    v1::ScheduleLine& line = *invoice.add_schedule();
    line.set_due_on(date_from_day(due_on));
    set_euros(*line.mutable_amount(), euros);
    ASSERT_TRUE(stage_.feed(event).accepted());
  }
  void receipt(const std::string& number, std::int64_t euros) {
    v1::Event event;
    event.set_client_id("C1");
    set_ref(*event.mutable_receipt()->mutable_ref(), v1::DOCUMENT_KIND_RECEIPT, number);
    set_euros(*event.mutable_receipt()->mutable_amount(), euros);
    event.mutable_receipt()->set_posting_date(20240101);
    ASSERT_TRUE(stage_.feed(event).accepted());
  }
  void dispute(const std::string& number) {
    v1::Event event;
    event.set_client_id("C1");
    event.mutable_dispute_opened()->set_dispute_id("D" + number);
    set_ref(*event.mutable_dispute_opened()->mutable_item_ref(), v1::DOCUMENT_KIND_INVOICE, number);
    event.mutable_dispute_opened()->set_opened_on(20240101);
    ASSERT_TRUE(stage_.feed(event).accepted());
  }
  void policy(v1::RuleKind kind, int threshold, int hysteresis_bp = 0) {
    v1::Event event;
    v1::Policy& policy = *event.mutable_policy();
    policy.set_reporting_currency("EUR");
    policy.set_default_grace_days(3);
    v1::Rule& rule = *policy.add_rules();
    rule.set_name("late");
    rule.set_kind(kind);
    rule.set_mode(v1::RULE_MODE_ENFORCE);
    rule.set_severity(v1::SEVERITY_HIGH);
    rule.set_threshold_days(threshold);
    rule.set_threshold_bp(threshold);
    rule.set_hysteresis_bp(hysteresis_bp);
    ASSERT_TRUE(stage_.feed(event).accepted());
  }

  ageing::Figures figures() {
    return ageing::figures(stage_.rows(), kAccount, euro(), stage_.day());
  }
  // "100 20 0 0 5": euros by bucket.
  std::string buckets() {
    std::string text;
    for (const std::int64_t bucket : figures().buckets) {
      text += (text.empty() ? "" : " ") + std::to_string(bucket / 100);
    }
    return text;
  }
  bool found_late() {
    return held_finding(stage_.rows(), kAccount, Ageing::kName, "late", "") != nullptr;
  }

  Stage<StageIntake, Ledger, Ageing> stage_;
};

TEST_F(AgeingTest, AnAmountMovesThroughTheBucketsOnItsDays) {
  stage_.turn_day(day("2024-02-01"));
  invoice("1", 100, day("2024-02-15"));
  struct Row {
    std::string today;
    std::string buckets;
  };
  for (const Row& row : std::vector<Row>{{"2024-02-15", "100 0 0 0 0"},
                                         {"2024-02-16", "0 100 0 0 0"},
                                         {"2024-03-16", "0 100 0 0 0"},
                                         {"2024-03-17", "0 0 100 0 0"},
                                         {"2024-04-15", "0 0 100 0 0"},
                                         {"2024-04-16", "0 0 0 100 0"},
                                         {"2024-05-15", "0 0 0 100 0"},
                                         {"2024-05-16", "0 0 0 0 100"},
                                         {"2024-12-31", "0 0 0 0 100"}}) {
    stage_.turn_day(day(row.today));
    EXPECT_EQ(buckets(), row.buckets) << row.today;
  }
  EXPECT_EQ(format_day(figures().oldest_overdue_since), "2024-02-15");
}

TEST_F(AgeingTest, OnlyADayOnWhichSomethingChangesIsAskedFor) {
  stage_.turn_day(day("2024-02-01"));
  invoice("1", 100, day("2024-02-15"));
  EXPECT_EQ(format_day(stage_.wake_of("C1", "ageing|main")), "2024-02-16");
  stage_.turn_day(day("2024-02-16"));
  EXPECT_EQ(format_day(stage_.wake_of("C1", "ageing|main")), "2024-03-17");
  stage_.turn_day(day("2024-06-01"));
  EXPECT_EQ(stage_.wake_of("C1", "ageing|main"), kNoDay) << "over 90 days nothing moves any more";
}

TEST_F(AgeingTest, AnItemThatEntersLateGoesToItsTrueBucketAtOnce) {
  stage_.turn_day(day("2024-05-01"));
  invoice("1", 100, day("2024-02-15"));
  EXPECT_EQ(buckets(), "0 0 0 100 0");
}

TEST_F(AgeingTest, NothingIsLateBeforeTheFirstDay) {
  invoice("1", 100, day("2024-02-15"));
  EXPECT_EQ(buckets(), "100 0 0 0 0");
  EXPECT_EQ(figures().overdue_net, 0);
}

TEST_F(AgeingTest, CashOnAccountPaysTheOldestItemsFirstVirtually) {
  stage_.turn_day(day("2024-03-01"));
  invoice("1", 100, day("2024-01-10"));
  invoice("2", 50, day("2024-02-20"));
  EXPECT_EQ(figures().overdue_net, 15'000);
  receipt("R1", 120);
  EXPECT_EQ(figures().overdue, 15'000) << "reports show what is open";
  EXPECT_EQ(figures().overdue_net, 3'000);
  const auto* head = stage_.rows().find(ageing::kAgeing, kAccount);
  const ageing::NetOverdue net =
      ageing::net_overdue(stage_.rows(), kAccount, *head, head->ladders(0), stage_.day());
  EXPECT_EQ(format_day(net.oldest_due_on), "2024-02-20");
  receipt("R2", 1'000);
  EXPECT_EQ(figures().overdue_net, 0);
}

TEST_F(AgeingTest, WhatIsDisputedIsNotCalledLate) {
  stage_.turn_day(day("2024-03-01"));
  invoice("1", 100, day("2024-01-10"));
  dispute("1");
  EXPECT_EQ(figures().overdue, 10'000);
  EXPECT_EQ(figures().overdue_net, 0);
}

TEST_F(AgeingTest, RulesCountFromTheNextBankDayAndAfterGrace) {
  // Due on Saturday 2 March: bank day Monday 4 March, 3 days of grace to Thursday 7 March. More
  // than 10 days late is the 11th day after it: 18 March.
  policy(v1::RULE_KIND_OLDEST_OVERDUE, 10);
  stage_.turn_day(day("2024-03-01"));
  invoice("1", 100, day("2024-03-02"));
  stage_.turn_day(day("2024-03-17"));
  EXPECT_FALSE(found_late());
  EXPECT_EQ(format_day(stage_.wake_of("C1", "ageing|main")), "2024-03-18");
  stage_.turn_day(day("2024-03-18"));
  EXPECT_TRUE(found_late());
}

TEST_F(AgeingTest, AFindingClosesOnlyBelowItsHysteresis) {
  // Half of what is open is overdue: found at 50 %, kept down to 40 %.
  policy(v1::RULE_KIND_OVERDUE_SHARE, 5'000, 2'000);
  stage_.turn_day(day("2024-03-01"));
  invoice("late", 100, day("2024-02-01"));
  invoice("due", 100, day("2024-04-01"));
  EXPECT_TRUE(found_late());
  invoice("more", 40, day("2024-04-01"));
  EXPECT_TRUE(found_late()) << "41.7 % is not on the good side yet";
  invoice("yet more", 20, day("2024-04-01"));
  EXPECT_FALSE(found_late()) << "38.5 % is";
  invoice("late too", 20, day("2024-02-01"));
  EXPECT_FALSE(found_late()) << "42.9 % is below the threshold itself";
}

TEST_F(AgeingTest, TheRowsFollowFromWhatIsOpenAndTheDayAlone) {
  // The same items by another road: one account is touched every day, the other only at the end.
  Stage<StageIntake, Ledger, Ageing> other;
  const Day last = day("2024-05-20");
  for (Day today = day("2024-02-01"); today <= last; ++today) {
    stage_.turn_day(today);
    invoice("I" + std::to_string(today), 10 + today % 7, today + today % 40);
  }
  std::swap(stage_, other);
  stage_.turn_day(last);
  for (Day today = last; today >= day("2024-02-01"); --today) {
    invoice("I" + std::to_string(today), 10 + today % 7, today + today % 40);
  }
  EXPECT_EQ(stage_.facts(), other.facts());
}

TEST_F(AgeingTest, ManyRandomChangesAgreeWithPlainAddition) {
  std::mt19937 random(7);  // NOLINT: the same numbers every time
  std::map<std::string, std::pair<Day, std::int64_t>> items;
  Day today = day("2024-01-01");
  for (int step = 0; step < 2'000; ++step) {
    if (random() % 10 == 0) {
      stage_.turn_day(today += static_cast<Day>(1 + random() % 20));
    }
    const std::string number = std::to_string(random() % 150);
    const Day due_on = today - 120 + static_cast<Day>(random() % 240);
    const auto euros = static_cast<std::int64_t>(random() % 500);
    invoice(number, euros, due_on);
    items[number] = {due_on, euros};
    std::array<std::int64_t, ageing::kBuckets> expected{};
    for (const auto& [unused, item] : items) {
      const Day days = stage_.day() == kNoDay ? 0 : stage_.day() - item.first;
      const std::size_t bucket = days < 1     ? 0
                                 : days <= 30 ? 1
                                 : days <= 60 ? 2
                                 : days <= 90 ? 3
                                              : 4;
      expected.at(bucket) += item.second * 100;
    }
    ASSERT_EQ(figures().buckets, expected) << "step " << step;
  }
}

}  // namespace
}  // namespace encours::test
