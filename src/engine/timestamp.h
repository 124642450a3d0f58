// Instants between the wire and microseconds since the epoch.
#pragma once

#include <cstdint>

#include "google/protobuf/timestamp.pb.h"

namespace encours {

inline constexpr std::int64_t kMicrosPerSecond = 1'000'000;

inline std::int64_t micros_of(const google::protobuf::Timestamp& at) {
  return at.seconds() * kMicrosPerSecond + at.nanos() / 1'000;
}

inline void set_micros(google::protobuf::Timestamp& at, std::int64_t micros) {
  at.set_seconds(micros / kMicrosPerSecond);
  at.set_nanos(static_cast<std::int32_t>(micros % kMicrosPerSecond * 1'000));
}

}  // namespace encours
