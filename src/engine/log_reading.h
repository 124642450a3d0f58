// Reading a log without a session: where a shard's owner stands, and the records before an offset.
// Used by readers and by the audit.
#pragma once

#include <optional>

#include "encours/v1/outputs.pb.h"
#include "src/engine/limits.h"
#include "src/ports.h"

namespace encours {

// P of the shard; nothing before its owner's first transaction.
Result<std::optional<v1::Position>> position_of(EventLog& log, const TopicPartition& shard);

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
