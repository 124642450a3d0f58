#include "src/views/table.h"

#include <algorithm>
#include <numeric>

#include "operators/domain/assert.h"

namespace encours::views {
namespace {

constexpr int kGap = 2;

std::string aligned(const Screen& screen, const Cell& cell, Align align, int width, bool last) {
  const auto fill = static_cast<std::size_t>(std::max(0, width - display_width(cell.text)));
  const std::string text = painted(screen, cell.paint, cell.text);
  if (align == Align::kRight) return std::string(fill, ' ') + text;
  return last ? text : text + std::string(fill, ' ');  // no blanks at the end of a line
}

}  // namespace

void Table::add_row(std::vector<Cell> cells) {
  ENCOURS_ASSERT(cells.size() == columns_.size(), "a row has one cell a column");
  rows_.push_back(std::move(cells));
}

void Table::add_rule() {
  rules_.push_back(rows_.size());
}

bool Table::blank(std::size_t column) const {
  return std::all_of(rows_.begin(), rows_.end(),
                     [column](const auto& row) { return row[column].text.empty(); });
}

std::vector<int> Table::widths() const {
  std::vector<int> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    int width = display_width(columns_[i].heading);
    for (const auto& row : rows_)
      width = std::max(width, display_width(row[i].text));
    widths.push_back(width);
  }
  return widths;
}

std::vector<std::size_t> Table::chosen(const Screen& screen) const {
  const std::vector<int> width = widths();
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!columns_[i].leave_out_when_blank || !blank(i)) chosen.push_back(i);
  }
  const auto total = [&] {
    int sum = -kGap;
    for (const std::size_t i : chosen)
      sum += width[i] + kGap;
    return sum;
  };
  while (screen.columns > 0 && total() > screen.columns) {
    // Of equal ranks the rightmost goes first.
    const auto last = std::max_element(
        chosen.begin(), chosen.end(),
        [this](std::size_t a, std::size_t b) { return columns_[a].rank <= columns_[b].rank; });
    if (last == chosen.end() || columns_[*last].rank == 0) break;
    chosen.erase(last);
  }
  return chosen;
}

std::vector<std::string> Table::left_out(const Screen& screen) const {
  const std::vector<std::size_t> stand = chosen(screen);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const bool stands = std::find(stand.begin(), stand.end(), i) != stand.end();
    if (!stands && !(columns_[i].leave_out_when_blank && blank(i))) {
      out.push_back(columns_[i].heading);
    }
  }
  return out;
}

std::string Table::text(const Screen& screen) const {
  const std::vector<std::size_t> shown = chosen(screen);
  const std::vector<int> width = widths();
  std::string out;
  const auto line = [&](const auto& cell_of) {
    std::string row;
    for (std::size_t place = 0; place < shown.size(); ++place) {
      const std::size_t i = shown[place];
      if (place > 0) row.append(kGap, ' ');
      row += aligned(screen, cell_of(i), columns_[i].align, width[i], place + 1 == shown.size());
    }
    row.erase(row.find_last_not_of(' ') + 1);
    out.append(row).append("\n");
  };
  line([this](std::size_t i) { return Cell{columns_[i].heading, Paint::kBold}; });
  for (std::size_t row = 0; row <= rows_.size(); ++row) {
    if (std::find(rules_.begin(), rules_.end(), row) != rules_.end() && row < rows_.size()) {
      int sum = -kGap;
      for (const std::size_t i : shown)
        sum += width[i] + kGap;
      std::string rule;
      for (int i = 0; i < sum; ++i)
        rule += "─";
      out.append(painted(screen, Paint::kDim, rule)).append("\n");
    }
    if (row < rows_.size()) line([&](std::size_t i) { return rows_[row][i]; });
  }
  return out;
}

}  // namespace encours::views
