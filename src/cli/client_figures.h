// The figures of clients, read from shards in memory through the operators' own reading functions.
// Used by the commands that show clients.
#pragma once

#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "operators/domain/keys.h"
#include "src/cli/shard_views.h"
#include "src/views/client_rows.h"

namespace encours::cli {

// Every account and currency of the views, or every account in the currency of its limit, in byte
// order of client, segment and currency.
tl::expected<std::vector<views::ClientRow>, Failure> client_rows(const ShardViews& views,
                                                                 views::RowsIn in);

// Calls `visit` for every account of the client that a shard knows; false when it knows none.
tl::expected<bool, Failure> for_each_account(
    ShardView& view, const std::string& client_id,
    const std::function<void(Rows& rows, const AccountKey& account)>& visit);

}  // namespace encours::cli
