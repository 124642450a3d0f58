// Rows of a CSV file by RFC 4180, strictly where the text is ambiguous, kindly where it is not.
// Used by the ingester for `format: csv`.
//
// - Rows end with LF or CRLF; quoted fields may hold both, the delimiter, and quotes written twice.
// - A quote inside a field that does not begin with one is itself: 12" pipe.
// - Empty lines are no rows. Other rows must have as many fields as the header.
// - Text after a closing quote, a carriage return alone, a NUL byte, bytes that are no UTF-8, a row
// or field beyond the
//   limits: the row is rejected, the next line goes on.
// - A quote that is never closed costs its own line only: reading goes on with the line after it.
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "src/ingest/byte_buffer.h"
#include "src/ingest/row.h"

namespace encours {

// A row of an export is a few hundred bytes; beyond this a quote was left open.
inline constexpr std::size_t kCsvRowBytesMax = 1U << 20U;
inline constexpr std::size_t kCsvColumnsMax = 4096;

struct CsvShape {
  char delimiter = ',';
  // '\0' = fields are never quoted.
  char quote = '"';
  // Lines before the header (or before the first row) that are no CSV.
  int skip_lines = 0;
  // Names of the columns of a file without a header; empty = the first row is the header.
  std::vector<std::string> columns;
};

class CsvReader : public RowReader {
 public:
  // Reads the header and finds the columns asked for. Names are compared without blanks around
  // them.
  static tl::expected<std::unique_ptr<CsvReader>, FileProblem> open(
      std::unique_ptr<InputFile> input, const CsvShape& shape,
      const std::vector<std::string>& columns);

  RowOutcome next(Row& row, Reject& reject) override;
  std::uint64_t bytes_used() const override { return buffer_.bytes_used(); }

  const std::vector<std::string>& header() const { return header_; }

 private:
  // What the scanner found at the front of the buffer.
  enum class Scan { kRow, kEmptyLine, kBad, kEnd };
  // Offsets and not views, because the buffer moves when it grows.
  struct Field {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool unescaped = false;  // the text is in unescaped_, not in the buffer
  };

  CsvReader(std::unique_ptr<InputFile> input, CsvShape shape)
      : buffer_(std::move(input)), shape_(std::move(shape)) {}

  std::string read_header();
  tl::expected<void, FileProblem> find_columns(const std::vector<std::string>& wanted);
  Scan scan_past_empty_lines();
  std::string check_row();

  // What stands at the front of the buffer, and where it ends.
  bool scan_line();
  Scan scan();
  Scan split_plain();
  Scan split_quoted();
  bool quoted_field(std::size_t& at);
  bool unquoted_field(std::size_t& at);
  Scan bad(std::string detail);
  Scan too_long();
  bool visible_at(std::size_t at);
  bool find(char wanted, std::size_t from, std::size_t& at);
  void end_row(std::size_t end);
  void fill_views();
  void consume_row();

  ByteBuffer buffer_;
  CsvShape shape_;
  std::vector<std::string> header_;
  std::vector<std::size_t> wanted_;  // place in the header of each column asked for

  // The row at the front of the buffer.
  std::vector<Field> fields_;
  std::string unescaped_;
  std::size_t raw_bytes_ = 0;   // without the line end
  std::size_t used_bytes_ = 0;  // with it
  std::uint64_t line_ = 1;      // physical line where it begins
  bool at_file_end_ = false;    // no line end came after it
  std::string detail_;          // why it is bad
  bool file_problem_told_ = false;

  std::vector<std::string_view> all_;
  std::vector<std::string_view> cells_;
};

}  // namespace encours
