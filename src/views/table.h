// A text table for people: headings, columns aligned, numbers to the right. Used by all views that
// print tables.
//
// When the screen is too narrow, the columns of least rank are left out, whole, never a cell cut in
// half; the caller can say which. A column without anything in it may be left out too.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "src/views/screen.h"

namespace encours::views {

enum class Align : std::uint8_t { kLeft, kRight };

struct Column {
  std::string heading;
  Align align = Align::kLeft;
  int rank = 0;  // 0 always stands; the highest go first
  bool leave_out_when_blank = false;
};

struct Cell {
  std::string text;
  Paint paint = Paint::kPlain;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // As many cells as there are columns.
  void add_row(std::vector<Cell> cells);
  // The rows that follow are set apart by a line: totals.
  void add_rule();

  // The table, with a line end after each row.
  std::string text(const Screen& screen) const;
  // The headings of columns that had no room, in their order.
  std::vector<std::string> left_out(const Screen& screen) const;

  bool empty() const { return rows_.empty(); }

 private:
  std::vector<std::size_t> chosen(const Screen& screen) const;
  std::vector<int> widths() const;
  bool blank(std::size_t column) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
  std::vector<std::size_t> rules_;  // a line before the row of that number
};

}  // namespace encours::views
