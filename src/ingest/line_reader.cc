#include "src/ingest/line_reader.h"

#include <algorithm>

#include <fmt/format.h>

namespace encours {

RowOutcome LineReader::next(Line& line, Reject& reject) {
  consume();
  while (scan() && blank() && !cut_off())
    consume();
  if (used_bytes_ == 0 && !cut_off()) return RowOutcome::kEnd;
  line = {text(), number_};
  reject.reason = RowRejectReason::kBadRow;
  reject.detail.clear();
  if (cut_off()) {
    file_problem_told_ = true;
    reject.reason = RowRejectReason::kBadFile;
    reject.detail = buffer_.error();
  } else if (too_long_) {
    reject.detail = fmt::format("the line is longer than {} bytes", kLineBytesMax);
  } else if (line.text.find('\0') != std::string_view::npos) {
    reject.detail = "the line has a NUL byte";
  } else if (!is_utf8(line.text)) {
    reject.detail = "the line is no UTF-8; say the encoding in the mapping";
  } else {
    return RowOutcome::kRow;
  }
  reject.line = number_;
  reject.column.clear();
  reject.raw = line.text;
  return RowOutcome::kReject;
}

bool LineReader::blank() const {
  return text().find_first_not_of(" \t\r") == std::string_view::npos;
}

bool LineReader::cut_off() const {
  return at_file_end_ && !buffer_.error().empty() && !file_problem_told_;
}

// Finds the end of the line at the front; false at the end of the file.
bool LineReader::scan() {
  std::size_t from = 0;
  std::size_t end = buffer_.visible().find('\n');
  while (end == std::string_view::npos && from <= kLineBytesMax) {
    from = buffer_.visible().size();
    if (!buffer_.more()) break;
    end = buffer_.visible().find('\n', from);
  }
  const std::string_view visible = buffer_.visible();
  const std::size_t length = std::min(end, visible.size());
  too_long_ = length > kLineBytesMax;
  const bool line_end = !too_long_ && length < visible.size();
  text_bytes_ = std::min(length, kLineBytesMax);
  used_bytes_ = line_end ? text_bytes_ + 1 : text_bytes_;
  at_file_end_ = used_bytes_ == visible.size() && !line_end;
  if (line_end && text().ends_with('\r')) --text_bytes_;
  return used_bytes_ > 0;
}

void LineReader::consume() {
  if (used_bytes_ > 0 && buffer_.visible()[used_bytes_ - 1] == '\n') ++number_;
  buffer_.consume(used_bytes_);
  text_bytes_ = 0;
  used_bytes_ = 0;
}

}  // namespace encours
