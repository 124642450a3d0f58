// Opens the files of a mapping: its rows by the mapping's format, and its lookup tables. Used by
// the ingester.
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "src/ingest/mapping/program.h"
#include "src/ingest/row.h"

namespace encours {

// The rows of a file with the columns asked for. The error is a sentence that begins with the
// file's name.
tl::expected<std::unique_ptr<RowReader>, std::string> open_rows(
    const Program& program, const std::string& file, const std::vector<std::string>& columns);

// The same of an input that is open already; `name` stands in the error.
tl::expected<std::unique_ptr<RowReader>, std::string> rows_of(
    const Program& program, const std::string& name, std::unique_ptr<InputFile> input,
    const std::vector<std::string>& columns);

// Columns of a mapping that the file must have: all but those of every row.
std::vector<std::string> file_columns(const Program& program);

// The lookup tables in the order of the mapping; those beside the input are looked for in the
// folder of `input`. A table that cannot be read to its end, or holds two values for one key, is an
// error.
tl::expected<std::vector<LookupTable>, std::string> load_tables(const Program& program,
                                                                const std::string& input);

}  // namespace encours
