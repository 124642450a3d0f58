// The keys that say what is to be done with a value: default, round, plus_days, numbers ... See
// expression_compiler.h.
#include <algorithm>

#include <fmt/format.h>

#include "src/ingest/mapping/expression_compiler.h"

namespace encours {
namespace {

// No export pads numbers to more.
constexpr std::int64_t kZeroPadMax = 40;

// In the order of the enum Rounding.
const std::vector<std::string> kRoundings{"half_away", "half_even", "down"};
const std::vector<std::string> kCases{"upper", "lower"};
const std::vector<std::string> kNegatives{"minus", "parentheses", "trailing_minus"};

bool read_flag(YamlMap& map, const std::string& key) {
  const auto value = map.optional(key);
  return value && value->boolean().value_or(false);
}

std::vector<std::string> texts_of(const YamlValue& value) {
  std::vector<std::string> texts;
  for (const YamlValue& item : value.list())
    texts.push_back(item.text().value_or(""));
  return texts;
}

}  // namespace

void ExpressionCompiler::read_text_modifiers(YamlMap& map, ValueType type, Expression& expression) {
  expression.optional = read_flag(map, "optional");
  if (const auto fallback = map.optional("default")) {
    if (expression.optional) fallback->error("a value with a default needs no optional");
    expression.fallback.push_back(this->expression(*fallback, type));
  }
  if (type == ValueType::kDate) {
    if (const auto days = map.optional("plus_days")) {
      expression.plus_days.push_back(this->expression(*days, ValueType::kNumber));
    }
    if (const auto days = map.optional("minus_days")) {
      expression.minus_days.push_back(this->expression(*days, ValueType::kNumber));
    }
  }
  const bool made_of_others = expression.op != Expression::Op::kColumn &&
                              expression.op != Expression::Op::kTemplate &&
                              expression.op != Expression::Op::kLookup;
  if (made_of_others) return;
  expression.integer_text = read_flag(map, "integer_text");
  expression.strip_zeros = read_flag(map, "strip_zeros");
  if (const auto width = map.optional("zero_pad")) {
    expression.zero_pad = static_cast<std::size_t>(width->integer(1, kZeroPadMax).value_or(1));
  }
  if (const auto letters = map.optional("case")) {
    const auto choice = letters->choice(kCases);
    expression.letter_case = choice == 0U   ? Expression::LetterCase::kUpper
                             : choice == 1U ? Expression::LetterCase::kLower
                                            : Expression::LetterCase::kAsIs;
  }
}

void ExpressionCompiler::read_number_modifiers(YamlMap& map, Expression& expression) {
  expression.absolute = read_flag(map, "abs");
  expression.negated = read_flag(map, "negate");
  if (const auto rounding = map.optional("round")) {
    expression.rounding = static_cast<Rounding>(rounding->choice(kRoundings).value_or(0));
  }
  if (const auto digits = map.optional("digits")) {
    if (!expression.rounding) digits->error("says nothing without round");
    expression.digits = static_cast<int>(digits->integer(0, 9).value_or(0));
  }
}

void ExpressionCompiler::read_shapes(YamlMap& map, ValueType type, Expression& expression) {
  const auto own = std::make_shared<Shapes>(*shapes_);
  const bool number = type == ValueType::kNumber;
  const auto value = number                     ? map.optional("numbers")
                     : type == ValueType::kDate ? map.optional("dates")
                                                : std::nullopt;
  if (!value) return;
  if (number) {
    read_numbers(*value, own->numbers);
  } else {
    read_dates(*value, own->dates);
  }
  expression.shapes = own;
}

void ExpressionCompiler::read_numbers(const YamlValue& value, NumberShape& numbers) {
  YamlMap map = value.map();
  if (const auto sign = map.optional("decimal")) {
    numbers.decimal = sign->text().value_or(".");
    if (numbers.decimal != "." && numbers.decimal != ",") sign->error("must be \".\" or \",\"");
  }
  if (const auto sign = map.optional("thousands")) {
    numbers.thousands = sign->is_null() ? "" : sign->text().value_or("");
  }
  if (numbers.thousands == numbers.decimal) {
    value.error("the thousands sign and the decimal sign are the same");
  }
  if (const auto strip = map.optional("strip")) {
    numbers.strip = texts_of(*strip);
    if (std::ranges::find(numbers.strip, "") != numbers.strip.end()) {
      strip->error("an empty text cannot be taken out");
      numbers.strip.clear();
    }
  }
  if (const auto negative = map.optional("negative")) {
    numbers.minus = numbers.parentheses = numbers.trailing_minus = false;
    for (const YamlValue& item : negative->list()) {
      const auto choice = item.choice(kNegatives);
      numbers.minus = numbers.minus || choice == 0U;
      numbers.parentheses = numbers.parentheses || choice == 1U;
      numbers.trailing_minus = numbers.trailing_minus || choice == 2U;
    }
  }
  map.finish();
}

void ExpressionCompiler::read_dates(const YamlValue& value, DateShapes& dates) {
  dates.clear();
  for (const YamlValue& item : value.list()) {
    auto shape = DateShape::compile(item.text().value_or("YYYY-MM-DD"));
    if (shape) {
      dates.push_back(std::move(*shape));
    } else {
      item.error(shape.error());
    }
  }
  if (value.is_list() && dates.empty() && value.node().items.empty()) {
    value.error("must name at least one shape");
  }
}

}  // namespace encours
