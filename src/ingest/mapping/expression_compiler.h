// YAML to expressions and conditions. Used by the mapping compiler; every mistake goes to the
// YamlErrors of the values, and what could not be compiled is then never run.
//
//   word                              itself
//   "{InvoiceNo}-{line}"              text with columns in it
//   {column: InvoiceDate, ...}        a column, and what is to be done with it
//   {table: terms, key: {column: t}}  a lookup
//   {first_of: [..]} {sum: [..]} {difference: [..]} {product: [..]} {min: [..]} {max: [..]} {total:
//   ..}
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "src/config/yaml_reader.h"
#include "src/ingest/mapping/columns.h"
#include "src/ingest/mapping/expression.h"

namespace encours {

// A lookup table that expressions may name.
struct TableName {
  std::string name;
  // Its values stand in the mapping itself, written like constants, and not in a file.
  bool in_mapping = true;
};

class ExpressionCompiler {
 public:
  // Columns and tables must outlive the compiler.
  ExpressionCompiler(ColumnSet& columns, const std::vector<TableName>& tables,
                     std::shared_ptr<const Shapes> shapes);

  // Whether a node is an expression, and not a map of fields.
  static bool is_expression(const YamlNode& node);
  // Whether a node is a condition.
  static bool is_condition(const YamlNode& node);

  Expression expression(const YamlValue& value, ValueType type);
  // A list of expressions, or one alone, where only columns make sense: a plain word is then the
  // name of one.
  std::vector<Expression> columns(const YamlValue& value);
  // An expression that stands in a map with other keys, which the caller asks for and then
  // finishes.
  Expression expression_of(YamlMap& map, ValueType type);
  Condition condition(const YamlValue& value);

  // How numbers and dates are written: what the value says, on top of what stands already.
  static void read_numbers(const YamlValue& value, NumberShape& numbers);
  static void read_dates(const YamlValue& value, DateShapes& dates);

 private:
  Expression scalar(const YamlValue& value, ValueType type);
  Expression text_with_columns(const YamlValue& value);
  Expression column(const YamlValue& value, const std::string& name);
  std::vector<Expression> expressions(const YamlValue& value, ValueType type);
  void read_constant(const YamlValue& value, ValueType type, Expression& constant);
  void read_operands(const YamlValue& value, ValueType type, Expression& expression);
  static void check_inner(const YamlValue& value, const Expression& expression);
  void read_lookup(YamlMap& map, const YamlValue& table, Expression& expression);
  void read_text_modifiers(YamlMap& map, ValueType type, Expression& expression);
  void read_number_modifiers(YamlMap& map, Expression& expression);
  void read_shapes(YamlMap& map, ValueType type, Expression& expression);
  Condition comparison(YamlMap& map, const std::string& test);

  ColumnSet& columns_;
  const std::vector<TableName>& tables_;
  std::shared_ptr<const Shapes> shapes_;
  std::shared_ptr<const Shapes> canonical_;  // how constants of the mapping itself are written
};

}  // namespace encours
