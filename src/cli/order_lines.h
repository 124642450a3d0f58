// Orders with the decisions said on them: rows of the shards joined with the topic of decisions.
// Used by the commands that show orders.
#pragma once

#include <map>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "encours/v1/outputs.pb.h"
#include "src/cli/data_folder.h"
#include "src/views/order_list.h"

namespace encours::cli {

// The last decision on each order of a partition, by what decision_subject() says.
using Decisions = std::map<std::string, v1::OrderDecision>;
tl::expected<Decisions, Failure> read_decisions(DataFolder& folder, std::int32_t partition);

// The orders in the book of an account, with their decisions.
std::vector<views::OrderLine> order_lines(Rows& rows, const AccountKey& account,
                                          const Decisions& decisions);

}  // namespace encours::cli
