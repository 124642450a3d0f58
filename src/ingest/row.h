// A row of a feed as the mapping sees it, and the reader that every format implements. Used by the
// ingester.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "src/ingest/reject.h"

namespace encours {

// What a cell is in a row that lacks its column (possible in JSON): a view without data, told from
// a blank one.
inline constexpr std::string_view kAbsentCell{};

// Views into the reader; valid until its next call.
struct Row {
  // The columns that the reader was asked for, in that order. Not trimmed.
  std::span<const std::string_view> cells;
  // All that makes the row what it is, for comparing rows: every cell of a CSV row, the text of a
  // JSON line.
  std::span<const std::string_view> content;
  // As it stands in the file, without its line end.
  std::string_view raw;
  // Physical line where it begins, from 1.
  std::uint64_t line = 0;
};

enum class RowOutcome { kRow, kReject, kEnd };

class RowReader {
 public:
  virtual ~RowReader() = default;

  // The next row, or the next piece of the file that is no row: then line, reason, column, detail
  // and raw of the reject are filled. After kEnd only kEnd follows.
  virtual RowOutcome next(Row& row, Reject& reject) = 0;

  // Bytes of the file on disk that have been used.
  virtual std::uint64_t bytes_used() const = 0;
};

// Why a file cannot be read at all.
struct FileProblem {
  std::string column;      // the column that is missing, empty for any other problem
  std::string problem;     // a sentence for people
  std::string suggestion;  // the nearest column there is
};

}  // namespace encours
