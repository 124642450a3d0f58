#include "src/ingest/csv/csv_reader.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "src/config/did_you_mean.h"

namespace encours {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool has(std::string_view text, char wanted) {
  return !text.empty() && std::memchr(text.data(), wanted, text.size()) != nullptr;
}

}  // namespace

tl::expected<std::unique_ptr<CsvReader>, FileProblem> CsvReader::open(
    std::unique_ptr<InputFile> input, const CsvShape& shape,
    const std::vector<std::string>& columns) {
  std::unique_ptr<CsvReader> reader(new CsvReader(std::move(input), shape));
  for (int skipped = 0; skipped < shape.skip_lines && reader->scan_line(); ++skipped) {
    reader->consume_row();
  }
  if (!shape.columns.empty()) {
    reader->header_ = shape.columns;
  } else if (std::string problem = reader->read_header(); !problem.empty()) {
    return tl::unexpected(FileProblem{"", std::move(problem), ""});
  }
  if (auto found = reader->find_columns(columns); !found) return tl::unexpected(found.error());
  return reader;
}

// Gives a sentence when there is no header that can be used.
std::string CsvReader::read_header() {
  const Scan found = scan_past_empty_lines();
  if (at_file_end_ && !buffer_.error().empty()) return buffer_.error();
  if (found == Scan::kEnd) return "the file is empty: not even a header";
  if (found == Scan::kBad) return "the header cannot be read: " + detail_;
  fill_views();
  for (const std::string_view name : all_) {
    if (!is_utf8(name)) return "the header is no UTF-8; say the encoding in the mapping";
    header_.emplace_back(trimmed(name));
  }
  consume_row();
  return "";
}

tl::expected<void, FileProblem> CsvReader::find_columns(const std::vector<std::string>& wanted) {
  for (const std::string& name : wanted) {
    const auto found = std::ranges::find(header_, name);
    if (found == header_.end()) {
      return tl::unexpected(FileProblem{name, fmt::format("the file has no column \"{}\"", name),
                                        nearest_word(name, header_)});
    }
    if (std::find(found + 1, header_.end(), name) != header_.end()) {
      return tl::unexpected(
          FileProblem{name, fmt::format("the file has two columns \"{}\"", name), ""});
    }
    wanted_.push_back(static_cast<std::size_t>(found - header_.begin()));
  }
  return {};
}

RowOutcome CsvReader::next(Row& row, Reject& reject) {
  consume_row();
  const Scan found = scan_past_empty_lines();
  const bool cut_off = at_file_end_ && !buffer_.error().empty() && !file_problem_told_;
  if (found == Scan::kEnd && !cut_off) return RowOutcome::kEnd;
  if (cut_off) {
    file_problem_told_ = true;
    detail_ = buffer_.error();
  } else if (found == Scan::kRow) {
    detail_ = check_row();
    if (detail_.empty()) {
      row = {cells_, all_, buffer_.visible().substr(0, raw_bytes_), line_};
      return RowOutcome::kRow;
    }
  }
  reject.reason = cut_off ? RowRejectReason::kBadFile : RowRejectReason::kBadRow;
  reject.line = line_;
  reject.column.clear();
  reject.detail = detail_;
  reject.raw = buffer_.visible().substr(0, raw_bytes_);
  return RowOutcome::kReject;
}

// Fills the cells; gives a sentence when the row cannot be used.
std::string CsvReader::check_row() {
  const std::string_view raw = buffer_.visible().substr(0, raw_bytes_);
  if (has(raw, '\0')) return "the row has a NUL byte";
  if (!is_utf8(raw)) return "the row is no UTF-8; say the encoding in the mapping";
  if (fields_.size() != header_.size()) {
    return fmt::format("{} fields, but the header has {}", fields_.size(), header_.size());
  }
  fill_views();
  cells_.clear();
  for (const std::size_t place : wanted_)
    cells_.push_back(all_[place]);
  return "";
}

void CsvReader::fill_views() {
  all_.clear();
  for (const Field& field : fields_) {
    const std::string_view text = field.unescaped ? unescaped_ : buffer_.visible();
    all_.push_back(text.substr(field.begin, field.end - field.begin));
  }
}

CsvReader::Scan CsvReader::scan_past_empty_lines() {
  Scan found = scan();
  while (found == Scan::kEmptyLine) {
    consume_row();
    found = scan();
  }
  return found;
}

// Finds the end of the physical line at the front; false at the end of the file.
bool CsvReader::scan_line() {
  fields_.clear();
  unescaped_.clear();
  detail_.clear();
  std::size_t end = 0;
  find('\n', 0, end);
  end_row(end);
  return used_bytes_ > 0;
}

CsvReader::Scan CsvReader::scan() {
  if (!scan_line()) return Scan::kEnd;
  if (raw_bytes_ > kCsvRowBytesMax) return too_long();
  const std::string_view line = buffer_.visible().substr(0, raw_bytes_);
  if (line.empty()) return Scan::kEmptyLine;
  return shape_.quote != '\0' && has(line, shape_.quote) ? split_quoted() : split_plain();
}

CsvReader::Scan CsvReader::split_plain() {
  const std::string_view line = buffer_.visible().substr(0, raw_bytes_);
  if (has(line, '\r')) return bad("a carriage return stands inside the row");
  for (std::size_t begin = 0;;) {
    const std::size_t stop = std::min(line.find(shape_.delimiter, begin), line.size());
    fields_.push_back({begin, stop, false});
    if (stop == line.size()) return Scan::kRow;
    if (fields_.size() == kCsvColumnsMax) return bad("the row has too many fields");
    begin = stop + 1;
  }
}

// Reads field by field; the row may end on a later line than the one at the front.
CsvReader::Scan CsvReader::split_quoted() {
  for (std::size_t at = 0;; ++at) {
    const bool quoted = visible_at(at) && buffer_.visible()[at] == shape_.quote;
    if (quoted && !quoted_field(at)) return bad("a quote is opened and never closed");
    const bool readable = quoted || unquoted_field(at);
    const char stop = visible_at(at) ? buffer_.visible()[at] : '\n';
    if (readable && stop == shape_.delimiter && fields_.size() < kCsvColumnsMax) continue;
    const bool before_line_end =
        stop == '\n' || (stop == '\r' && visible_at(at + 1) && buffer_.visible()[at + 1] == '\n');
    std::size_t end = 0;
    find('\n', at, end);
    end_row(end);
    if (raw_bytes_ > kCsvRowBytesMax) return too_long();
    if (!readable) return bad("a carriage return stands inside the row");
    if (stop == shape_.delimiter) return bad("the row has too many fields");
    return before_line_end ? Scan::kRow : bad("text follows a closing quote");
  }
}

// From an opening quote to behind the closing one; false when there is none within the limit.
bool CsvReader::quoted_field(std::size_t& at) {
  Field field{at + 1, at + 1, false};
  for (std::size_t begin = at + 1;;) {
    std::size_t quote = 0;
    if (!find(shape_.quote, begin, quote)) return false;
    const bool twice = visible_at(quote + 1) && buffer_.visible()[quote + 1] == shape_.quote;
    if (twice || field.unescaped) {
      if (!field.unescaped) field.begin = unescaped_.size();
      field.unescaped = true;
      unescaped_ += buffer_.visible().substr(begin, quote - begin + (twice ? 1 : 0));
    }
    begin = quote + 2;
    if (twice) continue;
    field.end = field.unescaped ? unescaped_.size() : quote;
    fields_.push_back(field);
    at = quote + 1;
    return true;
  }
}

// To the delimiter or the end of the line; false when a carriage return stands alone in it.
bool CsvReader::unquoted_field(std::size_t& at) {
  const std::size_t begin = at;
  while (visible_at(at) && buffer_.visible()[at] != shape_.delimiter &&
         buffer_.visible()[at] != '\n') {
    ++at;
  }
  std::string_view text = buffer_.visible().substr(begin, at - begin);
  if (visible_at(at) && buffer_.visible()[at] == '\n' && text.ends_with('\r')) {
    text.remove_suffix(1);
  }
  fields_.push_back({begin, begin + text.size(), false});
  return !has(text, '\r');
}

// The front is no row: as far as the last end_row said.
CsvReader::Scan CsvReader::bad(std::string detail) {
  detail_ = std::move(detail);
  return Scan::kBad;
}

// Cut into pieces, so that every byte is in some reject.
CsvReader::Scan CsvReader::too_long() {
  end_row(kCsvRowBytesMax);
  return bad(fmt::format("the row is longer than {} bytes", kCsvRowBytesMax));
}

bool CsvReader::visible_at(std::size_t at) {
  while (at >= buffer_.visible().size()) {
    if (!buffer_.more()) return false;
  }
  return true;
}

// False when the file or the limit of a row ends first; `at` is then that end.
bool CsvReader::find(char wanted, std::size_t from, std::size_t& at) {
  for (;;) {
    const std::string_view visible = buffer_.visible();
    const std::size_t found = visible.find(wanted, from);
    if (found <= kCsvRowBytesMax) {
      at = found;
      return true;
    }
    if (visible.size() > kCsvRowBytesMax) {
      at = kCsvRowBytesMax + 1;
      return false;
    }
    from = visible.size();
    if (!buffer_.more()) {
      at = from;
      return false;
    }
  }
}

// The row ends before `end`, where a line end stands, or the file ends, or the limit is.
void CsvReader::end_row(std::size_t end) {
  const std::string_view visible = buffer_.visible();
  const bool line_end = end < visible.size() && visible[end] == '\n';
  at_file_end_ = end == visible.size();
  raw_bytes_ = line_end && end > 0 && visible[end - 1] == '\r' ? end - 1 : end;
  used_bytes_ = line_end ? end + 1 : end;
}

void CsvReader::consume_row() {
  const std::string_view used = buffer_.visible().substr(0, used_bytes_);
  line_ += static_cast<std::uint64_t>(std::ranges::count(used, '\n'));
  buffer_.consume(used.size());
  raw_bytes_ = 0;
  used_bytes_ = 0;
}

}  // namespace encours
