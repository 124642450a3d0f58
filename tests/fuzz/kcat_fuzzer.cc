// Any bytes as records that kcat has printed. Promised: the same records however the bytes arrive,
// every record as long as its lengths say, and a sentence for what is none.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "operators/domain/assert.h"
#include "src/cli/kcat_stream.h"
#include "tests/fuzz/memory_input.h"

namespace encours {
namespace {

std::vector<std::string> read(std::string_view bytes, std::size_t piece_bytes) {
  cli::KcatStream stream(std::make_unique<MemoryInput>(bytes, piece_bytes));
  std::vector<std::string> records;
  std::size_t given = 0;
  cli::KcatRecord record;
  for (;;) {
    const auto more = stream.next(record);
    if (!more) {
      ENCOURS_ASSERT(!more.error().empty(), "a refusal says why");
      records.push_back(more.error());
      return records;
    }
    if (!*more) return records;
    ENCOURS_ASSERT(!record.from.topic.empty() && record.from.partition >= 0, "it has a place");
    const std::string_view key = record.key.value_or("");
    const std::string_view value = record.value.value_or("");
    given += key.size() + value.size();
    ENCOURS_ASSERT(given <= bytes.size(), "no byte is given twice");
    std::string line = record.from.topic + "/" + std::to_string(record.from.partition) + " ";
    line += std::to_string(record.offset) + (record.key ? " key " : " null ") + std::string(key);
    records.push_back(line + (record.value ? " value " : " null ") + std::string(value));
  }
}

}  // namespace
}  // namespace encours

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  ENCOURS_ASSERT(encours::read(bytes, 1U << 20U) == encours::read(bytes, 3),
                 "records do not depend on how bytes arrive");
  return 0;
}
