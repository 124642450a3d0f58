// Copies of a shard's rows, read as they lie in a folder that nobody has open. Used by src/snapshot
// through the port; made by src/cli and by tests.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "src/ports.h"

namespace encours {

class RocksRowFiles : public RowFiles {
 public:
  Result<std::optional<std::string>> meta(const std::filesystem::path& folder) const override;
  Status check(const std::filesystem::path& folder) const override;
};

}  // namespace encours
