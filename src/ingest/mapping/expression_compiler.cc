#include "src/ingest/mapping/expression_compiler.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "src/config/did_you_mean.h"

namespace encours {
namespace {

using Op = Expression::Op;

struct Head {
  std::string_view key;
  Op op;
  bool number;  // may stand where a number is wanted
  bool text_or_date;
};

// The keys that make a map an expression; each map has exactly one.
constexpr auto kHeads = std::to_array<Head>({
    {"column", Op::kColumn, true, true},
    {"text", Op::kTemplate, true, true},
    {"table", Op::kLookup, true, true},
    {"first_of", Op::kFirstOf, true, true},
    {"total", Op::kSum, true, false},
    {"sum", Op::kSum, true, false},
    {"difference", Op::kDifference, true, false},
    {"product", Op::kProduct, true, false},
    {"min", Op::kMin, true, true},
    {"max", Op::kMax, true, true},
});

const Head* head_of(const YamlNode& node) {
  for (const Head& head : kHeads) {
    if (std::ranges::find(node.entries, head.key, &YamlEntry::key) != node.entries.end()) {
      return &head;
    }
  }
  return nullptr;
}

std::vector<std::string> head_names() {
  std::vector<std::string> names;
  for (const Head& head : kHeads)
    names.emplace_back(head.key);
  return names;
}

// {CustomerID} without quotes is a map to YAML: a key without a value.
bool is_unquoted_column(const YamlNode& node) {
  return node.entries.size() == 1 && node.entries[0].value.kind == YamlNode::Kind::kNull;
}

bool reads_text(const Expression& expression) {
  return expression.op == Op::kConstant || expression.op == Op::kColumn ||
         expression.op == Op::kTemplate || expression.op == Op::kLookup;
}

}  // namespace

ExpressionCompiler::ExpressionCompiler(ColumnSet& columns, const std::vector<TableName>& tables,
                                       std::shared_ptr<const Shapes> shapes)
    : columns_(columns), tables_(tables), shapes_(std::move(shapes)) {
  auto canonical = std::make_shared<Shapes>();
  canonical->dates.push_back(*DateShape::compile("YYYY-MM-DD"));
  canonical_ = std::move(canonical);
}

bool ExpressionCompiler::is_expression(const YamlNode& node) {
  return node.kind == YamlNode::Kind::kScalar ||
         (node.kind == YamlNode::Kind::kMap &&
          (head_of(node) != nullptr || is_unquoted_column(node)));
}

Expression ExpressionCompiler::expression(const YamlValue& value, ValueType type) {
  if (value.is_scalar()) return scalar(value, type);
  if (value.is_map() && head_of(value.node()) != nullptr) {
    YamlMap map = value.map();
    Expression expression = expression_of(map, type);
    map.finish();
    return expression;
  }
  if (value.is_map() && is_unquoted_column(value.node())) {
    const std::string& name = value.node().entries[0].key;
    value.error(fmt::format("write \"{{{0}}}\" in quotes, or {{column: {0}}}", name));
  } else if (value.is_null()) {
    value.error("needs a value");
  } else {
    const std::vector<std::string> heads = head_names();
    std::string suggestion;
    for (const YamlEntry& entry : value.node().entries) {
      if (suggestion.empty()) suggestion = nearest_word(entry.key, heads);
    }
    value.error(fmt::format("must be a text, or a map with one of {}", fmt::join(heads, ", ")),
                suggestion);
  }
  return {};
}

std::vector<Expression> ExpressionCompiler::expressions(const YamlValue& value, ValueType type) {
  std::vector<Expression> found;
  if (!value.is_list()) {
    found.push_back(expression(value, type));
    return found;
  }
  for (const YamlValue& item : value.list())
    found.push_back(expression(item, type));
  if (found.empty()) value.error("must not be empty");
  return found;
}

std::vector<Expression> ExpressionCompiler::columns(const YamlValue& value) {
  const std::vector<YamlValue> items = value.is_list() ? value.list() : std::vector{value};
  std::vector<Expression> found;
  for (const YamlValue& item : items) {
    Expression expression = this->expression(item, ValueType::kText);
    if (item.is_scalar() && expression.op == Op::kConstant) {
      expression = column(item, item.node().text);
      expression.shapes = shapes_;
    }
    found.push_back(std::move(expression));
  }
  if (found.empty()) value.error("must not be empty");
  return found;
}

Expression ExpressionCompiler::scalar(const YamlValue& value, ValueType type) {
  Expression expression = text_with_columns(value);
  expression.shapes = shapes_;
  if (expression.op == Op::kConstant) read_constant(value, type, expression);
  return expression;
}

// Splits "{a}-{b}" into columns and constants; {{ and }} are braces.
Expression ExpressionCompiler::text_with_columns(const YamlValue& value) {
  const std::string& text = value.node().text;
  Expression whole;
  whole.op = Op::kTemplate;
  std::string plain;
  const auto end_plain = [&] {
    if (plain.empty()) return;
    Expression part;
    part.text = plain;
    whole.operands.push_back(std::move(part));
    plain.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool twice = i + 1 < text.size() && text[i + 1] == text[i];
    if ((text[i] == '{' || text[i] == '}') && twice) {
      plain += text[i++];
    } else if (text[i] == '{') {
      const std::size_t close = text.find('}', i);
      if (close == std::string::npos) {
        value.error("a { is never closed; a brace itself is written {{");
        return {};
      }
      end_plain();
      whole.operands.push_back(column(value, text.substr(i + 1, close - i - 1)));
      i = close;
    } else if (text[i] == '}') {
      value.error("a } was never opened; a brace itself is written }}");
      return {};
    } else {
      plain += text[i];
    }
  }
  end_plain();
  if (whole.operands.empty()) whole.operands.emplace_back();
  // One part alone needs no joining.
  if (whole.operands.size() == 1) return whole.operands.front();
  return whole;
}

Expression ExpressionCompiler::column(const YamlValue& value, const std::string& name) {
  Expression expression;
  if (name.empty()) {
    value.error("a column needs a name");
  } else if (name.starts_with('$') && !columns_.has(name)) {
    const std::vector<std::string> known(kRowColumns.begin(), kRowColumns.end());
    value.error(fmt::format("there is no column {}", name), nearest_word(name, known));
  } else {
    expression.op = Op::kColumn;
    expression.column = columns_.place_of(name);
  }
  return expression;
}

void ExpressionCompiler::read_constant(const YamlValue& value, ValueType type,
                                       Expression& constant) {
  constant.shapes = canonical_;
  if (type == ValueType::kNumber) {
    constant.number = Decimal::parse(constant.text, canonical_->numbers);
    if (!constant.number) value.error("must be a number like 1234.50, or a column");
  } else if (type == ValueType::kDate) {
    constant.date = parse_date(constant.text, canonical_->dates);
    if (!constant.date) value.error("must be a date like 2024-12-31, or a column");
  }
}

Expression ExpressionCompiler::expression_of(YamlMap& map, ValueType type) {
  const Head& head = *head_of(map.value().node());
  const std::string key(head.key);
  const YamlValue value = *map.optional(key);
  const bool allowed = type == ValueType::kNumber ? head.number : head.text_or_date;
  const bool orders = head.op == Op::kMin || head.op == Op::kMax;
  if (!allowed || (type == ValueType::kText && orders)) {
    value.error(
        fmt::format("{} makes no {} here", key, type == ValueType::kDate ? "date" : "text"));
    return {};
  }
  Expression expression;
  if (key == "total") {
    expression = this->expression(value, type);
    expression.total = true;
    return expression;
  }
  expression.op = head.op;
  if (head.op == Op::kColumn) {
    expression = column(value, value.text().value_or(" "));
  } else if (head.op == Op::kTemplate) {
    if (value.text()) expression = scalar(value, type);
  } else if (head.op == Op::kLookup) {
    read_lookup(map, value, expression);
  } else {
    read_operands(value, type, expression);
  }
  if (!expression.shapes) expression.shapes = shapes_;
  read_text_modifiers(map, type, expression);
  if (type == ValueType::kNumber) read_number_modifiers(map, expression);
  if (reads_text(expression)) read_shapes(map, type, expression);
  return expression;
}

void ExpressionCompiler::read_operands(const YamlValue& value, ValueType type,
                                       Expression& expression) {
  for (const YamlValue& item : value.list()) {
    expression.operands.push_back(this->expression(item, type));
    check_inner(item, expression.operands.back());
  }
  if (value.is_list() && expression.operands.empty()) value.error("must not be empty");
}

// What only makes sense where a field is filled, not within an expression or a condition.
void ExpressionCompiler::check_inner(const YamlValue& value, const Expression& expression) {
  if (expression.rounding && !expression.digits) {
    value.error("say digits: to how many digits is rounded here");
  }
  if (expression.total) value.error("a total fills a field by itself");
}

void ExpressionCompiler::read_lookup(YamlMap& map, const YamlValue& table, Expression& expression) {
  const std::string name = table.text().value_or("");
  const auto found = std::ranges::find(tables_, name, &TableName::name);
  if (found == tables_.end()) {
    std::vector<std::string> names;
    for (const TableName& known : tables_)
      names.push_back(known.name);
    table.error(fmt::format("there is no table \"{}\"", name), nearest_word(name, names));
  } else {
    expression.table = static_cast<std::size_t>(found - tables_.begin());
    if (found->in_mapping) expression.shapes = canonical_;
  }
  if (const auto key = map.required("key")) {
    expression.operands = columns(*key);
  }
}

}  // namespace encours
