// The columns that a mapping reads, each with its place in the row. The compiler adds them as it
// meets them; the reader of the file is then asked for just these.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace encours {

// Columns that every row has, whatever the file: they stand before those of the file, in this
// order.
inline constexpr std::array<std::string_view, 4> kRowColumns{
    "$file",      // name of the file, without its folders
    "$line",      // physical line where the row begins
    "$row_id",    // what makes the row: see row_id
    "$position",  // 1, 2, 3 ... among the rows of its document: see group_by
};
enum RowColumn : std::size_t { kFileColumn, kLineColumn, kRowIdColumn, kPositionColumn };

class ColumnSet {
 public:
  // A set with the columns that every row has, or an empty one for a lookup table.
  static ColumnSet of_rows() { return ColumnSet({kRowColumns.begin(), kRowColumns.end()}); }
  ColumnSet() = default;

  // The place of a column, added if it is new.
  std::size_t place_of(std::string_view name) {
    const auto found = std::ranges::find(names_, name);
    const auto place = static_cast<std::size_t>(found - names_.begin());
    if (found == names_.end()) names_.emplace_back(name);
    return place;
  }
  bool has(std::string_view name) const { return std::ranges::find(names_, name) != names_.end(); }
  const std::vector<std::string>& names() const { return names_; }

 private:
  explicit ColumnSet(std::vector<std::string> names) : names_(std::move(names)) {}

  std::vector<std::string> names_;
};

}  // namespace encours
