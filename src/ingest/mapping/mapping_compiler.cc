#include "src/ingest/mapping/mapping_compiler.h"

#include <algorithm>

#include <fmt/format.h>

#include "encours/v1/event.pb.h"

namespace encours {
namespace {

// In the order of the enums they stand for.
const std::vector<std::string> kFormats{"csv", "jsonl"};
const std::vector<std::string> kEncodings{"utf-8", "latin-1", "windows-1252"};
const std::vector<std::string> kRowOrders{"anywhere", "together"};
const std::vector<std::string> kRejectUnits{"row", "document"};
const std::vector<std::string> kDuplicates{"keep", "ignore"};
const std::vector<std::string> kModes{"events", "open-items-list"};

// More lines before a header are a report, not a file.
constexpr std::int64_t kSkipLinesMax = 1000;

constexpr std::string_view kInputFolder = "$input/";

std::vector<std::string> texts_of(const YamlValue& value) {
  std::vector<std::string> texts;
  for (const YamlValue& item : value.list())
    texts.push_back(item.text().value_or(""));
  return texts;
}

// NULL without quotes is no text to YAML, but here it is plain what is meant.
std::vector<std::string> blank_words_of(const YamlValue& value) {
  std::vector<std::string> words;
  for (const YamlValue& item : value.list()) {
    if (item.is_null()) {
      words.insert(words.end(), {"NULL", "Null", "null", "~"});
    } else {
      words.push_back(item.text().value_or(""));
    }
  }
  return words;
}

// A sign of one byte, such as a delimiter.
char read_sign(const YamlValue& value, char otherwise) {
  const std::string text = value.text().value_or("");
  const bool usable = text.size() == 1 && text[0] != '\n' && text[0] != '\r' && text[0] > 0;
  if (usable || text == "\\t") return usable ? text[0] : '\t';
  value.error("must be one character, or \\t");
  return otherwise;
}

}  // namespace

Program MappingCompiler::compile(const YamlValue& root) {
  YamlMap map = root.map();
  if (!root.is_map()) return {};
  if (const auto name = map.required("mapping")) {
    program_.feed = name->text().value_or("");
    if (program_.feed.empty() || !is_utf8(program_.feed)) name->error("needs a name");
  }
  read_format(map);
  read_shapes(map);
  read_tables(map);
  expressions_.emplace(columns_, table_names_, program_.shapes);
  read_defaults(map);
  read_group(map);
  read_row_id(map);
  read_revision(map);
  program_.ignore_when = read_conditions(map, "ignore_when");
  program_.reject_when = read_conditions(map, "reject_when");
  if (const auto events = map.required("events")) {
    EventCompiler compiler(*expressions_, defaults_, program_.plain_words);
    program_.events = compiler.events(*events);
  }
  read_mode(map, root);
  map.finish();
  program_.columns = columns_.names();
  return std::move(program_);
}

void MappingCompiler::read_format(YamlMap& map) {
  if (const auto format = map.required("format")) {
    program_.format = static_cast<FileFormat>(format->choice(kFormats).value_or(0));
  }
  if (const auto options = map.optional("options")) read_options(*options);
}

void MappingCompiler::read_options(const YamlValue& value) {
  YamlMap map = value.map();
  if (const auto encoding = map.optional("encoding")) {
    program_.encoding = static_cast<TextEncoding>(encoding->choice(kEncodings).value_or(0));
  }
  if (program_.format == FileFormat::kCsv) read_header_options(map);
  map.finish();
}

void MappingCompiler::read_header_options(YamlMap& map) {
  CsvShape& csv = program_.csv;
  if (const auto delimiter = map.optional("delimiter")) csv.delimiter = read_sign(*delimiter, ',');
  if (const auto quote = map.optional("quote")) {
    const bool none = quote->is_scalar() && quote->node().text == "none";
    csv.quote = none ? '\0' : read_sign(*quote, '"');
  }
  if (csv.quote == csv.delimiter) map.value().error("quote and delimiter are the same");
  if (const auto lines = map.optional("skip_lines")) {
    csv.skip_lines = static_cast<int>(lines->integer(0, kSkipLinesMax).value_or(0));
  }
  const auto header = map.optional("header");
  const bool has_header = !header || header->boolean().value_or(true);
  const auto columns = map.optional("columns");
  if (columns) {
    csv.columns = texts_of(*columns);
    if (has_header) columns->error("are named by the header; say header: false");
  } else if (!has_header) {
    header->error("without a header the columns must be named: columns: [a, b, c]");
  }
}

void MappingCompiler::read_shapes(YamlMap& map) {
  const auto shapes = std::make_shared<Shapes>();
  shapes->dates.push_back(*DateShape::compile("YYYY-MM-DD"));
  if (const auto dates = map.optional("dates")) {
    ExpressionCompiler::read_dates(*dates, shapes->dates);
  }
  if (const auto numbers = map.optional("numbers")) {
    ExpressionCompiler::read_numbers(*numbers, shapes->numbers);
  }
  if (const auto blank = map.optional("blank")) program_.blank_words = blank_words_of(*blank);
  program_.shapes = shapes;
}

void MappingCompiler::read_tables(YamlMap& map) {
  const auto tables = map.optional("tables");
  if (!tables) return;
  for (const YamlMap::Entry& entry : tables->map().entries()) {
    TablePlan table;
    table.name = entry.key;
    YamlMap contents = entry.value.map();
    const bool in_file = contents.has("file") && (contents.has("key") || contents.has("value"));
    if (in_file) {
      read_file_table(entry.value, table);
    } else {
      read_inline_table(entry.value, table);
    }
    table_names_.push_back({table.name, !in_file});
    program_.tables.push_back(std::move(table));
  }
}

void MappingCompiler::read_inline_table(const YamlValue& value, TablePlan& table) {
  table.rows.name = table.name;
  if (!value.is_map()) return;
  for (const YamlMap::Entry& row : value.map().entries()) {
    table.rows.rows.emplace(row.key, row.value.text().value_or(""));
  }
}

// A table in a file of the mapping's own format: which columns make the key, which the value.
void MappingCompiler::read_file_table(const YamlValue& value, TablePlan& table) {
  YamlMap map = value.map();
  ColumnSet columns;
  ExpressionCompiler expressions(columns, table_names_, program_.shapes);
  table.rows.name = table.name;
  table.file = map.required("file")->text().value_or("");
  if (table.file.starts_with(kInputFolder)) {
    table.file.erase(0, kInputFolder.size());
    table.beside_input = true;
  }
  if (table.file.empty()) map.value().error("the file needs a name");
  if (const auto key = map.required("key")) table.key = expressions.columns(*key);
  if (const auto found = map.required("value")) table.value = expressions.columns(*found);
  table.columns = columns.names();
  map.finish();
}

void MappingCompiler::read_defaults(YamlMap& map) {
  if (const auto source = map.required("source")) {
    YamlMap parts = source->map();
    if (const auto system = parts.required("system")) {
      defaults_.source_system = expressions_->expression(*system, ValueType::kText);
    }
    if (const auto company = parts.required("company")) {
      defaults_.seller_company = expressions_->expression(*company, ValueType::kText);
    }
    parts.finish();
  }
  if (const auto client = map.optional("client_id")) {
    defaults_.client_id = expressions_->expression(*client, ValueType::kText);
    note_plain_word(*client, program_.plain_words);
  }
  if (const auto currency = map.optional("currency")) {
    defaults_.currency = expressions_->expression(*currency, ValueType::kText);
  }
}

void MappingCompiler::read_row_id(YamlMap& map) {
  if (const auto duplicates = map.optional("duplicates")) {
    program_.ignore_duplicates = duplicates->choice(kDuplicates) == 1U;
  }
  const auto row_id = map.optional("row_id");
  if (!row_id) return;
  if (!program_.group.empty()) {
    row_id->error("a document is told by what group_by names");
  } else if (!row_id->is_scalar() || row_id->node().text != "whole_row") {
    program_.row_id = expressions_->columns(*row_id);
  }
}

void MappingCompiler::read_revision(YamlMap& map) {
  const auto revision = map.optional("revision");
  if (!revision) return;
  const bool word = revision->is_scalar();
  if (word && revision->node().text == "none") return;
  if (word && revision->node().text == "file") {
    program_.revision_source = RevisionSource::kFile;
    return;
  }
  program_.revision_source = RevisionSource::kValue;
  program_.revision = expressions_->expression(*revision, ValueType::kText);
  if (program_.revision.op == Expression::Op::kConstant) {
    revision->error("must be none, file or a column");
  }
}

std::vector<NamedCondition> MappingCompiler::read_conditions(YamlMap& map, const std::string& key) {
  std::vector<NamedCondition> found;
  const auto conditions = map.optional(key);
  if (!conditions) return found;
  for (const YamlValue& item : conditions->list()) {
    YamlMap entry = item.map();
    NamedCondition named;
    if (const auto name = entry.required("name")) named.name = name->text().value_or("");
    if (const auto when = entry.required("when")) {
      named.condition = expressions_->condition(*when);
    }
    entry.finish();
    found.push_back(std::move(named));
  }
  return found;
}

void MappingCompiler::read_group(YamlMap& map) {
  const auto group = map.optional("group_by");
  if (!group) return;
  GroupPlan plan;
  if (group->is_map() && !ExpressionCompiler::is_expression(group->node())) {
    YamlMap parts = group->map();
    if (const auto key = parts.required("key")) plan.key = expressions_->columns(*key);
    if (const auto rows = parts.optional("rows")) {
      plan.together = rows->choice(kRowOrders) == 1U;
    }
    if (const auto reject = parts.optional("reject")) {
      plan.reject_document = reject->choice(kRejectUnits) == 1U;
    }
    parts.finish();
  } else {
    plan.key = expressions_->columns(*group);
  }
  program_.group.push_back(std::move(plan));
}

// In a list every row is an item: the account's list is put together from them by ingest.
void MappingCompiler::read_mode(YamlMap& map, const YamlValue& root) {
  const auto mode = map.optional("mode");
  program_.open_items_lists = mode && mode->choice(kModes) == 1U;
  if (!program_.open_items_lists) return;
  if (!program_.group.empty()) mode->error("puts the rows of an account together: no group_by");
  for (const EventPlan& event : program_.events) {
    if (event.kind != nullptr && event.kind->number() != v1::Event::kOpenItemsList) {
      root.error("in mode open-items-list every event is an open_items_list");
    }
  }
}

}  // namespace encours
