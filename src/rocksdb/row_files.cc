#include "src/rocksdb/row_files.h"

#include "fmt/format.h"
#include "rocksdb/db.h"
#include "src/rocksdb/database.h"

namespace encours {
namespace {

// As Shard names it: the one key that no row has.
constexpr const char* kMetaKey = "m";

Result<std::unique_ptr<Database>> open_copy(const std::filesystem::path& folder) {
  return Database::open(folder,
                        {.shape = Shape::kRows, .mode = OpenMode::kReadOnly, .budget = nullptr});
}

}  // namespace

Result<std::optional<std::string>> RocksRowFiles::meta(const std::filesystem::path& folder) const {
  const auto database = open_copy(folder);
  if (!database) return tl::unexpected(database.error());
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  std::string bytes;
  const rocksdb::Status status = (*database)->rocks().Get(options, kMetaKey, &bytes);
  if (status.ok()) return std::optional(std::move(bytes));
  if (status.IsNotFound()) return std::optional<std::string>();
  return tl::unexpected(to_error(status, fmt::format("reading {}", folder.string())));
}

Status RocksRowFiles::check(const std::filesystem::path& folder) const {
  const auto database = open_copy(folder);
  if (!database) return tl::unexpected(database.error());
  const rocksdb::Status status = (*database)->rocks().VerifyChecksum();
  if (status.ok()) return {};
  return tl::unexpected(to_error(status, fmt::format("reading all of {}", folder.string())));
}

}  // namespace encours
