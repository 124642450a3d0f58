#include "src/engine/log_reading.h"

namespace encours {

Result<std::optional<v1::Position>> position_of(EventLog& log, const TopicPartition& shard) {
  const Result<std::optional<std::string>> bytes = log.last_position(shard);
  if (!bytes) {
    return tl::unexpected(bytes.error());
  }
  if (!bytes->has_value()) {
    return std::optional<v1::Position>();
  }
  v1::Position position;
  if (!position.ParseFromString(**bytes)) {
    return tl::unexpected(Error{Fault::kCorrupt, "a position record cannot be decoded"});
  }
  return std::optional(std::move(position));
}

}  // namespace encours
