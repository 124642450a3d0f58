#include "src/ingest/row_source.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "src/config/did_you_mean.h"
#include "src/ingest/csv/csv_reader.h"
#include "src/ingest/jsonl/jsonl_reader.h"
#include "src/ingest/mapping/columns.h"
#include "src/ingest/mapping/evaluator.h"

namespace encours {
namespace {

// A table is held in memory; beyond this it is a database.
constexpr std::size_t kTableRowsMax = 5'000'000;

// A word that fills a field as it is, and is also the name of a column: the writer forgot to say
// column.
std::string find_forgotten_column(const Program& program, const std::vector<std::string>& header) {
  for (const PlainWord& plain : program.plain_words) {
    if (std::ranges::find(header, plain.word) == header.end()) continue;
    return fmt::format(
        "the mapping fills {0} with the word \"{1}\" (line {2}), but the file has a column of that "
        "name; write {{column: {1}}}, or {{text: {1}}} if the word itself is meant",
        plain.key, plain.word, plain.position.line);
  }
  return "";
}

// The texts of expressions joined; empty when one of them is blank.
std::string joined(Evaluator& evaluator, const std::vector<Expression>& expressions,
                   std::string_view separator, std::string& problem) {
  std::string text;
  for (const Expression& expression : expressions) {
    std::string_view part;
    const Outcome outcome = evaluator.text(expression, part);
    if (outcome == Outcome::kFailed) problem = evaluator.failure().detail;
    if (outcome != Outcome::kValue) return "";
    if (&expression != &expressions.front()) text += separator;
    text += part;
  }
  return text;
}

tl::expected<LookupTable, std::string> load_table(const Program& program, const TablePlan& plan,
                                                  const std::string& file) {
  auto reader = open_rows(program, file, plan.columns);
  if (!reader) return tl::unexpected(fmt::format("table {}: {}", plan.name, reader.error()));
  const auto refuse = [&](std::uint64_t line, std::string_view problem) {
    return tl::unexpected(fmt::format("table {}: {}:{}: {}", plan.name, file, line, problem));
  };
  LookupTable table;
  table.name = plan.name;
  Evaluator evaluator({}, plan.columns, program.blank_words);
  Row row;
  Reject reject;
  for (;;) {
    const RowOutcome outcome = (*reader)->next(row, reject);
    if (outcome == RowOutcome::kEnd) return table;
    if (outcome == RowOutcome::kReject) return refuse(reject.line, reject.detail);
    evaluator.set_row(row.cells);
    std::string problem;
    std::string key = joined(evaluator, plan.key, std::string_view(&kKeySeparator, 1), problem);
    std::string value = joined(evaluator, plan.value, "/", problem);
    if (!problem.empty()) return refuse(row.line, problem);
    if (key.empty()) continue;
    const auto [place, added] = table.rows.emplace(std::move(key), value);
    if (!added && place->second != value) {
      std::string shown = place->first;
      std::ranges::replace(shown, kKeySeparator, '/');
      return refuse(row.line, fmt::format("{} has two values, {} and {}", in_quotes(shown),
                                          in_quotes(place->second), in_quotes(value)));
    }
    if (table.rows.size() > kTableRowsMax) return refuse(row.line, "the table has too many rows");
  }
}

}  // namespace

tl::expected<std::unique_ptr<RowReader>, std::string> open_rows(
    const Program& program, const std::string& file, const std::vector<std::string>& columns) {
  auto input = open_input(file, program.encoding);
  if (!input) return tl::unexpected(file + ": " + input.error());
  return rows_of(program, file, std::move(*input), columns);
}

tl::expected<std::unique_ptr<RowReader>, std::string> rows_of(
    const Program& program, const std::string& name, std::unique_ptr<InputFile> input,
    const std::vector<std::string>& columns) {
  if (program.format == FileFormat::kJsonl) {
    return std::unique_ptr<RowReader>(JsonlReader::open(std::move(input), columns));
  }
  auto reader = CsvReader::open(std::move(input), program.csv, columns);
  if (!reader) {
    const FileProblem& problem = reader.error();
    return tl::unexpected(
        fmt::format("{}: {}{}", name, problem.problem, did_you_mean(problem.suggestion)));
  }
  if (std::string forgotten = find_forgotten_column(program, (*reader)->header());
      !forgotten.empty()) {
    return tl::unexpected(name + ": " + forgotten);
  }
  return std::unique_ptr<RowReader>(std::move(*reader));
}

std::vector<std::string> file_columns(const Program& program) {
  return {program.columns.begin() + kRowColumns.size(), program.columns.end()};
}

tl::expected<std::vector<LookupTable>, std::string> load_tables(const Program& program,
                                                                const std::string& input) {
  std::vector<LookupTable> tables;
  for (const TablePlan& plan : program.tables) {
    if (plan.file.empty()) {
      tables.push_back(plan.rows);
      continue;
    }
    const std::filesystem::path folder =
        plan.beside_input ? std::filesystem::path(input).parent_path() : "";
    auto table = load_table(program, plan, (folder / plan.file).string());
    if (!table) return tl::unexpected(table.error());
    tables.push_back(std::move(*table));
  }
  return tables;
}

}  // namespace encours
