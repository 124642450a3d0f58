// Events on their way into the logs: whether a feed may send them, and to which partitions under
// which key. The one way there is, for replay, the inbox, the standard input, the policy and
// topics.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "encours/v1/event.pb.h"
#include "src/ingest/reject.h"
#include "src/ports.h"

namespace encours {

// Bytes of one event: as many as the fold takes (kEventBytesMax).
inline constexpr std::size_t kRoutedBytesMax = std::size_t{1} << 20U;

// A live event is stamped with the clock of ingest; the source's own instant moves to entered_at.
void stamp_live(v1::Event& event, std::int64_t now_us);

class Router {
 public:
  // Of credit.events, the one log that is folded.
  explicit Router(std::int32_t partitions) : partitions_(partitions) {}

  // The key of an event that may be sent; empty on broadcast kinds, which go to every partition.
  static std::string_view key_of(const v1::Event& event);

  // Adds the records of an event: one to the partition of its key, or one to each partition with
  // the key `~all/<partition>`. Or says why it may not be sent, and adds nothing.
  std::optional<Failure> add(const v1::Event& event, std::vector<Append>& records) const;

  // The same of an event that was looked at before, as key_of() and its bytes.
  void add(std::string_view key, std::string_view event_bytes, std::vector<Append>& records) const;

 private:
  std::int32_t partitions_;
};

}  // namespace encours
