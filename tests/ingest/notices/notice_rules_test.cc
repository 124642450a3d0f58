// Shows what the rules that ship say of the cases beside them, and which mistakes in rules are
// told.
#include "src/ingest/notices/notice_rules.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/ingest/notices/rules/embedded.h"

namespace encours {
namespace {

using testing::HasSubstr;

struct Case {
  PrintedNotice notice;
  std::string rule;
  std::vector<std::string> kinds;
  bool review = false;
};

std::vector<Case> cases_of(const std::string& file) {
  const auto tree = load_yaml(file);
  EXPECT_TRUE(tree.has_value()) << tree.error().text();
  YamlErrors errors(file);
  YamlMap top = YamlValue(*tree, errors).map();
  std::vector<Case> cases;
  for (const YamlValue& value : top.required("cases")->list()) {
    YamlMap map = value.map();
    Case one;
    one.notice.nature = map.required("nature")->text().value_or("");
    one.notice.text = map.required("text")->text().value_or("");
    one.rule = map.required("rule")->text().value_or("");
    for (const YamlValue& kind : map.required("kinds")->list()) {
      one.kinds.push_back(kind.text().value_or(""));
    }
    if (const auto review = map.optional("review")) one.review = *review->boolean();
    map.finish();
    cases.push_back(std::move(one));
  }
  EXPECT_TRUE(errors.empty());
  return cases;
}

TEST(NoticeRules, OfFranceSayWhatTheirCasesShow) {
  const auto rules = NoticeRules::compile(kNoticeRulesFr, "fr.yaml");
  ASSERT_TRUE(rules.has_value()) << rules.error().front().text();
  EXPECT_EQ(rules->jurisdiction(), "FR");
  std::set<std::string> shown;
  for (const Case& one : cases_of("src/ingest/notices/rules/fr.tests.yaml")) {
    const std::string words = one.notice.nature + ": " + one.notice.text;
    const NoticeMeaning meaning = rules->classify(one.notice);
    std::vector<std::string> kinds;
    for (const v1::NoticeKind kind : meaning.kinds)
      kinds.push_back(notice_kind_name(kind));
    EXPECT_EQ(kinds, one.kinds) << words;
    EXPECT_EQ(meaning.rule, one.rule) << words;
    EXPECT_EQ(meaning.needs_review, one.review) << words;
    shown.insert(one.rule);
  }
  for (const std::string& name : rules->names()) {
    EXPECT_TRUE(shown.contains(name)) << "no case shows the rule " << name;
  }
}

TEST(NoticeRules, PutTheMostSevereFirst) {
  const auto rules = NoticeRules::compile(R"(
jurisdiction: FR
rules:
  - {rule: a, text: a, kinds: [PLAN_ADOPTED], confidence: 90, goes_on: true}
  - {rule: b, text: b, kinds: [LIQUIDATION_OPENED, PLAN_ADOPTED], confidence: 80}
)",
                                          "r.yaml");
  ASSERT_TRUE(rules.has_value()) << rules.error().front().text();
  PrintedNotice notice;
  notice.text = "A b";
  const NoticeMeaning meaning = rules->classify(notice);
  EXPECT_THAT(meaning.kinds, testing::ElementsAre(v1::NOTICE_KIND_LIQUIDATION_OPENED,
                                                  v1::NOTICE_KIND_PLAN_ADOPTED));
  EXPECT_EQ(meaning.rule, "a");
  EXPECT_EQ(meaning.confidence_bp, 8'000);
  EXPECT_TRUE(meaning.needs_review);
}

// The mistake that rules of one rule have.
std::string mistake(const std::string& rule) {
  const auto rules = NoticeRules::compile(
      "jurisdiction: FR\nsilent: [autre .*]\nrules:\n  - " + rule + "\n", "r.yaml");
  return rules ? "none" : rules.error().front().text();
}

TEST(NoticeRules, TellMistakes) {
  EXPECT_THAT(mistake("{rule: a, text: '(', kinds: [APPEAL], confidence: 9}"),
              HasSubstr("r.yaml:4:21: rules[0].text: is no expression: missing )"));
  EXPECT_THAT(mistake("{rule: a, text: 'clôture', kinds: [APPEAL], confidence: 9}"),
              HasSubstr("must be written in folded words"));
  EXPECT_THAT(mistake("{rule: a, text: x, kinds: [APEAL], confidence: 9}"),
              HasSubstr("did you mean \"APPEAL\"?"));
  EXPECT_THAT(mistake("{rule: a, kinds: [APPEAL], confidence: 9}"),
              HasSubstr("it would fit every notice"));
  EXPECT_THAT(mistake("{rule: a, nature: x, only_silent: true, kinds: [APPEAL], confidence: 9}"),
              HasSubstr("reads no text"));
  EXPECT_THAT(mistake("{rule: a, text: x, kinds: [APPEAL], confidence: 101}"),
              HasSubstr("confidence"));
  EXPECT_THAT(mistake("{rule: a, text: x, kinds: [APPEAL], confidence: 9, texts: y}"),
              HasSubstr("did you mean \"text\"?"));
}

}  // namespace
}  // namespace encours
