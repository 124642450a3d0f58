// Shows the sheet of a credit account as readers get it: every figure in its place, said once at
// the beat after a change, and not at all when nothing differs. All operators of the client log
// run.
#include "operators/client/publish/publish.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "operators/client/ageing/ageing.h"
#include "operators/client/alerts/alerts.h"
#include "operators/client/exposure/exposure.h"
#include "operators/client/intake/intake.h"
#include "operators/client/ledger/ledger.h"
#include "operators/client/limits/limits.h"
#include "operators/client/orders/orders.h"
#include "operators/client/publish/sheet.h"
#include "operators/client/utilisation/utilisation.h"
#include "operators/topology.h"
#include "src/policy/policy.h"
#include "tests/operators/events.h"
#include "tests/operators/stage.h"

namespace encours {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kPolicyText = R"(
version: test 1
time_zone: Europe/Paris
reporting_currency: EUR
fx: {USD: 0.5}
segments: {export: [2000]}
rules:
  - {name: over, kind: limit_exceeded, mode: enforce, severity: high}
)";

void add_amount(std::string& text, const char* name, Currency currency, std::int64_t minor) {
  if (minor != 0) {
    text.append(" ").append(name).append(" ").append(format_minor(currency, minor));
  }
}

// "EUR open 100.00 exposure 100.00 ages 40.00/60.00/0.00/0.00/0.00", zeros left out.
std::string text_of(const v1::SheetLine& line) {
  const Currency currency = *Currency::from_code(line.currency());
  std::string text = line.currency();
  add_amount(text, "open", currency, line.open_items_minor());
  add_amount(text, "disputed", currency, line.disputed_minor());
  add_amount(text, "receipts", currency, line.unapplied_receipts_minor());
  add_amount(text, "credits", currency, line.unapplied_credits_minor());
  add_amount(text, "delivered", currency, line.deliveries_not_invoiced_minor());
  add_amount(text, "ordered", currency, line.open_orders_minor());
  add_amount(text, "held", currency, line.orders_held_minor());
  add_amount(text, "exposure", currency, line.exposure_minor());
  add_amount(text, "overdue", currency, line.overdue_minor());
  add_amount(text, "net", currency, line.overdue_net_minor());
  add_amount(text, "parked", currency, line.parked_minor());
  if (line.overdue_minor() != 0) {
    text += " since " + std::to_string(line.oldest_overdue_since()) + " ages";
    for (const std::int64_t bucket : line.bucket_minor()) {
      text += " " + format_minor(currency, bucket);
    }
  }
  return text;
}

std::vector<std::string> lines_of(const v1::ExposureSheet& sheet) {
  std::vector<std::string> lines;
  for (const v1::SheetLine& line : sheet.lines()) {
    EXPECT_EQ(line.bucket_minor_size(), 5);
    lines.push_back(text_of(line));
  }
  return lines;
}

class PublishTest : public ::testing::Test {
 protected:
  PublishTest() {
    v1::Event policy;
    *policy.mutable_policy() = *compile_policy(kPolicyText, "test");
    EXPECT_TRUE(stage_.feed(policy).accepted());
    stage_.turn_day(*parse_day("2024-06-10"));
  }

  void feed(std::string_view text) {
    for (const v1::Event& event : test::events_of(text)) {
      const Verdict verdict = stage_.feed(event);
      ASSERT_TRUE(verdict.accepted()) << verdict.detail;
      beat_wanted_ |= stage_.emit().beat_wanted();
    }
  }

  void set_limit(std::int64_t euros) {
    v1::Event event;
    event.set_client_id(std::string(test::kClient));
    v1::CreditLimitSet& limit = *event.mutable_credit_limit_set();
    limit.set_limit_id("L");
    limit.set_kind(v1::LIMIT_KIND_AMOUNT);
    wire_from_minor(*Currency::from_code("EUR"), euros * 100, *limit.mutable_amount());
    limit.set_decided_on(20240601);
    const Verdict verdict = stage_.feed(event);
    EXPECT_TRUE(verdict.accepted()) << verdict.detail;
  }

  // What a beat says: the sheets, parsed.
  std::vector<v1::ExposureSheet> beat() {
    beat_wanted_ = false;
    EXPECT_TRUE(stage_.beat(std::string(test::kClient)).accepted());
    std::vector<v1::ExposureSheet> sheets;
    for (const test::Sent& sent : stage_.emit().sent()) {
      if (sent.topic == "credit.exposures") {
        EXPECT_TRUE(sheets.emplace_back().ParseFromString(sent.bytes));
        EXPECT_EQ(sent.key, std::string(test::kClient) + "|" + sheets.back().account().segment());
      }
    }
    return sheets;
  }

  std::vector<std::string> lines_now(const std::string& segment = "main") {
    return lines_of(
        client_sheet(stage_.rows(), {std::string(test::kClient), segment}, stage_.day()));
  }

  test::Stage<Intake, Ledger, Exposure, Ageing, Limits, Orders, Utilisation, Alerts, Publish>
      stage_;
  bool beat_wanted_ = false;
};

TEST_F(PublishTest, EveryFigureStandsInItsPlace) {
  feed(R"(
invoice I1 100.00 2024-04-01 due 2024-05-01
invoice I2 60.00 2024-06-01 due 2024-07-01
invoice I3 30.00USD 2024-06-01 due 2024-06-05
credit C1 10.00 2024-06-01
receipt R1 15.00 2024-06-02
dispute D1 I2:20.00 2024-06-03
settle S1 I9:-5.00 R1:5.00
order O1 1:10:100.00
order O2 1:5:50.00
deliver L1 1:O2/1:2
)");
  EXPECT_THAT(lines_now(),
              ElementsAre("EUR open 160.00 disputed 20.00 receipts 10.00 credits 10.00 delivered "
                          "20.00 ordered 130.00 exposure 290.00 overdue 100.00 net 80.00 parked "
                          "5.00 since 20240501 ages 60.00 0.00 100.00 0.00 0.00",
                          "USD open 30.00 exposure 30.00 overdue 30.00 net 30.00 since 20240605 "
                          "ages 0.00 30.00 0.00 0.00 0.00"));
}

TEST_F(PublishTest, LimitStandsInItsCurrencyAndHeldOrdersBesideExposure) {
  set_limit(200);
  feed(
      "invoice I1 100.00 2024-06-01 due 2024-07-01\n"
      "invoice I2 40.00USD 2024-06-01 due 2024-07-01\n"
      "order O1 1:1:30.00\n"
      "order O2 1:1:90.00\n");
  const std::vector<v1::ExposureSheet> sheets = beat();
  ASSERT_EQ(sheets.size(), 1U);
  EXPECT_THAT(lines_of(sheets[0]),
              ElementsAre("EUR open 100.00 ordered 30.00 held 90.00 exposure 130.00",
                          "USD open 40.00 exposure 40.00"));
  EXPECT_EQ(sheets[0].limit_kind(), v1::LIMIT_KIND_AMOUNT);
  EXPECT_EQ(sheets[0].limit().units(), 200);
  EXPECT_EQ(sheets[0].exposure().units(), 150);
  EXPECT_EQ(sheets[0].utilisation_bp(), 7500);
  EXPECT_FALSE(sheets[0].account_hold());
}

TEST_F(PublishTest, WithoutALimitThereIsNothingToDivideBy) {
  feed("invoice I1 100.00 2024-06-01 due 2024-07-01\n");
  const v1::ExposureSheet sheet = beat().at(0);
  EXPECT_EQ(sheet.limit_kind(), v1::LIMIT_KIND_NONE);
  EXPECT_EQ(sheet.limit().currency(), "EUR");
  EXPECT_EQ(sheet.utilisation_bp(), -1);
}

TEST_F(PublishTest, SaidOnceAtTheBeatAfterAChange) {
  feed(
      "invoice I1 100.00 2024-06-01 due 2024-07-01\n"
      "invoice I2 50.00 2024-06-01 due 2024-07-01\n");
  EXPECT_TRUE(beat_wanted_);
  const std::vector<v1::ExposureSheet> first = beat();
  ASSERT_EQ(first.size(), 1U);
  EXPECT_THAT(lines_of(first[0]), ElementsAre("EUR open 150.00 exposure 150.00"));
  EXPECT_EQ(first[0].account().client_id(), test::kClient);
  EXPECT_EQ(first[0].origin().policy_version(), "test 1");
  EXPECT_THAT(beat(), IsEmpty()) << "nothing changed since";
  feed("receipt R1 150.00 2024-06-09\n");
  feed("settle S1 I1:-100.00 I2:-50.00 R1:150.00\n");
  const std::vector<v1::ExposureSheet> second = beat();
  ASSERT_EQ(second.size(), 1U);
  EXPECT_THAT(lines_of(second[0]), ElementsAre("EUR")) << "a currency stays, at zero";
}

TEST_F(PublishTest, WhatComesBackToTheSameIsNotSaid) {
  feed("invoice I1 100.00 2024-06-01 due 2024-07-01\n");
  ASSERT_EQ(beat().size(), 1U);
  feed("invoice I2 50.00 2024-06-01 due 2024-07-01\n");
  feed("cancel I2\n");
  EXPECT_TRUE(beat_wanted_);
  EXPECT_THAT(beat(), IsEmpty());
}

TEST_F(PublishTest, TheTurnOfADayIsSaidWhereItChangesSomething) {
  feed("invoice I1 100.00 2024-06-01 due 2024-06-10\n");
  EXPECT_THAT(lines_of(beat().at(0)), ElementsAre("EUR open 100.00 exposure 100.00"));
  stage_.turn_day(*parse_day("2024-06-11"));
  EXPECT_THAT(lines_of(beat().at(0)),
              ElementsAre("EUR open 100.00 exposure 100.00 overdue 100.00 net 100.00 since "
                          "20240610 ages 0.00 100.00 0.00 0.00 0.00"));
  stage_.turn_day(*parse_day("2024-06-12"));
  EXPECT_THAT(beat(), IsEmpty()) << "readers count the days themselves";
}

TEST_F(PublishTest, EachSegmentHasItsSheet) {
  feed(
      "invoice I1 100.00 2024-06-01 due 2024-07-01\n"
      "invoice I2@2000 70.00 2024-06-01 due 2024-07-01\n");
  const std::vector<v1::ExposureSheet> sheets = beat();
  ASSERT_EQ(sheets.size(), 2U);
  EXPECT_EQ(sheets[0].account().segment(), "export");
  EXPECT_THAT(lines_of(sheets[0]), ElementsAre("EUR open 70.00 exposure 70.00"));
  EXPECT_EQ(sheets[1].account().segment(), "main");
  feed("cancel I1\n");
  EXPECT_EQ(beat().size(), 1U) << "only the one that changed";
}

TEST_F(PublishTest, ForcedHoldShows) {
  feed("invoice I1 100.00 2024-06-01 due 2024-07-01\n");
  beat();
  v1::Event event;
  event.set_client_id(std::string(test::kClient));
  v1::HumanDecision& decision = *event.mutable_human_decision();
  decision.set_decision_id("d1");
  decision.set_action(v1::DECISION_ACTION_FORCED_HOLD);
  decision.set_decided_by("u1");
  decision.set_decided_on(20240610);
  ASSERT_TRUE(stage_.feed(event).accepted()) << stage_.feed(event).detail;
  const std::vector<v1::ExposureSheet> sheets = beat();
  ASSERT_EQ(sheets.size(), 1U);
  EXPECT_TRUE(sheets[0].account_hold());
}

TEST_F(PublishTest, ReadsAtABeatWereWishedFor) {
  feed("invoice I1 100.00 2024-06-01 due 2024-05-01\norder O1 1:1:30.00\n");
  beat();
  EXPECT_EQ(stage_.reads_not_wished(), 0U);
}

}  // namespace
}  // namespace encours
