// Any bytes as a CSV file. Promised: the same rows however the bytes arrive, lines that only rise,
// and no byte lost: what is in no row is in a reject. The first byte chooses the shape.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "operators/domain/assert.h"
#include "src/ingest/csv/csv_reader.h"
#include "tests/fuzz/memory_input.h"

namespace encours {
namespace {

// Rows and rejects, one after the other.
struct Reading {
  std::vector<std::string> records;
  std::size_t bytes = 0;  // in rows and rejects, line ends not counted
};

std::size_t without_line_ends(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::ranges::count_if(
                           text, [](char byte) { return byte == '\n' || byte == '\r'; }));
}

Reading read(std::string_view bytes, const CsvShape& shape, std::size_t piece_bytes) {
  Reading reading;
  auto reader = CsvReader::open(std::make_unique<MemoryInput>(bytes, piece_bytes), shape, {"a"});
  if (!reader) {
    ENCOURS_ASSERT(!reader.error().problem.empty(), "a refusal says why");
    reading.records.push_back(reader.error().problem);
    return reading;
  }
  Row row;
  Reject reject;
  std::uint64_t last_line = 0;
  for (;;) {
    const RowOutcome outcome = (*reader)->next(row, reject);
    if (outcome == RowOutcome::kEnd) return reading;
    const bool good = outcome == RowOutcome::kRow;
    const std::string_view raw = good ? row.raw : std::string_view(reject.raw);
    const std::uint64_t line = good ? row.line : reject.line;
    ENCOURS_ASSERT(line >= last_line && line >= 1, "lines rise");
    ENCOURS_ASSERT(!good || row.cells.size() == 1, "one cell for each column asked for");
    ENCOURS_ASSERT(good || !reject.detail.empty(), "a reject says why");
    last_line = line;
    reading.bytes += without_line_ends(raw);
    std::string record = std::to_string(line) + (good ? " row " : " reject ") + std::string(raw);
    if (good) record += "|" + std::string(row.cells[0]);
    reading.records.push_back(std::move(record));
  }
}

void check(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return;
  CsvShape shape;
  shape.delimiter = (data[0] & 1) != 0 ? ';' : ',';
  if ((data[0] & 2) != 0) shape.quote = '\0';
  const bool header = (data[0] & 4) != 0;
  if (!header) shape.columns = {"a", "b"};
  if (header) shape.skip_lines = data[0] >> 6U;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Reading whole = read(bytes, shape, 1U << 20U);
  const Reading pieces = read(bytes, shape, 1 + (data[0] >> 3U & 7U));
  ENCOURS_ASSERT(whole.records == pieces.records, "rows do not depend on how bytes arrive");
  if (header) return;
  const bool mark = bytes.starts_with("\xef\xbb\xbf");
  ENCOURS_ASSERT(whole.bytes == without_line_ends(bytes) - (mark ? 3 : 0), "no byte is lost");
}

}  // namespace
}  // namespace encours

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  encours::check(data, size);
  return 0;
}
