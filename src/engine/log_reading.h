// Reading a log without a session: where a shard's owner stands, the records before an offset, and
// what waits behind it. Used by readers, by the audit and by who watches.
#pragma once

#include <optional>

#include "encours/v1/outputs.pb.h"
#include "src/engine/limits.h"
#include "src/engine/turns.h"
#include "src/ports.h"

namespace encours {

// Where the owners of shards say how far they have folded.
inline constexpr std::string_view kPositionsTopic = "credit.positions";

// Whether a position is of this log: of its cluster and its number of partitions.
Status check_position(const v1::Position& position, const ShardIdentity& identity);

// P of the shard; nothing before its owner's first transaction.
Result<std::optional<v1::Position>> position_of(EventLog& log, const TopicPartition& shard);

// When the first event of a shard at or after an offset was logged, microseconds since the epoch; 0
// where it does not say. Nothing: no record is there, or the log's own marks alone.
Result<std::optional<std::int64_t>> first_logged_at_us(EventLog& log, const ShardIdentity& identity,
                                                       std::int64_t from);

// Calls `visit` for every record in [from, until); an Error ends it.
template <class Visit>
Status for_each_record(EventLog& log, const TopicPartition& partition, std::int64_t from,
                       std::int64_t until, const Visit& visit) {
  while (from < until) {
    const auto batch = log.read(partition, from, kPollRecordsMax);
    if (!batch) {
      return tl::unexpected(batch.error());
    }
    if ((*batch)->records.empty()) {
      return {};
    }
    for (const Record& record : (*batch)->records) {
      if (record.offset >= until) {
        return {};
      }
      if (Status status = visit(record); !status) {
        return status;
      }
      from = record.offset + 1;
    }
  }
  return {};
}

}  // namespace encours
