// Shows that the sums over the credit accounts are those of the accounts as they were told last:
// sheets replaced, cases opened and closed, shards gone; and that labels stay few.
#include "src/metrics/credit_sums.h"

#include <gtest/gtest.h>

#include "encours/v1/accounts.pb.h"
#include "schemas/topics.h"

namespace encours::metrics {
namespace {

const Currency kEur = *Currency::from_code("EUR");
const Currency kJpy = *Currency::from_code("JPY");

// A sheet with one line and a limit of an amount in its currency.
v1::ExposureSheet sheet(const std::string& client, std::int64_t exposure_minor,
                        std::int64_t utilisation_bp = 5'000, const std::string& segment = "main",
                        Currency currency = kEur) {
  v1::ExposureSheet sheet;
  sheet.mutable_account()->set_client_id(client);
  sheet.mutable_account()->set_segment(segment);
  v1::SheetLine& line = *sheet.add_lines();
  line.set_currency(std::string(currency.code()));
  line.set_exposure_minor(exposure_minor);
  line.set_unapplied_receipts_minor(7);
  for (const std::int64_t minor : {100, 10, 20, 30, 40}) {
    line.add_bucket_minor(minor);
  }
  sheet.set_limit_kind(v1::LIMIT_KIND_AMOUNT);
  wire_from_minor(currency, 1'000, *sheet.mutable_limit());
  sheet.set_utilisation_bp(utilisation_bp);
  return sheet;
}

template <class Message>
Append said(std::string topic, const Message& message, std::int32_t partition = 0) {
  return {{std::move(topic), partition}, "", message.SerializeAsString(), {}};
}

Append told(const v1::ExposureSheet& sheet, std::int32_t partition = 0) {
  return said("credit.exposures", sheet, partition);
}

std::int64_t amount(const CreditSums& sums, Amount which, const std::string& segment = "main",
                    Currency currency = kEur) {
  const auto& amounts = sums.numbers().amounts;
  const auto group = amounts.find({segment, currency});
  return group == amounts.end() ? -1 : static_cast<std::int64_t>(group->second.of(which));
}

std::int64_t accounts(const CreditSums& sums, Utilisation use,
                      const std::string& segment = "main") {
  return sums.numbers().accounts.at(segment).by_utilisation[static_cast<std::size_t>(use)];
}

TEST(CreditSums, ASheetTakesThePlaceOfTheOneBefore) {
  CreditSums sums;
  sums.hear(told(sheet("C1", 500)));
  sums.hear(told(sheet("C2", 300)));
  sums.hear(told(sheet("C1", 1'200, 12'000)));
  EXPECT_EQ(amount(sums, Amount::kExposure), 1'500);
  EXPECT_EQ(amount(sums, Amount::kNotDue), 200);
  EXPECT_EQ(amount(sums, Amount::kDaysOver90), 80);
  EXPECT_EQ(amount(sums, Amount::kUnappliedCash), 14);
  EXPECT_EQ(amount(sums, Amount::kLimit), 2'000);
  EXPECT_EQ(accounts(sums, Utilisation::kUnder80), 1);
  EXPECT_EQ(accounts(sums, Utilisation::kOver100), 1);
}

TEST(CreditSums, CurrenciesAndSegmentsStandApart) {
  CreditSums sums;
  sums.hear(told(sheet("C1", 500)));
  sums.hear(told(sheet("C1", 40, 5'000, "export", kJpy)));
  EXPECT_EQ(amount(sums, Amount::kExposure), 500);
  EXPECT_EQ(amount(sums, Amount::kExposure, "export", kJpy), 40);
  // One account with documents in two currencies, its limit in the first.
  v1::ExposureSheet two = sheet("C2", 100);
  *two.add_lines() = sheet("C2", 9, 0, "main", kJpy).lines(0);
  sums.hear(told(two));
  EXPECT_EQ(amount(sums, Amount::kExposure), 600);
  EXPECT_EQ(amount(sums, Amount::kExposure, "main", kJpy), 9);
  EXPECT_EQ(amount(sums, Amount::kLimit, "main", kJpy), 0);
}

TEST(CreditSums, HowMuchOfALimitIsUsed) {
  struct Row {
    v1::LimitKind kind;
    std::int64_t exposure;
    std::int64_t utilisation_bp;
    Utilisation expected;
  };
  const std::vector<Row> rows{
      {v1::LIMIT_KIND_AMOUNT, 1, 0, Utilisation::kUnder80},
      {v1::LIMIT_KIND_AMOUNT, 1, 7'999, Utilisation::kUnder80},
      {v1::LIMIT_KIND_AMOUNT, 1, 8'000, Utilisation::k80To100},
      {v1::LIMIT_KIND_AMOUNT, 1, 10'000, Utilisation::k80To100},
      {v1::LIMIT_KIND_AMOUNT, 1, 10'001, Utilisation::kOver100},
      {v1::LIMIT_KIND_ZERO, 1, -1, Utilisation::kOver100},
      {v1::LIMIT_KIND_ZERO, 0, -1, Utilisation::kUnder80},
      {v1::LIMIT_KIND_UNLIMITED, 1, -1, Utilisation::kNoLimit},
      {v1::LIMIT_KIND_NONE, 1, -1, Utilisation::kNoLimit},
  };
  for (const Row& row : rows) {
    CreditSums sums;
    v1::ExposureSheet one = sheet("C1", row.exposure, row.utilisation_bp);
    one.set_limit_kind(row.kind);
    wire_from_minor(kEur, row.exposure, *one.mutable_exposure());
    sums.hear(told(one));
    EXPECT_EQ(accounts(sums, row.expected), 1) << row.kind << " " << row.utilisation_bp;
    EXPECT_EQ(amount(sums, Amount::kLimit), row.kind == v1::LIMIT_KIND_AMOUNT ? 1'000 : 0);
  }
}

TEST(CreditSums, ManyAccountsMayBeMoreThan64Bits) {
  CreditSums sums;
  constexpr std::int64_t kLarge = 1'000'000'000'000'000'000;
  for (int i = 0; i < 100; ++i) {
    sums.hear(told(sheet("C" + std::to_string(i), kLarge)));
  }
  const auto sum = sums.numbers().amounts.at({"main", kEur}).of(Amount::kExposure);
  EXPECT_TRUE(sum == WideMinor{kLarge} * 100);
  for (int i = 0; i < 100; ++i) {
    sums.hear(told(sheet("C" + std::to_string(i), 1)));
  }
  EXPECT_EQ(amount(sums, Amount::kExposure), 100);
}

TEST(CreditSums, SegmentsBeyondTheMostAreOneSegment) {
  CreditSums sums;
  for (std::size_t i = 0; i < kSegmentsMax + 20; ++i) {
    sums.hear(told(sheet("C1", 1, 0, "s" + std::to_string(i))));
  }
  EXPECT_EQ(sums.numbers().amounts.size(), kSegmentsMax + 1);
  EXPECT_EQ(amount(sums, Amount::kExposure, std::string(kOtherSegment)), 20);
  sums.hear(told(sheet("C1", 5, 0, "s60")));
  EXPECT_EQ(amount(sums, Amount::kExposure, std::string(kOtherSegment)), 24);
}

TEST(CreditSums, AShardThatLeftIsForgotten) {
  CreditSums sums;
  sums.hear(told(sheet("C1", 500), 0));
  sums.hear(told(sheet("C2", 300), 1));
  sums.forget(0);
  EXPECT_EQ(amount(sums, Amount::kExposure), 300);
  EXPECT_EQ(accounts(sums, Utilisation::kUnder80), 1);
}

TEST(CreditSums, WhatIsReadIsAsGoodAsWhatIsHeard) {
  CreditSums heard;
  heard.hear(told(sheet("C1", 500)));
  CreditSums read;
  read.set_partition(0);
  read.read(sheet("C1", 500), {});
  read.read(sheet("C1", 500), {});
  EXPECT_EQ(amount(heard, Amount::kExposure), amount(read, Amount::kExposure));
}

// --- cases

v1::Cause cause(const std::string& rule, v1::Severity severity,
                v1::RuleMode mode = v1::RULE_MODE_PROPOSE) {
  v1::Cause cause;
  cause.set_rule(rule);
  cause.set_kind(v1::RULE_KIND_LIMIT_EXCEEDED);
  cause.set_severity(severity);
  cause.set_mode(mode);
  return cause;
}

Append case_of(const std::string& client, v1::CaseNews news, const std::vector<v1::Cause>& causes) {
  v1::Case told;
  told.mutable_account()->set_client_id(client);
  told.mutable_account()->set_segment("main");
  told.set_news(news);
  for (const v1::Cause& one : causes) {
    *told.add_causes() = one;
  }
  return said("credit.alerts", told);
}

const AlertLabels kHigh{v1::RULE_KIND_LIMIT_EXCEEDED, v1::SEVERITY_HIGH};
const AlertLabels kWatch{v1::RULE_KIND_LIMIT_EXCEEDED, v1::SEVERITY_WATCH};

TEST(CreditSums, ACaseOpensGrowsAndCloses) {
  CreditSums sums;
  sums.hear(case_of("C1", v1::CASE_NEWS_OPENED, {cause("a", v1::SEVERITY_WATCH)}));
  sums.hear(case_of("C1", v1::CASE_NEWS_CAUSE_ADDED,
                    {cause("a", v1::SEVERITY_WATCH), cause("b", v1::SEVERITY_WATCH)}));
  EXPECT_EQ(sums.numbers().open_causes.at(kWatch), 2);
  EXPECT_EQ(sums.numbers().alerts.at(kWatch), 2U);
  sums.hear(case_of("C1", v1::CASE_NEWS_SEVERITY_RAISED, {cause("a", v1::SEVERITY_HIGH)}));
  EXPECT_EQ(sums.numbers().open_causes.at(kWatch), 0);
  EXPECT_EQ(sums.numbers().open_causes.at(kHigh), 1);
  EXPECT_EQ(sums.numbers().open_cases.at(v1::SEVERITY_HIGH), 1);
  EXPECT_EQ(sums.numbers().alerts.at(kHigh), 1U);
  sums.hear(case_of("C1", v1::CASE_NEWS_CLOSED, {}));
  EXPECT_EQ(sums.numbers().open_causes.at(kHigh), 0);
  EXPECT_EQ(sums.numbers().open_cases.at(v1::SEVERITY_HIGH), 0);
  EXPECT_EQ(sums.numbers().alerts.at(kHigh), 1U);
}

TEST(CreditSums, ACauseThatEasesIsNoAlert) {
  CreditSums sums;
  sums.hear(case_of("C1", v1::CASE_NEWS_OPENED, {cause("a", v1::SEVERITY_HIGH)}));
  sums.hear(case_of("C1", v1::CASE_NEWS_UNSPECIFIED, {cause("a", v1::SEVERITY_WATCH)}));
  EXPECT_EQ(sums.numbers().alerts.count(kWatch), 0U);
  EXPECT_EQ(sums.numbers().open_causes.at(kWatch), 1);
}

TEST(CreditSums, ACaseThatWasOpenBeforeTheStartIsNoAlert) {
  CreditSums sums;
  sums.hear(case_of("C1", v1::CASE_NEWS_CAUSE_ADDED, {cause("a", v1::SEVERITY_HIGH)}));
  EXPECT_TRUE(sums.numbers().alerts.empty());
  EXPECT_EQ(sums.numbers().open_causes.at(kHigh), 1);
  const std::vector<v1::Cause> stands{cause("b", v1::SEVERITY_WATCH),
                                      cause("c", v1::SEVERITY_HIGH, v1::RULE_MODE_SHADOW)};
  sums.read(sheet("C2", 1), stands);
  EXPECT_EQ(sums.numbers().open_causes.at(kWatch), 1);
  EXPECT_EQ(sums.numbers().open_causes.at(kHigh), 1) << "a shadow rule opens no case";
}

TEST(CreditSums, HoldsAndDecisionsAreCounted) {
  CreditSums sums;
  v1::Hold hold;
  hold.set_scope(v1::HOLD_SCOPE_DOCUMENT);
  hold.set_state(v1::HOLD_STATE_ACTIVE);
  v1::OrderDecision decision;
  decision.set_verdict(v1::VERDICT_HELD);
  for (int i = 0; i < 3; ++i) {
    sums.hear(said("credit.holds", hold));
    sums.hear(said("credit.order-decisions", decision));
    sums.hear(said("credit.digests", hold));
  }
  EXPECT_EQ(sums.numbers().holds.size(), 1U);
  EXPECT_EQ(sums.numbers().holds.at({v1::HOLD_SCOPE_DOCUMENT, v1::HOLD_STATE_ACTIVE}), 3U);
  EXPECT_EQ(sums.numbers().decisions.at(v1::VERDICT_HELD), 3U);
}

}  // namespace
}  // namespace encours::metrics
