// Writes CSV as RFC 4180 has it, with line feeds: cells that hold a comma, a quote or a line end
// are quoted. Used by the views for programs.
#pragma once

#include <string>
#include <string_view>

namespace encours::views {

class CsvWriter {
 public:
  void cell(std::string_view text);
  void end_row();
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
  bool row_begun_ = false;
};

}  // namespace encours::views
