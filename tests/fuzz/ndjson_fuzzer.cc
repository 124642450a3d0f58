// Any bytes as one line of canonical JSON. Promised: what the quick reader takes, protobuf takes
// too and in the same sense; what was read is printed and read back without a difference.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <google/protobuf/util/message_differencer.h>

#include "operators/domain/assert.h"
#include "src/ingest/ndjson/event_json.h"
#include "src/ingest/ndjson/event_parser.h"
#include "src/ingest/reject.h"

namespace encours {
namespace {

using google::protobuf::util::MessageDifferencer;

void check(std::string_view line) {
  if (!is_utf8(line)) return;
  v1::Event quick;
  v1::Event slow;
  const bool quickly = parse_event_quickly(line, quick);
  const std::string problem = parse_event_slowly(line, slow);
  if (quickly) {
    ENCOURS_ASSERT(problem.empty(), "protobuf takes what the quick reader takes");
    ENCOURS_ASSERT(MessageDifferencer::Equals(quick, slow), "and in the same sense");
  }
  if (!problem.empty()) return;
  std::string printed;
  append_json(printed, slow);
  v1::Event back;
  ENCOURS_ASSERT(parse_event(printed, back).empty(), "what was printed can be read");
  ENCOURS_ASSERT(MessageDifferencer::Equals(slow, back), "and is the same");
}

}  // namespace
}  // namespace encours

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  encours::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
