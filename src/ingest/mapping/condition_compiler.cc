// YAML to conditions. See expression_compiler.h.
//
//   {column: Disputed, equals: "Yes"}   {column: Quantity, less_than: 0}   {column: due, before:
//   {column: posted}} {all: [..]}   {any: [..]}   {not: {..}}
#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "src/config/did_you_mean.h"
#include "src/ingest/mapping/expression_compiler.h"

namespace encours {
namespace {

using Op = Condition::Op;

struct Test {
  std::string_view key;
  Op op;
  ValueType type;
};

// The test decides how what stands beside it is read.
constexpr auto kTests = std::to_array<Test>({
    {"is", Op::kBlank, ValueType::kText},
    {"equals", Op::kEquals, ValueType::kText},
    {"in", Op::kEquals, ValueType::kText},
    {"starts_with", Op::kStartsWith, ValueType::kText},
    {"less_than", Op::kLess, ValueType::kNumber},
    {"at_most", Op::kAtMost, ValueType::kNumber},
    {"more_than", Op::kMore, ValueType::kNumber},
    {"at_least", Op::kAtLeast, ValueType::kNumber},
    {"before", Op::kLess, ValueType::kDate},
    {"on_or_before", Op::kAtMost, ValueType::kDate},
    {"after", Op::kMore, ValueType::kDate},
    {"on_or_after", Op::kAtLeast, ValueType::kDate},
});

const std::vector<std::string> kJunctions{"all", "any", "not"};
const std::vector<std::string> kPresence{"blank", "present"};

std::vector<std::string> known_words() {
  std::vector<std::string> words = kJunctions;
  for (const Test& test : kTests)
    words.emplace_back(test.key);
  return words;
}

const YamlEntry* entry_of(const YamlNode& node, std::string_view key) {
  const auto found = std::ranges::find(node.entries, key, &YamlEntry::key);
  return found == node.entries.end() ? nullptr : &*found;
}

}  // namespace

bool ExpressionCompiler::is_condition(const YamlNode& node) {
  const std::vector<std::string> words = known_words();
  return std::ranges::any_of(words,
                             [&](const auto& word) { return entry_of(node, word) != nullptr; });
}

Condition ExpressionCompiler::condition(const YamlValue& value) {
  YamlMap map = value.map();
  if (!value.is_map()) return {};
  for (const std::string& junction : kJunctions) {
    const auto inner = map.optional(junction);
    if (!inner) continue;
    Condition condition;
    condition.op = junction == "all" ? Op::kAll : junction == "any" ? Op::kAny : Op::kNot;
    if (condition.op == Op::kNot) {
      condition.parts.push_back(this->condition(*inner));
    } else {
      for (const YamlValue& part : inner->list())
        condition.parts.push_back(this->condition(part));
      if (inner->is_list() && condition.parts.empty()) inner->error("must not be empty");
    }
    map.finish();
    return condition;
  }
  std::vector<std::string> tests;
  for (const Test& test : kTests) {
    if (map.has(std::string(test.key))) tests.emplace_back(test.key);
  }
  if (tests.size() != 1 || !is_expression(value.node())) {
    std::string suggestion;
    const std::vector<std::string> words = known_words();
    for (const YamlEntry& entry : value.node().entries) {
      if (suggestion.empty() && !entry_of(value.node(), nearest_word(entry.key, words))) {
        suggestion = nearest_word(entry.key, words);
      }
    }
    value.error(fmt::format("must be a column with one test ({})", fmt::join(words, ", ")),
                suggestion);
    return {};
  }
  Condition condition = comparison(map, tests.front());
  map.finish();
  return condition;
}

Condition ExpressionCompiler::comparison(YamlMap& map, const std::string& test) {
  const Test& row = *std::ranges::find(kTests, test, &Test::key);
  Condition condition;
  condition.op = row.op;
  condition.type = row.type;
  condition.subject.push_back(expression_of(map, row.type));
  check_inner(map.value(), condition.subject.front());
  const YamlValue operand = *map.optional(test);
  if (test == "is") {
    condition.op = operand.choice(kPresence) == 1U ? Op::kPresent : Op::kBlank;
  } else if (test == "in" || test == "starts_with") {
    condition.operands = expressions(operand, row.type);
  } else {
    condition.operands.push_back(expression(operand, row.type));
  }
  return condition;
}

}  // namespace encours
