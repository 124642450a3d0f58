// The shards of a data folder folded in memory, as the read commands look at them: as they stand
// now, as of a day, or as they were known at an instant.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "operators/domain/day.h"
#include "src/cli/command.h"
#include "src/cli/data_folder.h"
#include "src/engine/reader.h"

namespace encours::cli {

using ShardViews = std::vector<std::unique_ptr<ShardView>>;

// As they stand: the stored rows, and what the log holds beyond them.
tl::expected<ShardViews, Failure> views_of_now(DataFolder& folder);
// The same of the one shard that holds a client.
tl::expected<ShardViews, Failure> view_of_client(DataFolder& folder, const std::string& client_id);
// As of a day: what is posted later left out, everything else as it is known now.
tl::expected<ShardViews, Failure> views_as_of(DataFolder& folder, Day day);
// What the log said at an instant, microseconds since the epoch.
tl::expected<ShardViews, Failure> views_known_at(DataFolder& folder, std::int64_t instant_us);

// "credit.events at offset 1234 (4 partitions), day 2012-09-26": what the figures stand for.
std::string stands_for(DataFolder& folder, const ShardViews& views);

// The latest business day of the views, kNoDay if none has begun.
Day day_of(const ShardViews& views);

}  // namespace encours::cli
