// The top of a mapping: everything but its expressions and events. Used by Mapping alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "src/config/yaml_reader.h"
#include "src/ingest/mapping/columns.h"
#include "src/ingest/mapping/event_compiler.h"
#include "src/ingest/mapping/program.h"

namespace encours {

class MappingCompiler {
 public:
  // Reads the whole mapping; what comes back may only be used if no mistake was added to the errors
  // of `root`.
  Program compile(const YamlValue& root);

 private:
  void read_format(YamlMap& map);
  void read_options(const YamlValue& value);
  void read_header_options(YamlMap& map);
  void read_shapes(YamlMap& map);
  void read_tables(YamlMap& map);
  void read_inline_table(const YamlValue& value, TablePlan& table);
  void read_file_table(const YamlValue& value, TablePlan& table);
  void read_defaults(YamlMap& map);
  void read_row_id(YamlMap& map);
  void read_revision(YamlMap& map);
  std::vector<NamedCondition> read_conditions(YamlMap& map, const std::string& key);
  void read_group(YamlMap& map);
  void read_mode(YamlMap& map, const YamlValue& root);

  Program program_;
  ColumnSet columns_ = ColumnSet::of_rows();
  std::vector<TableName> table_names_;
  std::optional<ExpressionCompiler> expressions_;
  EventDefaults defaults_;
};

}  // namespace encours
