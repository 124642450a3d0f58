// Lines of a text file, for the formats that have one record on each: JSON lines of any shape and
// canonical events.
#pragma once

#include <memory>
#include <string_view>

#include "src/ingest/byte_buffer.h"
#include "src/ingest/reject.h"
#include "src/ingest/row.h"

namespace encours {

// A record beyond this is no record: a megabyte of JSON on one line is a whole export without line
// ends.
inline constexpr std::size_t kLineBytesMax = 4U << 20U;

struct Line {
  std::string_view text;  // without its end; valid until the next call
  std::uint64_t number = 0;
};

// Gives every line that is not blank. Too long lines (in pieces), lines with NUL bytes or bytes
// that are no UTF-8, and the end of a damaged file come as rejects, so that every byte is in a line
// or in a reject.
class LineReader {
 public:
  explicit LineReader(std::unique_ptr<InputFile> input) : buffer_(std::move(input)) {}

  RowOutcome next(Line& line, Reject& reject);
  std::uint64_t bytes_used() const { return buffer_.bytes_used(); }

 private:
  bool scan();
  void consume();
  bool blank() const;
  bool cut_off() const;
  std::string_view text() const { return buffer_.visible().substr(0, text_bytes_); }

  ByteBuffer buffer_;
  std::size_t text_bytes_ = 0;
  std::size_t used_bytes_ = 0;
  std::uint64_t number_ = 1;
  bool at_file_end_ = false;
  bool too_long_ = false;
  bool file_problem_told_ = false;
};

}  // namespace encours
