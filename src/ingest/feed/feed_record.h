// A record of a feed topic as it came: what a codec reads and a dead letter keeps. Made by whoever
// reads the topic; the views live as long as that reader's batch.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "src/ports.h"

namespace encours {

struct FeedRecord {
  TopicPartition from;
  std::int64_t offset = 0;
  std::optional<std::string_view> key;    // nothing: null, which is not an empty key
  std::optional<std::string_view> value;  // nothing: null, a tombstone
  std::span<const HeaderView> headers;
  std::int64_t timestamp_ms = kNoTimestamp;  // since 1970, by the producer or the broker
};

// The value of the first header of a name; nothing if there is none. Letters count, as Kafka has
// it.
std::optional<std::string_view> header_of(std::span<const HeaderView> headers,
                                          std::string_view name);

}  // namespace encours
