// Any bytes as records of a log. Promised: each is refused with a reason or folded, a refused one
// leaves no trace, and no bytes stop a shard.
//
//   size:u16 little-endian, that many bytes of an event; and again
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/stubs/logging.h>

#include "operators/domain/assert.h"
#include "operators/topology.h"
#include "schemas/topics.h"
#include "src/engine/decode.h"
#include "src/engine/nothing_store.h"
#include "src/engine/shard.h"
#include "src/engine/ticks.h"
#include "src/policy/embedded.h"
#include "src/policy/policy.h"

namespace encours {
namespace {

constexpr std::size_t kRecordsMax = 32;
constexpr std::size_t kCacheBytes = std::size_t{64} << 20;

class Fold {
 public:
  Fold() : shard_({"fuzz", log_, 1}, client_topology(), nothing_, kCacheBytes, true) {
    v1::Event policy;
    policy.set_event_id("policy");
    *policy.mutable_policy() = default_policy();
    record(policy.SerializeAsString());
    record(day_turned_event(*parse_day("2025-06-02")).SerializeAsString());
  }

  void record(const std::string& value) {
    v1::Event event;
    const bool readable = event.ParseFromString(value);
    const std::string key = !readable                   ? "C1"
                            : event.has_policy()        ? broadcast_key(0)
                            : event.client_id().empty() ? shard_key(0)
                                                        : event.client_id();
    const Record record{0, offset_++, key, value, {}};
    const Hash128 before = shard_.hashes().full;
    const Verdict verdict = decode(record, log_, 1, decoded_);
    outputs_.clear();
    const bool stored = shard_.fold(record, decoded_, verdict, &outputs_).has_value();
    ENCOURS_ASSERT(stored && !shard_.poisoned().has_value(), "no bytes stop a shard");
    const bool refused = outputs_.size() == 1 && outputs_.front().to.topic == "credit.events.dlq";
    ENCOURS_ASSERT(!refused || shard_.hashes().full == before, "a refused one leaves no trace");
    ENCOURS_ASSERT(verdict.accepted() || refused, "what cannot be decoded is a dead letter");
    shard_.commit_transaction();
  }

 private:
  const TopicPartition log_{std::string(topic_of(Log::kEvents)), 0};
  NothingStore nothing_;
  Shard shard_;
  Decoded decoded_;
  std::vector<Append> outputs_;
  std::int64_t offset_ = 0;
};

void check(std::string_view bytes) {
  Fold fold;
  for (std::size_t records = 0; bytes.size() >= 2 && records < kRecordsMax; ++records) {
    const std::size_t size = static_cast<unsigned char>(bytes[0]) +
                             std::size_t{256} * static_cast<unsigned char>(bytes[1]);
    bytes.remove_prefix(2);
    fold.record(std::string(bytes.substr(0, size)));
    bytes.remove_prefix(std::min(size, bytes.size()));
  }
}

}  // namespace
}  // namespace encours

// protobuf would say on the terminal of every text that is no UTF-8.
extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  google::protobuf::SetLogHandler(nullptr);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  encours::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
