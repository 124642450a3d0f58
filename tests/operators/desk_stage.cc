#include "tests/operators/desk_stage.h"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

namespace encours::test {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  const std::size_t end = text.find_last_not_of(' ') + 1;
  return text.substr(begin, std::max(begin, end) - begin);
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

std::string rule_name(v1::RuleKind kind) {
  switch (kind) {
    case v1::RULE_KIND_LIMIT_EXCEEDED:
      return "limit";
    case v1::RULE_KIND_LIMIT_NEAR:
      return "near";
    case v1::RULE_KIND_LIMIT_EXPIRED:
      return "ended";
    case v1::RULE_KIND_OLDEST_OVERDUE:
      return "late";
    case v1::RULE_KIND_ORDER_VALUE:
      return "value";
    case v1::RULE_KIND_ORDER_SPLIT:
      return "split";
    default:
      return lower(v1::RuleKind_Name(kind).substr(std::string("RULE_KIND_").size()));
  }
}

// The names of rules, marked by what they may do.
std::string names_of(const google::protobuf::RepeatedPtrField<v1::Cause>& causes) {
  std::string text;
  for (const v1::Cause& cause : causes) {
    text += text.empty() ? ": " : ", ";
    text += cause.rule();
    text += cause.mode() == v1::RULE_MODE_PROPOSE  ? "?"
            : cause.mode() == v1::RULE_MODE_SHADOW ? "~"
                                                   : "";
    for (const v1::Evidence& evidence : cause.evidence()) {
      text += evidence.text() == "BREAKER" ? "(breaker)" : "";
    }
  }
  return text;
}

std::string text_of(const v1::OrderDecision& decision) {
  std::string text = decision.order_ref().number() + " ";
  text += lower(v1::Verdict_Name(decision.verdict()).substr(std::string("VERDICT_").size()));
  text += decision.decided_by().empty() ? "" : " by " + decision.decided_by();
  return text + names_of(decision.reasons());
}

std::string text_of(const v1::Hold& hold) {
  std::string text = "hold ";
  text += hold.scope() == v1::HOLD_SCOPE_ACCOUNT ? "account" : hold.order_ref().number();
  text += " " + lower(v1::HoldState_Name(hold.state()).substr(std::string("HOLD_STATE_").size()));
  EXPECT_EQ(hold.state() != v1::HOLD_STATE_RELEASED && hold.case_id().empty(), false)
      << "a hold without its case";
  return text + names_of(hold.causes());
}

}  // namespace

DeskStage::DeskStage() {
  policy_.set_version("0");
  policy_.set_reporting_currency("EUR");
  policy_.set_fx_fallback_micro(1'000'000);
  answer("policy");
  answer("day 2024-05-01");
}

v1::Rule& DeskStage::add_rule(v1::RuleKind kind, v1::RuleMode mode) {
  const std::string name = rule_name(kind);
  auto& rules = *policy_.mutable_rules();
  rules.Add()->set_name(name);
  std::sort(rules.begin(), rules.end(),
            [](const v1::Rule& a, const v1::Rule& b) { return a.name() < b.name(); });
  v1::Rule& rule = *std::find_if(rules.begin(), rules.end(),
                                 [&](const v1::Rule& row) { return row.name() == name; });
  rule.set_kind(kind);
  rule.set_mode(mode);
  rule.set_severity(v1::SEVERITY_HIGH);
  return rule;
}

std::string DeskStage::answer(const std::string& line) {
  if (line == "policy") {
    v1::Event event;
    policy_.set_version(std::to_string(std::stoi(policy_.version()) + 1));
    *event.mutable_policy() = policy_;
    EXPECT_TRUE(stage_.feed(event).accepted());
    EXPECT_TRUE(stage_.bring_up(std::string(kClient)).accepted());
    return said();
  }
  if (line.starts_with("day ")) {
    stage_.turn_day(parse_day(line.substr(4)).value());
    return stage_.woken() ? said() : "";
  }
  if (line == "beat") {
    EXPECT_TRUE(stage_.emit().beat_wanted()) << "a beat that nobody asked for";
    EXPECT_TRUE(stage_.beat(std::string(kClient)).accepted());
    return said();
  }
  const Verdict verdict = stage_.feed(desk_event_of(line));
  if (verdict.accepted()) {
    return said();
  }
  return verdict.outcome == Verdict::Outcome::kRepeat ? "repeat"
                                                      : std::string(reason_code(verdict.reason));
}

std::string DeskStage::said() {
  std::string text;
  for (const Sent& sent : stage_.emit().sent()) {
    std::string part;
    if (sent.topic == "credit.order-decisions") {
      v1::OrderDecision decision;
      EXPECT_TRUE(decision.ParseFromString(sent.bytes));
      part = text_of(decision);
    } else if (sent.topic == "credit.holds") {
      v1::Hold hold;
      EXPECT_TRUE(hold.ParseFromString(sent.bytes));
      part = text_of(hold);
    } else {
      continue;
    }
    EXPECT_EQ(sent.key, "c-1|main");
    text += (text.empty() ? "" : "; ") + part;
  }
  return text;
}

void DeskStage::tell(std::string_view story) {
  std::istringstream lines{std::string(story)};
  std::vector<std::pair<std::string, std::string>> told;  // what is told, what is answered
  for (std::string line; std::getline(lines, line);) {
    const std::size_t arrow = std::min(line.find("=>"), line.size());
    const std::string command = trimmed(line.substr(0, arrow));
    const std::string expected =
        arrow == line.size() ? std::string() : trimmed(line.substr(arrow + 2));
    if (!command.empty()) {
      told.emplace_back(command, expected);
    } else if (!expected.empty()) {
      std::string& answer_so_far = told.back().second;
      answer_so_far += (answer_so_far.empty() ? "" : " ") + expected;
    }
  }
  for (const auto& [command, expected] : told) {
    EXPECT_EQ(answer(command), expected) << "answer to: " << command;
  }
}

std::string DeskStage::sums() {
  std::string text;
  for (const state::v1::OrderSums& sums : orders::sums(stage_.rows(), account_)) {
    const Currency currency = Currency::from_code(sums.currency()).value();
    const auto add = [&](const std::string& name, std::int64_t minor) {
      if (minor != 0) {
        text += (text.empty() ? "" : ", ") + name + " " + format_minor(currency, minor) + " " +
                sums.currency();
      }
    };
    add("approved", sums.approved_minor());
    add("held", sums.held_minor());
    add("pending", sums.pending_minor());
  }
  return text;
}

}  // namespace encours::test
