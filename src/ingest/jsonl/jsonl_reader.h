// Rows of a JSONL file: one JSON object on each line, its values addressed by paths such as
// customer.id or lines[0].amount. Used by the ingester for `format: jsonl`.
//
// Numbers keep the digits they are written with: 0.10 is "0.10", never a binary fraction. true and
// false are the words, null is a blank, an object or array where a value is wanted rejects the row.
// A key that stands twice in one object is refused too: readers disagree on which one counts.
// Nothing is read below a depth of 32.
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <unordered_map>
#include <vector>

#include "src/ingest/line_reader.h"
#include "src/ingest/row.h"

namespace encours {

inline constexpr int kJsonDepthMax = 32;

class JsonlReader : public RowReader {
 public:
  static std::unique_ptr<JsonlReader> open(std::unique_ptr<InputFile> input,
                                           const std::vector<std::string>& columns);

  RowOutcome next(Row& row, Reject& reject) override;
  std::uint64_t bytes_used() const override { return lines_.bytes_used(); }

 private:
  class Collector;

  JsonlReader(std::unique_ptr<InputFile> input, const std::vector<std::string>& columns);

  LineReader lines_;
  std::unordered_map<std::string, std::size_t> places_;  // path to place in the row
  std::vector<std::string> values_;
  std::vector<bool> present_;
  std::vector<std::string_view> cells_;
  std::string_view content_;
};

}  // namespace encours
