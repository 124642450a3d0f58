// Any bytes as a mapping. Promised: mistakes with their places, or a program that makes of any row
// either events that can be written and read back, or a reject that says why. The rows have cells
// that are dates, numbers, words, blank and absent.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <google/protobuf/util/message_differencer.h>

#include "operators/domain/assert.h"
#include "src/ingest/document.h"
#include "src/ingest/mapping/columns.h"
#include "src/ingest/mapping/event_builder.h"
#include "src/ingest/mapping/mapping.h"
#include "src/ingest/ndjson/event_json.h"
#include "src/ingest/ndjson/event_parser.h"

namespace encours {
namespace {

constexpr std::array<std::string_view, 9> kCells{
    "2013-02-10", "105.92", "2/10/2013", "-7", "EUR", "word", "", "00042", kAbsentCell};
constexpr std::size_t kRows = 9;

void check_event(const v1::Event& event) {
  std::string printed;
  append_json(printed, event);
  v1::Event back;
  ENCOURS_ASSERT(parse_event(printed, back).empty(), "what was built can be written and read");
  ENCOURS_ASSERT(google::protobuf::util::MessageDifferencer::Equals(event, back), "the same");
  ENCOURS_ASSERT(event.body_case() != v1::Event::BODY_NOT_SET, "an event has a body");
  ENCOURS_ASSERT(event.has_logged_at(), "and an instant");
}

void check_program(const Program& program) {
  std::vector<LookupTable> tables;
  for (const TablePlan& plan : program.tables)
    tables.push_back(plan.rows);
  EventBuilder builder(program, tables, 1);
  DocumentBuilder document;
  std::vector<std::string_view> cells(program.columns.size());
  for (std::size_t row = 0; row < kRows; ++row) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      cells[i] = i < kRowColumns.size() ? "1" : kCells[(i * i + row) % kCells.size()];
    }
    std::string ignored;
    builder.ignored(cells, ignored);
    builder.joined(program.row_id, cells);
    const std::span<BuiltEvent> built = builder.build(cells);
    ENCOURS_ASSERT(!built.empty() || !builder.failure().detail.empty(), "a reject says why");
    for (const BuiltEvent& event : built)
      check_event(event.event);
    if (!built.empty()) document.add(built);
  }
  for (const BuiltEvent& event : document.finish())
    check_event(event.event);
}

void check(std::string_view text) {
  const auto mapping = Mapping::parse(text, "m.yaml");
  if (mapping) {
    check_program(mapping->program());
    return;
  }
  ENCOURS_ASSERT(!mapping.error().empty(), "a refusal says why");
  for (const ConfigError& error : mapping.error()) {
    ENCOURS_ASSERT(error.position.line >= 1 && error.position.column >= 1, "in a place");
    ENCOURS_ASSERT(!error.problem.empty(), "in words");
  }
}

}  // namespace
}  // namespace encours

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  encours::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
