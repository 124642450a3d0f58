// Rows that make one document (group_by): kept until the document is complete, then put together.
// Used by the ingester.
//
// Every row is first read as if it were the whole document. What is a list gets the items of each
// row, what is a total is added up, and everything else must be the same in all rows: a row that
// says otherwise is rejected, because the document would be told wrong in silence.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "src/ingest/mapping/event_builder.h"
#include "src/ingest/row.h"

namespace encours {

// A row that outlives its reader.
class StoredRow {
 public:
  explicit StoredRow(const Row& row);

  // Views of the cells into `cells`, valid as long as the row.
  void append_cells(std::vector<std::string_view>& cells) const;
  const std::string& raw() const { return raw_; }
  std::uint64_t line() const { return line_; }
  std::size_t bytes() const;

 private:
  std::string text_;
  std::vector<std::int32_t> lengths_;  // -1 = absent
  std::string raw_;
  std::uint64_t line_;
};

struct Document {
  std::string key;
  std::vector<StoredRow> rows;
};

// The documents of a file whose rows are not all there yet, in the order of their first rows.
class DocumentStore {
 public:
  // False when the store is full.
  bool add(const std::string& key, const Row& row);
  bool empty() const { return documents_.empty(); }
  const std::string& last_key() const { return documents_.back().key; }
  std::vector<Document> take();

 private:
  std::vector<Document> documents_;
  std::unordered_map<std::string, std::size_t> places_;
  std::size_t bytes_ = 0;
};

// Puts the events of the rows of one document together.
class DocumentBuilder {
 public:
  // Takes the events of the next row. Gives the failure when they do not belong to the rows before.
  std::optional<Failure> add(std::span<BuiltEvent> row);
  bool empty() const { return events_.empty(); }
  // The events of the whole document.
  std::span<BuiltEvent> finish();

 private:
  void begin(std::span<BuiltEvent> row);
  std::optional<Failure> check_agreement(std::span<const BuiltEvent> row);

  // Of each event: what was put together so far, what all rows must agree on, and that with the
  // totals so far.
  std::vector<BuiltEvent> events_;
  std::vector<v1::Event> headers_;
  std::vector<std::string> header_bytes_;
  std::vector<v1::Event> sums_;
  bool has_totals_ = false;
};

}  // namespace encours
