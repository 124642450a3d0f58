#include "src/cli/snapshot_home.h"

#include <fmt/format.h>

#include "src/engine/limits.h"
#include "src/snapshot/directory_store.h"
#include "src/snapshot/s3_store.h"
#include "src/snapshot/store_place.h"

namespace encours::cli {
namespace {

S3Options s3_options(const Settings& settings, const std::atomic<bool>* stop) {
  S3Options options;
  options.endpoint = settings.s3_endpoint;
  options.region = settings.s3_region;
  options.access_key = settings.s3_access_key;
  options.secret_key = settings.s3_secret_key;
  options.stop = stop;
  if (!options.access_key.empty()) return options;
  Environment environment = process_environment();
  options.access_key = environment["AWS_ACCESS_KEY_ID"];
  options.secret_key = environment["AWS_SECRET_ACCESS_KEY"];
  options.session_token = environment["AWS_SESSION_TOKEN"];
  return options;
}

}  // namespace

tl::expected<std::unique_ptr<SnapshotHome>, Failure> SnapshotHome::open(
    const Settings& settings, std::optional<FoldIdentity> identity, SnapshotHooks hooks,
    const std::atomic<bool>* stop) {
  const auto place = parse_store_place(settings.snapshot_store);
  if (!place) {
    return tl::unexpected(Failure{ExitCode::kConfig, "snapshots.store: " + place.error()});
  }
  std::unique_ptr<SnapshotStore> store;
  if (place->in_s3()) {
    S3Options options = s3_options(settings, stop);
    if (options.access_key.empty() || options.secret_key.empty()) {
      return tl::unexpected(Failure{
          ExitCode::kConfig,
          fmt::format("{} needs two keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or "
                      "snapshots.s3_access_key and snapshots.s3_secret_key",
                      settings.snapshot_store)});
    }
    store = std::make_unique<S3Store>(*place, std::move(options));
  } else {
    store = std::make_unique<DirectoryStore>(place->folder);
  }
  return std::unique_ptr<SnapshotHome>(
      new SnapshotHome(std::move(store), std::move(identity), std::move(hooks)));
}

FoldIdentity fold_identity(DataFolder& folder) {
  return {folder.log().cluster_id(), folder.partitions(), kFoldVersion};
}

Snapshotter::Copy copy_of_open_rows(DataFolder& folder) {
  return [&folder](const TopicPartition& shard, const std::filesystem::path& copy) {
    return folder.rows().checkpoint(shard, copy);
  };
}

std::filesystem::path copies_folder(const DataFolder& folder) {
  return std::filesystem::path(folder.path()) / "copies";
}

}  // namespace encours::cli
