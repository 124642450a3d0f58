// The snapshots of a store as a table, JSON lines or CSV. Used by `encours snapshot list`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "src/snapshot/snapshots.h"
#include "src/views/screen.h"

namespace encours::cli {

// `format`: table, json or csv.
std::string snapshot_list(const std::vector<SnapshotEntry>& entries, std::string_view format,
                          const views::Screen& screen);

}  // namespace encours::cli
