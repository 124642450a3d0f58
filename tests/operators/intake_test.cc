// What intake makes of sound events: repeats are ignored, older revisions do no harm, conflicting
// contents end the same in any order, documents nobody can know any more are set aside, accounts
// and the policy are kept. A probe below intake hears what it lets through.
#include "operators/client/intake/intake.h"

#include <string>

#include <gtest/gtest.h>

#include "operators/client/exposure/exposure.h"
#include "operators/client/intake/review.h"
#include "operators/client/ledger/ledger.h"
#include "tests/operators/events.h"
#include "tests/operators/stage.h"

namespace encours::test {
namespace {

// Counts what a row below intake hears.
struct Probe {
  static constexpr std::string_view kName = "probe";
  static constexpr auto kHears = kinds(Kind::kInvoice, Kind::kClient, Kind::kAccountTurned);
  static constexpr auto kSays = kinds();
  static constexpr Table<OwnerKey, state::v1::SetSize> kHeard{200, "heard", Content::kFacts};
  static constexpr auto kTables = tables(kHeard);

  static void wants(const Heard& heard, Wishes& wishes) {
    wishes.want(kHeard, OwnerKey{heard.input().owner});
  }
  static Verdict apply(const Heard& heard, Rows& rows, Emit& /*emit*/) {
    state::v1::SetSize& count = rows.edit(kHeard, OwnerKey{heard.input().owner});
    count.set_count(count.count() + 1);
    return accept();
  }
};

const AccountKey kAccount{std::string(kClient), "main"};

class IntakeTest : public testing::Test {
 protected:
  IntakeTest() {
    policy_.set_version("1");
    policy_.set_reporting_currency("EUR");
    policy_.set_fx_fallback_micro(1'200'000);
    policy_.set_idempotency_horizon_days(396);
    add_rule("conflict", v1::RULE_KIND_CONFLICTING_REVISION);
    add_rule("stale", v1::RULE_KIND_STALE_ENTITY);
    EXPECT_TRUE(feed_policy(policy_).accepted());
    stage_.turn_day(*parse_day("2024-06-01"));
  }

  void add_rule(const std::string& name, v1::RuleKind kind) {
    v1::Rule& rule = *policy_.add_rules();
    rule.set_name(name);
    rule.set_kind(kind);
    rule.set_mode(v1::RULE_MODE_PROPOSE);
    rule.set_severity(v1::SEVERITY_NOTE);
  }

  Verdict feed_policy(const v1::Policy& policy) {
    v1::Event event;
    *event.mutable_policy() = policy;
    return stage_.feed(event);
  }

  // "accepted", "repeat" or the reason.
  std::string feed(std::string_view line) {
    const Verdict verdict = stage_.feed(event_of(line));
    switch (verdict.outcome) {
      case Verdict::Outcome::kAccepted:
        return "accepted";
      case Verdict::Outcome::kRepeat:
        return "repeat";
      default:
        return std::string(reason_code(verdict.reason)) + " " + std::string(verdict.detail);
    }
  }

  int heard_below() {
    const auto* count = stage_.rows().find(Probe::kHeard, OwnerKey{kClient});
    return count == nullptr ? 0 : static_cast<int>(count->count());
  }

  // Intake's findings on the account: "rule: subject, amount" each.
  std::string findings(const AccountKey& account = kAccount) {
    std::string text;
    const auto* findings = stage_.rows().find(kFindings, account);
    for (int i = 0; findings != nullptr && i < findings->slots(0).causes_size(); ++i) {
      const v1::Cause& cause = findings->slots(0).causes(i);
      text += (text.empty() ? "" : "; ") + cause.rule() + ": " + cause.subject();
      if (cause.at_stake().units() != 0) {
        text += ", " + std::to_string(cause.at_stake().units());
      }
    }
    return text;
  }

  Stage<Intake, Probe> stage_;
  v1::Policy policy_;
};

TEST_F(IntakeTest, the_same_revision_with_the_same_content_is_a_repeat) {
  EXPECT_EQ(feed("invoice I1 100.00 2024-05-01 rev 3"), "accepted");
  EXPECT_EQ(feed("invoice I1 100.00 2024-05-01 rev 3"), "repeat");
  EXPECT_EQ(heard_below(), 1);
}

TEST_F(IntakeTest, a_greater_revision_is_newer_and_a_lower_one_is_ignored) {
  EXPECT_EQ(feed("invoice I1 100.00 2024-05-01 rev 3"), "accepted");
  EXPECT_EQ(feed("invoice I1 120.00 2024-05-01 rev 5"), "accepted");
  EXPECT_EQ(feed("invoice I1 110.00 2024-05-01 rev 4"), "repeat");
  EXPECT_EQ(feed("invoice I1 120.00 2024-05-01 rev 5"), "repeat");
  EXPECT_EQ(heard_below(), 2);
  EXPECT_EQ(findings(), "");
}

TEST_F(IntakeTest, a_greater_revision_with_the_same_content_is_still_newer) {
  EXPECT_EQ(feed("invoice I1 100.00 2024-05-01 rev 3"), "accepted");
  EXPECT_EQ(feed("invoice I1 100.00 2024-05-01 rev 4"), "accepted");
  EXPECT_EQ(feed("invoice I1 999.00 2024-05-01 rev 3"), "repeat");
}

TEST_F(IntakeTest, without_revisions_other_content_is_a_correction_and_known_content_a_repeat) {
  EXPECT_EQ(feed("invoice I1 100.00 2024-05-01"), "accepted");
  EXPECT_EQ(feed("invoice I1 100.00 2024-05-01"), "repeat");
  EXPECT_EQ(feed("invoice I1 110.00 2024-05-01"), "accepted");
  EXPECT_EQ(feed("invoice I1 100.00 2024-05-01"), "repeat");
  EXPECT_EQ(feed("invoice I1 110.00 2024-05-01"), "repeat");
  EXPECT_EQ(heard_below(), 2);
}

TEST_F(IntakeTest, only_the_last_eight_contents_are_remembered) {
  for (int i = 1; i <= intake::kContentsMax + 1; ++i) {
    const std::string line = "invoice I1 " + std::to_string(100 + i) + ".00 2024-05-01";
    EXPECT_EQ(feed(line), "accepted");
  }
  EXPECT_EQ(feed("invoice I1 102.00 2024-05-01"), "repeat");
  EXPECT_EQ(feed("invoice I1 101.00 2024-05-01"), "accepted");
}

// Of two contents under one revision the same one is in force at the end whichever came first, and
// a person is told either way.
TEST_F(IntakeTest, one_revision_with_two_contents_is_a_finding) {
  EXPECT_EQ(feed("invoice I1 100.00 2024-05-01 rev 3"), "accepted");
  EXPECT_EQ(feed("invoice I1 200.00 2024-05-01 rev 3"), "accepted");
  EXPECT_EQ(feed("invoice I2 200.00 2024-05-01 rev 3"), "accepted");
  EXPECT_EQ(feed("invoice I2 100.00 2024-05-01 rev 3"), "accepted");
  // Each invoice was heard once or twice, depending on whose content hash is the greater.
  EXPECT_GE(heard_below(), 2);
  EXPECT_LE(heard_below(), 4);
  EXPECT_NE(findings().find("conflict: INVOICE I1"), std::string::npos);
  EXPECT_NE(findings().find("conflict: INVOICE I2"), std::string::npos);
  EXPECT_EQ(feed("invoice I1 100.00 2024-05-01 rev 3"), "repeat");
  EXPECT_EQ(feed("invoice I1 200.00 2024-05-01 rev 3"), "repeat");
}

TEST_F(IntakeTest, the_content_in_force_is_the_same_in_either_order) {
  const state::v1::SeenEntity unknown;
  const auto in_force = [](std::uint64_t first, std::uint64_t second) {
    state::v1::SeenEntity entity;
    intake::add_content(entity, intake::standing_of(nullptr, 3, first), 3, first);
    intake::add_content(entity, intake::standing_of(&entity, 3, second), 3, second);
    return entity.contents(entity.contents_size() - 1);
  };
  EXPECT_EQ(in_force(7, 9), 9U);
  EXPECT_EQ(in_force(9, 7), 9U);
}

TEST_F(IntakeTest, a_newer_revision_settles_the_conflict) {
  feed("invoice I1 100.00 2024-05-01 rev 3");
  feed("invoice I1 200.00 2024-05-01 rev 3");
  EXPECT_NE(findings(), "");
  EXPECT_EQ(feed("invoice I1 200.00 2024-05-01 rev 4"), "accepted");
  EXPECT_EQ(findings(), "");
}

TEST_F(IntakeTest, a_finding_leaves_after_thirty_days) {
  feed("invoice I1 100.00 2024-05-01 rev 3");
  feed("invoice I1 200.00 2024-05-01 rev 3");
  stage_.turn_day(*parse_day("2024-07-01"));
  EXPECT_NE(findings(), "");
  stage_.turn_day(*parse_day("2024-07-02"));
  EXPECT_EQ(findings(), "");
}

TEST_F(IntakeTest, findings_of_a_feed_gone_wrong_are_bounded) {
  for (int i = 0; i < intake::kReviewMax + 10; ++i) {
    feed("invoice I" + std::to_string(i) + " 100.00 2024-05-01 rev 3");
    feed("invoice I" + std::to_string(i) + " 200.00 2024-05-01 rev 3");
  }
  EXPECT_EQ(stage_.rows().find(kFindings, kAccount)->slots(0).causes_size(), intake::kReviewMax);
}

TEST_F(IntakeTest, a_document_older_than_the_horizon_is_set_aside_for_a_person) {
  EXPECT_EQ(feed("invoice I1 100.00 2023-05-02 rev 1"), "accepted");  // 396 days ago: opened
  EXPECT_EQ(heard_below(), 1);
  EXPECT_EQ(feed("invoice I2 100.00 2023-05-01 rev 1"), "accepted");
  EXPECT_EQ(heard_below(), 1);
  EXPECT_EQ(findings(), "stale: INVOICE I2, 100");
  EXPECT_EQ(feed("invoice I1 100.00 2023-05-02 rev 1"), "repeat");
}

TEST_F(IntakeTest, what_was_seen_is_known_until_it_would_be_too_old) {
  feed("invoice I1 100.00 2024-05-01 rev 1");
  stage_.turn_day(*parse_day("2025-07-01"));
  EXPECT_EQ(feed("invoice I1 100.00 2024-05-01 rev 1"), "repeat");
}

// Entities whose time has passed leave the set as others come: it does not grow for ever.
TEST_F(IntakeTest, what_is_too_old_is_forgotten_by_and_by) {
  const auto seen = [&] {
    return stage_.rows().find(kSeen, OwnerKey{kClient})->entities().count();
  };
  for (int i = 0; i < 500; ++i) {
    feed("invoice I" + std::to_string(i) + " 1.00 2024-05-01");
  }
  EXPECT_EQ(seen(), 500U);
  stage_.turn_day(*parse_day("2025-08-01"));
  for (int i = 0; i < 500; ++i) {
    feed("invoice IN" + std::to_string(i) + " 1.00 2025-08-01");
  }
  EXPECT_LT(seen(), 700U);
  EXPECT_EQ(feed("invoice I1 1.00 2024-05-01"), "accepted");
  EXPECT_EQ(findings(), "stale: INVOICE I1, 1") << "a forgotten repeat is too old to be opened";
}

// A ledger in a feed that sends everything every night: what is still in the books is not stale.
TEST(IntakeHorizon, what_the_rows_below_know_is_never_too_old) {
  Stage<Intake, Ledger, Exposure> stage;
  v1::Event policy;
  policy.mutable_policy()->set_reporting_currency("EUR");
  policy.mutable_policy()->set_fx_fallback_micro(1'000'000);
  policy.mutable_policy()->set_idempotency_horizon_days(30);
  v1::Rule& rule = *policy.mutable_policy()->add_rules();
  rule.set_name("stale");
  rule.set_kind(v1::RULE_KIND_STALE_ENTITY);
  rule.set_mode(v1::RULE_MODE_PROPOSE);
  ASSERT_TRUE(stage.feed(policy).accepted());
  stage.turn_day(*parse_day("2024-05-02"));
  const std::string_view books = R"(
      invoice I1 100.00 2024-05-01
      receipt R1 40.00 2024-05-01
      settle S1 I1:-40.00 R1:40.00
      dispute D1 I1 2024-05-01
      order O1 1:10:100.00
      deliver L1 1:O1/1:4
  )";
  for (const v1::Event& event : events_of(books)) {
    ASSERT_TRUE(stage.feed(event).accepted());
  }
  // Intake forgets all of it, as if its pages had been cleaned.
  stage.turn_day(*parse_day("2025-01-01"));
  stage.rows().erase(kSeen, OwnerKey{kClient});
  stage.rows().erase(kSeenPages, OwnerPageKey{kClient, 0});
  const auto before = stage.facts();
  for (const v1::Event& event : events_of(books)) {
    EXPECT_TRUE(stage.feed(event).accepted());
    EXPECT_EQ(stage.rows().find(kFindings, kAccount), nullptr) << event.event_id();
  }
  EXPECT_EQ(stage.facts(), before) << "folding it again changed nothing";
  EXPECT_TRUE(stage.feed(event_of("invoice I2 1.00 2024-05-01")).accepted());
  EXPECT_NE(stage.rows().find(kFindings, kAccount), nullptr) << "what nobody knows is stale";
}

TEST_F(IntakeTest, ends_of_documents_are_entities_of_their_own) {
  EXPECT_EQ(feed("invoice I1 100.00 2024-05-01"), "accepted");
  EXPECT_EQ(feed("cancel I1"), "accepted");
  EXPECT_EQ(feed("cancel I1"), "repeat");
  EXPECT_EQ(feed("settle S1 I1:-1.00 R1:1.00"), "accepted");
  EXPECT_EQ(feed("reverse S1"), "accepted");
  EXPECT_EQ(feed("reverse S1"), "repeat");
  EXPECT_EQ(feed("dispute D1 I1 2024-05-10"), "accepted");
  EXPECT_EQ(feed("undispute D1 I1"), "accepted");
  EXPECT_EQ(feed("order O1 1:1:10.00"), "accepted");
  EXPECT_EQ(feed("close O1"), "accepted");
  EXPECT_EQ(feed("cancel O1"), "accepted");
  EXPECT_EQ(feed("receipt R1 100.00 2024-05-01"), "accepted");
  EXPECT_EQ(feed("invoice I1@2000 100.00 2024-05-01"), "accepted") << "numbers repeat by company";
}

TEST_F(IntakeTest, accounts_follow_from_the_seller_company) {
  v1::SegmentOfCompany& row = *policy_.add_segments();
  row.set_seller_company("2000");
  row.set_segment("export");
  EXPECT_TRUE(feed_policy(policy_).accepted());
  feed("invoice I1@2000 100.00 2024-05-01");
  ASSERT_EQ(segments_of(stage_.rows(), kClient).size(), 1);
  EXPECT_EQ(segments_of(stage_.rows(), kClient)[0], "export");
  feed("settle S1@2000 I1@2000:-1.00 R1@2000:1.00");
  ASSERT_EQ(segments_of(stage_.rows(), kClient).size(), 1);
  feed("settle S2@2000 I1@2000:-1.00 R1@3000:1.00");
  ASSERT_EQ(segments_of(stage_.rows(), kClient).size(), 2);
  EXPECT_EQ(segments_of(stage_.rows(), kClient)[1], "main");
  EXPECT_TRUE(stage_.bring_up(std::string(kClient)).accepted());
  const auto turned = stage_.emit().said<AccountTurned>();
  ASSERT_EQ(turned.size(), 2U);
  EXPECT_EQ(turned[0].account.segment, "export");
  EXPECT_EQ(turned[1].account.segment, "main");
}

TEST_F(IntakeTest, a_client_has_the_same_accounts_in_whatever_order_revisions_come) {
  v1::SegmentOfCompany& row = *policy_.add_segments();
  row.set_seller_company("2000");
  row.set_segment("export");
  EXPECT_TRUE(feed_policy(policy_).accepted());
  const auto settlement = [](std::string_view line, std::int64_t revision) {
    v1::Event event = event_of(line);
    event.set_revision(revision);
    return event;
  };
  EXPECT_TRUE(stage_.feed(settlement("settle S1 I1:-1.00 R1:1.00", 2)).accepted());
  const v1::Event older = settlement("settle S1 I1@2000:-1.00 R1:1.00", 1);
  EXPECT_EQ(stage_.feed(older).outcome, Verdict::Outcome::kAccepted);
  EXPECT_EQ(segments_of(stage_.rows(), kClient).size(), 2);
  EXPECT_EQ(stage_.feed(older).outcome, Verdict::Outcome::kRepeat);
}

TEST_F(IntakeTest, a_client_has_a_bounded_number_of_accounts) {
  const auto limit_in = [](int segment) {
    v1::Event event;
    event.set_client_id(std::string(kClient));
    v1::CreditLimitSet& limit = *event.mutable_credit_limit_set();
    limit.set_limit_id("L");
    limit.set_kind(v1::LIMIT_KIND_ZERO);
    limit.set_segment("s" + std::to_string(segment));
    return event;
  };
  for (int i = 0; i < 64; ++i) {
    EXPECT_TRUE(stage_.feed(limit_in(i)).accepted());
  }
  EXPECT_EQ(stage_.feed(limit_in(64)).reason, RejectReason::kTooLarge);
}

TEST_F(IntakeTest, the_master_record_of_the_greatest_revision_stands) {
  const auto client = [](v1::ClientKind kind, std::int64_t revision) {
    v1::Event event;
    event.set_client_id(std::string(kClient));
    event.set_revision(revision);
    event.mutable_client()->set_kind(kind);
    return event;
  };
  EXPECT_EQ(client_kind(stage_.rows(), kClient), v1::CLIENT_KIND_COMPANY);
  EXPECT_TRUE(stage_.feed(client(v1::CLIENT_KIND_PUBLIC, 2)).accepted());
  EXPECT_EQ(stage_.feed(client(v1::CLIENT_KIND_CONSUMER, 1)).outcome, Verdict::Outcome::kRepeat);
  EXPECT_EQ(client_kind(stage_.rows(), kClient), v1::CLIENT_KIND_PUBLIC);
}

TEST_F(IntakeTest, the_last_policy_rules) {
  EXPECT_EQ(feed_policy(policy_).outcome, Verdict::Outcome::kRepeat);
  v1::Policy second = policy_;
  second.set_version("2");
  EXPECT_TRUE(feed_policy(second).accepted());
  EXPECT_EQ(policy_in_force(stage_.rows()).version(), "2");
  EXPECT_TRUE(feed_policy(policy_).accepted()) << "going back to the first is a change too";
  EXPECT_EQ(policy_in_force(stage_.rows()).version(), "1");
}

TEST_F(IntakeTest, every_row_it_reads_was_wished_for) {
  feed("invoice I1 100.00 2024-05-01");
  std::size_t not_wished = 0;
  for (int i = 2; i < 500; ++i) {
    feed("invoice I" + std::to_string(i) + " 100.00 2024-05-01");
    not_wished += stage_.reads_not_wished();
  }
  EXPECT_LE(not_wished, 25U) << "a page that splits now and then";
}

}  // namespace
}  // namespace encours::test
