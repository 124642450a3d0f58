#include "src/engine/log_reading.h"

#include <fmt/format.h>

#include "src/engine/decode.h"

namespace encours {
namespace {

// Records looked at to find the first that says when it was logged: ticks do not count.
constexpr std::size_t kWaitingRecordsMax = 16;

}  // namespace

Status check_position(const v1::Position& position, const ShardIdentity& identity) {
  if (position.cluster_id() != identity.cluster_id) {
    return tl::unexpected(Error{Fault::kRefused, "the positions are of another cluster"});
  }
  if (position.partition_count() != identity.partition_count) {
    return tl::unexpected(
        Error{Fault::kRefused, fmt::format("the log had {} partitions and has {}",
                                           position.partition_count(), identity.partition_count)});
  }
  return {};
}

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

Result<std::optional<std::int64_t>> first_logged_at_us(EventLog& log, const ShardIdentity& identity,
                                                       std::int64_t from) {
  const auto batch = log.read(identity.log, from, kWaitingRecordsMax);
  if (!batch) {
    return tl::unexpected(batch.error());
  }
  if ((*batch)->records.empty()) {
    return std::optional<std::int64_t>();
  }
  Decoded decoded;
  for (const Record& record : (*batch)->records) {
    const bool is_event =
        decode(record, identity.log, identity.partition_count, decoded).accepted() &&
        decoded.route != KindRoute::kShard && decoded.event.has_logged_at();
    if (is_event) {
      return std::optional(logged_at_us(decoded.event));
    }
  }
  return std::optional<std::int64_t>(0);
}

}  // namespace encours
