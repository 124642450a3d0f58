// Any bytes as a file of JSON lines. Promised: the same rows however the bytes arrive, and no byte
// lost but blank lines.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "operators/domain/assert.h"
#include "src/ingest/jsonl/jsonl_reader.h"
#include "tests/fuzz/memory_input.h"

namespace encours {
namespace {

std::vector<std::string> read(std::string_view bytes, std::size_t piece_bytes) {
  const std::vector<std::string> columns{"a", "a.b", "a[0]", "a[1].b", "c d"};
  auto reader = JsonlReader::open(std::make_unique<MemoryInput>(bytes, piece_bytes), columns);
  std::vector<std::string> records;
  Row row;
  Reject reject;
  std::uint64_t last_line = 0;
  for (;;) {
    const RowOutcome outcome = reader->next(row, reject);
    if (outcome == RowOutcome::kEnd) return records;
    const bool good = outcome == RowOutcome::kRow;
    const std::uint64_t line = good ? row.line : reject.line;
    ENCOURS_ASSERT(line >= last_line && line >= 1, "lines rise");
    ENCOURS_ASSERT(good || !reject.detail.empty(), "a reject says why");
    last_line = line;
    std::string record = std::to_string(line) + (good ? " row" : " reject " + reject.raw);
    if (good) {
      ENCOURS_ASSERT(row.cells.size() == columns.size(), "one cell for each column asked for");
      ENCOURS_ASSERT(is_utf8(row.raw), "a row is text");
      for (const std::string_view cell : row.cells)
        record += "|" + std::string(cell);
    }
    records.push_back(std::move(record));
  }
}

}  // namespace
}  // namespace encours

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  ENCOURS_ASSERT(encours::read(bytes, 1U << 20U) == encours::read(bytes, 3),
                 "rows do not depend on how bytes arrive");
  return 0;
}
