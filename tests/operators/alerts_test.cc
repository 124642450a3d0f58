// Shows when a case is told and when nobody hears of it. A stand-in above alerts finds what the
// test says: "over high 1000; late watch 50 order7" is two findings, each a rule, a severity, an
// amount at stake in euros, perhaps a subject. What alerts sends is text too.
#include "operators/client/alerts/alerts.h"

#include <map>
#include <random>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "operators/client/accounts.h"
#include "operators/client/findings.h"
#include "operators/pipeline.h"
#include "tests/operators/memory_rows.h"

namespace encours {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::map<std::string, v1::Severity> kSeverities{{"info", v1::SEVERITY_INFO},
                                                      {"note", v1::SEVERITY_NOTE},
                                                      {"watch", v1::SEVERITY_WATCH},
                                                      {"high", v1::SEVERITY_HIGH},
                                                      {"critical", v1::SEVERITY_CRITICAL}};

const AccountKey kAccount{"C1", "main"};

Currency euro() {
  return *Currency::from_code("EUR");
}

// "over high 1000 order7", or "over@shadow high 1000" in a mode other than propose.
v1::Cause cause_of(const std::string& text) {
  std::istringstream words(text);
  std::string rule;
  std::string severity;
  std::int64_t euros = 0;
  std::string subject;
  words >> rule >> severity >> euros >> subject;
  v1::Cause cause;
  const std::size_t at = rule.find('@');
  cause.set_mode(at == std::string::npos            ? v1::RULE_MODE_PROPOSE
                 : rule.substr(at + 1) == "enforce" ? v1::RULE_MODE_ENFORCE
                                                    : v1::RULE_MODE_SHADOW);
  cause.set_rule(rule.substr(0, at));
  cause.set_severity(kSeverities.at(severity));
  cause.set_subject(subject);
  wire_from_minor(euro(), euros * 100, *cause.mutable_at_stake());
  return cause;
}

std::vector<v1::Cause> causes_of(const std::string& text) {
  std::vector<v1::Cause> causes;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ';');) {
    if (part.find_first_not_of(' ') != std::string::npos) causes.push_back(cause_of(part));
  }
  return causes;
}

// Finds what the event's `reason` says in the slot `decision_id`; "hold..." also says a hold with
// those causes, before the findings, "release" lets it go.
struct Finder {
  static constexpr std::string_view kName = "finder";
  static constexpr auto kHears = kinds(Kind::kHumanDecision);
  static constexpr auto kSays = kinds(Kind::kAccountTurned, Kind::kFindings, Kind::kHoldChanged);
  static constexpr auto kTables = tables(kPolicy, kFindings, kClients);

  static void wants(const Heard&, Wishes&) {}
  static Verdict apply(const Heard& heard, Rows& rows, Emit& emit) {
    const v1::HumanDecision& decision = heard.event().human_decision();
    const std::string& what = decision.decision_id();
    if (what.starts_with("hold") || what == "release") {
      v1::Hold hold;
      hold.set_hold_id("H1");
      hold.set_state(what == "release" ? v1::HOLD_STATE_RELEASED : v1::HOLD_STATE_ACTIVE);
      for (const v1::Cause& cause : causes_of(decision.reason())) {
        *hold.add_causes() = cause;
      }
      emit.say(HoldChanged{kAccount, hold});
    }
    if (what != "hold without findings") {
      replace_findings(rows, emit, kAccount, what == "release" ? "hold" : what,
                       what == "release" ? std::vector<v1::Cause>() : causes_of(decision.reason()));
    }
    return accept();
  }
};

// Emit whose ids differ from step to step.
class NumberedEmit final : public Emit {
 public:
  void begin_step() {
    ++step_;
    signals_.clear();
    sent_.clear();
  }
  void send(std::string_view topic, std::string_view key,
            const google::protobuf::MessageLite& message) override {
    sent_.push_back({std::string(topic), std::string(key), message.SerializeAsString()});
  }
  v1::Origin origin(std::string_view operator_name, std::string_view subject) override {
    v1::Origin origin;
    origin.set_id(std::to_string(step_) + "/" + std::string(operator_name) + "/" +
                  std::string(subject));
    origin.set_revision(step_);
    return origin;
  }
  ShardName shard_name() const override { return {"credit.events", 0}; }
  void wake(std::string_view, Day) override {}
  void wake_all() override {}
  void wake_at_beat() override {}
  const std::vector<test::Sent>& sent() const { return sent_; }

 private:
  int step_ = 0;
  std::vector<test::Sent> sent_;
};

// "OPENED high 1000.00: late, over[order7]"
std::string text_of(const v1::Case& told) {
  std::string text = told.news() == v1::CASE_NEWS_UNSPECIFIED
                         ? "silent"
                         : v1::CaseNews_Name(told.news()).substr(sizeof("CASE_NEWS_") - 1);
  if (told.state() == v1::CASE_STATE_CLOSED) {
    return text;
  }
  for (const auto& [word, severity] : kSeverities) {
    text += severity == told.severity() ? " " + word : "";
  }
  text += " " + format_minor(euro(), *minor_from_wire(told.at_stake())) + ":";
  for (const v1::Cause& cause : told.causes()) {
    text += " " + cause.rule() + (cause.subject().empty() ? "" : "[" + cause.subject() + "]");
  }
  return text;
}

class AlertsTest : public ::testing::Test {
 protected:
  AlertsTest() { set_policy(2'000, 500'000); }

  void set_policy(int step_bp, std::int64_t step_minor, const std::string& currency = "EUR") {
    v1::Policy& policy = rows_.edit(kPolicy, ShardKey{});
    policy.set_version("test 1");
    policy.set_reporting_currency(currency);
    policy.set_case_step_bp(step_bp);
    policy.set_case_step_minor(step_minor);
  }

  // One step in which the slot's findings become those; what was sent, as text.
  std::string find(const std::string& findings, const std::string& slot = "finder") {
    v1::Event event;
    event.mutable_human_decision()->set_decision_id(slot);
    event.mutable_human_decision()->set_reason(findings);
    Input input;
    input.kind = Kind::kHumanDecision;
    input.event = &event;
    input.owner = kAccount.client_id;
    input.day = day_;
    FoldScope fold;
    rows_.begin_step();
    emit_.begin_step();
    EXPECT_TRUE(pipeline_.run(input, rows_, emit_).accepted());
    cases_.clear();
    holds_.clear();
    std::string text;
    for (const test::Sent& sent : emit_.sent()) {
      EXPECT_EQ(sent.key, "C1|main");
      if (sent.topic == "credit.alerts") {
        EXPECT_TRUE(cases_.emplace_back().ParseFromString(sent.bytes));
        text += (text.empty() ? "" : "; ") + text_of(cases_.back());
      } else {
        EXPECT_EQ(sent.topic, "credit.holds");
        EXPECT_TRUE(holds_.emplace_back().ParseFromString(sent.bytes));
      }
    }
    return text;
  }

  Day day_ = *parse_day("2024-05-02");
  Pipeline<Finder, Alerts> pipeline_;
  test::MemoryRows rows_;
  NumberedEmit emit_;
  std::vector<v1::Case> cases_;
  std::vector<v1::Hold> holds_;
};

struct Row {
  std::string findings;
  std::string sent;
};

TEST_F(AlertsTest, ToldOnceAndThenOnlyWhatIsNew) {
  const std::vector<Row> rows{
      {"over high 1000", "OPENED high 1000.00: over"},
      {"over high 1000", ""},
      {"over high 1200", ""},                                // 20 %, but not 5,000
      {"over high 5999", ""},                                // not 5,000 more than 1,000
      {"over high 6000", "AMOUNT_GREW high 6000.00: over"},  // both steps since 1,000
      {"over high 11000", "AMOUNT_GREW high 11000.00: over"},
      {"over high 3000", ""},   // shrinking is no news ...
      {"over high 11500", ""},  // ... and growing back is none, since 11,000 was told
      {"over high 16000", "AMOUNT_GREW high 16000.00: over"},
      {"over high 100000", "AMOUNT_GREW high 100000.00: over"},
      {"over high 119999", ""},  // 5,000 more, but not 20 %
      {"over high 120000", "AMOUNT_GREW high 120000.00: over"},
      {"late note 50; over high 120000", "CAUSE_ADDED high 120000.00: late over"},
      {"late critical 50; over high 120000", "SEVERITY_RAISED critical 120000.00: late over"},
      {"over high 120000", "silent high 120000.00: over"},
      {"late note 50; over high 120000", "CAUSE_ADDED high 120000.00: late over"},
      {"late note 50", "silent note 50.00: late"},
      {"late note 50 order7", "CAUSE_ADDED note 50.00: late[order7]"},
      // A rule that speaks of the account and then of its orders is one thing to a person.
      {"late note 50", "CAUSE_ADDED note 50.00: late"},
      {"late note 50; late note 50 orders", "silent note 50.00: late late[orders]"},
      {"late note 50 orders", "silent note 50.00: late[orders]"},
      {"", "CLOSED"},
      {"", ""},
      {"late note 50 orders", "silent note 50.00: late[orders]"},  // within the day it is the same
      {"", "CLOSED"},
      {"over high 1000", "SEVERITY_RAISED high 1000.00: over"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(find(row.findings), row.sent) << row.findings;
  }
}

TEST_F(AlertsTest, UrgencyIsTheGreatestAndSoIsTheAmount) {
  EXPECT_EQ(find("a note 700; b critical 100; c info 900"), "OPENED critical 900.00: a b c");
}

TEST_F(AlertsTest, ReadsTheSlotsOfAllOperators) {
  const std::vector<std::pair<std::string, Row>> rows{
      {"ageing", {"late watch 100", "OPENED watch 100.00: late"}},
      {"utilisation", {"over high 50", "SEVERITY_RAISED high 100.00: late over"}},
      {"ageing", {"", "silent high 50.00: over"}},
      {"ledger", {"over high 80", ""}},  // two operators found the same: one line
      {"utilisation", {"", ""}},
      {"ledger", {"", "CLOSED"}},
  };
  for (const auto& [slot, row] : rows) {
    EXPECT_EQ(find(row.findings, slot), row.sent) << slot << ": " << row.findings;
  }
}

TEST_F(AlertsTest, ShadowIsNeverHeardOf) {
  EXPECT_EQ(find("over@shadow critical 9000"), "");
  EXPECT_EQ(find("over@shadow critical 9000; late note 10"), "OPENED note 10.00: late");
  EXPECT_EQ(find("over@shadow critical 99000; late note 10"), "");
  EXPECT_EQ(find("over@enforce critical 99000; late note 10"),
            "SEVERITY_RAISED critical 99000.00: late over");
  EXPECT_EQ(find("over@shadow critical 99000"), "CLOSED");
}

TEST_F(AlertsTest, FullStateNamesItsOriginAndItsOpening) {
  find("over high 1000");
  ASSERT_EQ(cases_.size(), 1U);
  const v1::Case opened = cases_[0];
  EXPECT_EQ(opened.case_id(), opened.origin().id());
  EXPECT_EQ(opened.origin().policy_version(), "test 1");
  EXPECT_EQ(opened.account().client_id(), "C1");
  EXPECT_EQ(opened.account().segment(), "main");
  EXPECT_EQ(opened.opened_on(), 20240502);
  EXPECT_EQ(opened.state(), v1::CASE_STATE_OPEN);
  find("over critical 1000");
  EXPECT_EQ(cases_.at(0).case_id(), opened.case_id());
  EXPECT_NE(cases_.at(0).origin().id(), opened.origin().id());
  find("");
  EXPECT_EQ(cases_.at(0).case_id(), opened.case_id());
  EXPECT_EQ(cases_.at(0).state(), v1::CASE_STATE_CLOSED);
  EXPECT_THAT(cases_.at(0).causes(), IsEmpty());
  ++day_;
  find("over high 1000");
  EXPECT_NE(cases_.at(0).case_id(), opened.case_id()) << "an opening, a case";
}

TEST_F(AlertsTest, NewReportingCurrencyMovesTheBaseWithoutNews) {
  EXPECT_EQ(find("over high 1000"), "OPENED high 1000.00: over");
  set_policy(2'000, 500'000, "USD");
  // The finding still speaks in euros: it counts nothing until its account is brought up.
  EXPECT_EQ(find("over high 900000"), "silent high 0.00: over");
  set_policy(2'000, 500'000, "EUR");
  EXPECT_EQ(find("over high 900001"), "silent high 900001.00: over");
  EXPECT_EQ(find("over high 2000000"), "AMOUNT_GREW high 2000000.00: over");
}

TEST_F(AlertsTest, WithoutStepsAnyGrowthIsNews) {
  set_policy(0, 0);
  EXPECT_EQ(find("over high 0"), "OPENED high 0.00: over");
  EXPECT_EQ(find("over high 1"), "AMOUNT_GREW high 1.00: over");
  EXPECT_EQ(find("over high 0", "ledger"), "") << "said again, but it did not grow";
}

// The hold is said before the findings; it must find its case all the same.
TEST_F(AlertsTest, HoldHasItsCase) {
  EXPECT_EQ(find("over@enforce high 1000 order7", "hold"), "OPENED high 1000.00: over[order7]");
  ASSERT_EQ(holds_.size(), 1U);
  EXPECT_EQ(holds_[0].case_id(), cases_[0].case_id());
  EXPECT_FALSE(holds_[0].origin().id().empty());
  EXPECT_EQ(holds_[0].origin().policy_version(), "test 1");
  EXPECT_EQ(holds_[0].account().client_id(), "C1");
  EXPECT_EQ(find("", "release"), "CLOSED");
  ASSERT_EQ(holds_.size(), 1U);
  EXPECT_EQ(holds_[0].state(), v1::HOLD_STATE_RELEASED);
}

TEST_F(AlertsTest, HoldWithoutItsCaseIsOurMistake) {
  EXPECT_THROW(find("over@enforce high 1000", "hold without findings"), AssertionFailed);
  EXPECT_EQ(find("late high 1000"), "OPENED high 1000.00: late");
  EXPECT_THROW(find("over@enforce high 1000", "hold without findings"), AssertionFailed)
      << "a case about something else does not document the hold";
}

TEST_F(AlertsTest, OpenCaseIsWhatStandsNow) {
  EXPECT_FALSE(open_case(rows_, kAccount).has_value());
  find("over high 1000");
  find("over high 1001");  // silent
  const std::optional<v1::Case> open = open_case(rows_, kAccount);
  ASSERT_TRUE(open.has_value());
  EXPECT_EQ(text_of(*open), "silent high 1001.00: over");
}

// What a reader of the topic knows of an account, and the promises that each message must keep.
struct Reader {
  bool open = false;
  Day closed_on = kNoDay;
  std::string case_id;
  std::map<std::string, int> seen_ids;
  v1::Case last;

  void read(const v1::Case& told, Day today) {
    if (told.news() == v1::CASE_NEWS_OPENED) {
      EXPECT_FALSE(open) << "opened twice";
      EXPECT_EQ(++seen_ids[told.case_id()], 1) << "one id for two openings";
      case_id = told.case_id();
    } else {
      EXPECT_TRUE(open || closed_on == today) << "told but not open";
      EXPECT_EQ(told.case_id(), case_id);
      EXPECT_NE(told.SerializeAsString(), last.SerializeAsString());
    }
    open = told.state() == v1::CASE_STATE_OPEN;
    closed_on = open ? kNoDay : today;
    EXPECT_EQ(open, told.news() != v1::CASE_NEWS_CLOSED);
    last = told;
  }
};

// Random findings in random slots: a reader who sees only what is sent always knows the right lines
// and urgency, and is told of the greatest amount to within the step.
TEST_F(AlertsTest, ReadersAreRightWhateverHappens) {
  const std::vector<std::string> severities{"info", "note", "watch", "high", "critical"};
  for (unsigned seed = 1; seed <= 200; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&](unsigned below) { return static_cast<unsigned>(random() % below); };
    Reader reader;
    rows_ = test::MemoryRows();
    set_policy(2'000, 500'000);
    for (int step = 0; step < 60; ++step) {
      std::string findings;
      for (unsigned i = pick(3); i > 0; --i) {
        findings += "r" + std::to_string(pick(3)) + (pick(4) == 0 ? "@shadow " : " ") +
                    severities[pick(5)] + " " + std::to_string(pick(20'000)) +
                    (pick(2) == 0 ? "; " : " order" + std::to_string(pick(2)) + "; ");
      }
      day_ += pick(4) == 0 ? 1 : 0;
      find(findings, pick(2) == 0 ? "ageing" : "orders");
      ASSERT_LE(cases_.size(), 1U) << "one word a step, seed " << seed;
      for (const v1::Case& told : cases_) {
        reader.read(told, day_);
      }
      const std::optional<v1::Case> now = open_case(rows_, kAccount);
      ASSERT_EQ(reader.open, now.has_value()) << "seed " << seed;
      if (now) {
        EXPECT_EQ(reader.last.severity(), now->severity());
        ASSERT_EQ(reader.last.causes_size(), now->causes_size());
        for (int i = 0; i < now->causes_size(); ++i) {
          EXPECT_EQ(reader.last.causes(i).rule(), now->causes(i).rule());
          EXPECT_EQ(reader.last.causes(i).subject(), now->causes(i).subject());
        }
      }
      ASSERT_FALSE(HasFailure()) << "seed " << seed << ", step " << step;
    }
  }
}

TEST_F(AlertsTest, WhatLooksLikeNewsIsOneStepAtMost) {
  EXPECT_EQ(find("a note 1; a note 2", "ageing"), "OPENED note 2.00: a");
  EXPECT_EQ(find("a high 1", "orders"), "SEVERITY_RAISED high 2.00: a");
  EXPECT_EQ(find("b info 1; a high 3", "orders"), "CAUSE_ADDED high 3.00: a b");
  EXPECT_EQ(cases_.at(0).causes(0).at_stake().units(), 3) << "the line with the greater figure";
}

}  // namespace
}  // namespace encours
