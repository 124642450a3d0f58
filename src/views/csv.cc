#include "src/views/csv.h"

namespace encours::views {

void CsvWriter::cell(std::string_view text) {
  if (row_begun_) out_.push_back(',');
  row_begun_ = true;
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out_.append(text);
    return;
  }
  out_.push_back('"');
  for (const char letter : text) {
    if (letter == '"') out_.push_back('"');
    out_.push_back(letter);
  }
  out_.push_back('"');
}

void CsvWriter::end_row() {
  out_.push_back('\n');
  row_begun_ = false;
}

}  // namespace encours::views
