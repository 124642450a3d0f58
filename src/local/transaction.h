// Records and rows of the local log that become durable together: filled by a session or a feed,
// written by the commit queue, which gives the offsets. Used by src/local alone.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "src/local/log_layout.h"

namespace encours {

// A partition of the log, found once by name.
struct Place {
  std::size_t slot = 0;  // its number among all partitions of the log
  LogPartition numbers;
};

class Transaction {
 public:
  struct Entry {
    Place place;
    std::size_t begin;  // of the record's bytes, which end where the next one's begin
  };
  using Row = std::pair<std::string, std::string>;

  void add_record(const Place& place, const Append& record);
  void add_row(std::string key, std::string value);
  void clear();

  const std::vector<Entry>& entries() const { return entries_; }
  std::string_view bytes_of(std::size_t entry) const;
  const std::vector<Row>& rows() const { return rows_; }
  // What it comes to, near enough to bound it.
  std::size_t bytes() const;

 private:
  std::string bytes_;
  std::vector<Entry> entries_;
  std::vector<Row> rows_;
  std::size_t row_bytes_ = 0;
};

}  // namespace encours
