// Where every shard of an installation stands: as its log says, as the workers of its group say of
// themselves, and, where they are at hand, as its rows say. Used by `encours status`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "encours/v1/outputs.pb.h"
#include "operators/domain/day.h"
#include "src/cli/command.h"
#include "src/cli/data_folder.h"
#include "src/engine/clock.h"

namespace encours::cli {

// What a worker says of a shard, or its standby.
struct Claim {
  std::int32_t ordinal = 0;
  std::string host;
  v1::ShardState state = v1::SHARD_STATE_UNSPECIFIED;
  std::int64_t next_offset = 0;
  std::int64_t until = 0;  // while it is restored
  std::optional<std::int64_t> commit_age_us;
  std::int64_t said_age_us = 0;
};

struct Standing {
  TopicPartition shard;
  std::int64_t end = 0;     // end of the log
  std::int64_t folded = 0;  // position committed in the log
  std::int64_t lag = 0;     // 0 also where only the log's own marks are left
  // Age of the first event that waits, by its logged_at.
  std::optional<std::int64_t> waiting_us;
  std::uint64_t log_hash = 0;
  Day day = kNoDay;
  std::optional<std::int64_t> stored;  // position of the rows on disk
  std::string full_hash;
  std::string facts_hash;
  std::optional<Claim> worker;
  std::optional<Claim> standby;
};

struct Standings {
  std::vector<Standing> shards;
  // Workers that say no shard is theirs.
  std::vector<Claim> idle;
};

// The rows are looked at where they lie beside an embedded log, or for their hashes.
tl::expected<Standings, Failure> read_standings(DataFolder& folder, bool hashes,
                                                const Clock& clock);

}  // namespace encours::cli
