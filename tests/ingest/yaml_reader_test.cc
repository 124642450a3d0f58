// Shows what people are told about mistakes in YAML: place, key, problem, the word they probably
// meant.
#include "src/config/yaml_reader.h"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/config/did_you_mean.h"

namespace encours {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// The message that a text is refused with, "" if it is read.
std::string refusal(const std::string& text) {
  const auto tree = parse_yaml(text, "m.yaml");
  return tree ? "" : tree.error().text();
}

TEST(ParseYaml, RefusesWhatConfigurationHasNoUseFor) {
  struct Row {
    std::string text;
    std::string message;
  };
  const std::vector<Row> rows{
      {"a: 1\nb: 2\na: 3\n", "m.yaml:3:1: a: this key stands here twice"},
      {"a: {b: 1, b: 2}\n", "m.yaml:1:11: b: this key stands here twice"},
      {"a: &x 1\n", "m.yaml:1:4: &x: anchors are not read; write the value out"},
      {"a: 1\n---\nb: 2\n", "m.yaml:2:1: only one document is read; take out the line ---"},
      {"a: !binary x\n", "m.yaml:1:4: !binary: tags are not read; take it out"},
      {"[a, b]: 1\n", "m.yaml:1:1: a key must be one word or quoted text"},
      {"{a: 1}: 1\n", "m.yaml:1:1: a key must be one word or quoted text"},
      {"a: [1, 2\n", "m.yaml:2:1: this is not YAML: end of sequence flow not found"},
      {"a: {b: 1]\n", "m.yaml:1:9: this is not YAML: illegal flow end"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(refusal(row.text), row.message) << row.text;
  }
}

TEST(ParseYaml, BoundsDepthAndSize) {
  EXPECT_THAT(refusal(std::string(100, '[') + std::string(100, ']')),
              HasSubstr("nested deeper than 64 levels"));
  EXPECT_THAT(refusal(std::string(kYamlBytesMax + 1, ' ')), HasSubstr("larger than"));
}

TEST(ParseYaml, KeepsTextOrderPositionAndQuotes) {
  const auto tree = parse_yaml("b: \"12\"\na:\n  - 0012\n  -\n  - ~\n", "m.yaml");
  ASSERT_TRUE(tree.has_value());
  ASSERT_EQ(tree->entries.size(), 2U);
  EXPECT_EQ(tree->entries[0].key, "b");
  EXPECT_TRUE(tree->entries[0].value.quoted);
  const YamlNode& list = tree->entries[1].value;
  ASSERT_EQ(list.items.size(), 3U);
  EXPECT_EQ(list.items[0].text, "0012");
  EXPECT_EQ(list.items[0].position.line, 3);
  EXPECT_EQ(list.items[0].position.column, 5);
  EXPECT_EQ(list.items[1].kind, YamlNode::Kind::kNull);
  EXPECT_EQ(list.items[2].kind, YamlNode::Kind::kNull);
}

TEST(LoadYaml, SaysThatAFileIsMissing) {
  const auto tree = load_yaml("no-such-file.yaml");
  ASSERT_FALSE(tree.has_value());
  EXPECT_EQ(tree.error().text(), "no-such-file.yaml:1:1: the file cannot be opened");
}

// Reads one map with the keys `name`, `days`, `on`, `mode` and `list`, as a real reader would.
std::vector<std::string> mistakes(const std::string& text) {
  YamlErrors errors("p.yaml");
  const auto tree = parse_yaml(text, "p.yaml");
  EXPECT_TRUE(tree.has_value());
  YamlMap top = YamlValue(*tree, errors).map();
  if (auto name = top.required("name")) name->text();
  if (auto days = top.optional("days")) days->integer(0, 400);
  if (auto on = top.optional("on")) on->boolean();
  const std::vector<std::string> modes{"off", "shadow", "enforce"};
  if (auto mode = top.optional("mode")) mode->choice(modes);
  if (auto list = top.optional("list")) {
    for (const YamlValue& item : list->list())
      item.integer(1, 9);
  }
  top.finish();
  std::vector<std::string> messages;
  for (const ConfigError& error : errors.take())
    messages.push_back(error.text());
  return messages;
}

TEST(YamlMap, ReadsWhatIsRight) {
  EXPECT_THAT(mistakes("name: a\ndays: 30\non: true\nmode: shadow\nlist: [1, 2]\n"), ElementsAre());
}

TEST(YamlMap, CollectsSeveralMistakesOfOneFile) {
  EXPECT_THAT(
      mistakes("days: 30 days\non: yes\nmode: shaddow\nlist: [1, ten]\nmdoe: off\n"),
      ElementsAre("p.yaml:1:1: the key \"name\" is missing",
                  "p.yaml:1:7: days: must be a whole number from 0 to 400",
                  "p.yaml:2:5: on: must be true or false",
                  "p.yaml:3:7: mode: must be one of off, shadow, enforce; did you mean \"shadow\"?",
                  "p.yaml:4:11: list[1]: must be a whole number from 1 to 9",
                  "p.yaml:5:1: mdoe: unknown key; did you mean \"mode\"?"));
}

TEST(YamlMap, RefusesWrongShapes) {
  EXPECT_THAT(mistakes("- a\n"), ElementsAre("p.yaml:1:1: must be a map of keys and values"));
  EXPECT_THAT(mistakes("name: [a]\nlist: 3\n"),
              ElementsAre("p.yaml:1:7: name: must be one word or text",
                          "p.yaml:2:7: list: must be a list"));
  EXPECT_THAT(mistakes("name: a\non: \"true\"\n"),
              ElementsAre("p.yaml:2:5: on: must be true or false"));
}

TEST(YamlErrors, StopsCountingWhereMistakesAreConsequences) {
  YamlErrors errors("p.yaml");
  for (int i = 0; i < 100; ++i)
    errors.add({i, 1}, "k", "wrong");
  EXPECT_EQ(errors.take().size(), kConfigErrorsMax);
}

TEST(NearestWord, SuggestsOnlyLikelySlips) {
  const std::vector<std::string> known{"number", "gross", "due_on", "CustomerID"};
  EXPECT_EQ(nearest_word("nubmer", known), "number");
  EXPECT_EQ(nearest_word("customerid", known), "CustomerID");
  EXPECT_EQ(nearest_word("due", known), "");
  EXPECT_EQ(nearest_word("duo_on", known), "due_on");
  EXPECT_EQ(nearest_word("xyz", known), "");
  EXPECT_EQ(nearest_word("", known), "");
  EXPECT_EQ(nearest_word(std::string(5000, 'n'), known), "");
}

}  // namespace
}  // namespace encours
