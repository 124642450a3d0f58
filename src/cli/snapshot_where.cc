#include "src/cli/snapshot_where.h"

#include <algorithm>

#include "src/cli/settings_file.h"
#include "src/snapshot/store_place.h"

namespace encours::cli {

std::vector<TopicPartition> Where::wanted(std::vector<TopicPartition> shards) const {
  std::erase_if(shards, [this](const auto& shard) { return !wants(shard); });
  return shards;
}

void bind_where(CLI::App& command, Where& where, const char* data_help) {
  command
      .add_option("--store", where.store,
                  "A folder or s3://BUCKET/PREFIX; that of the settings unless told")
      ->type_name("STORE");
  command
      .add_option("-c,--config", where.settings,
                  "Settings of the service; environment and defaults alone unless told")
      ->type_name("ENCOURS.yaml");
  command.add_option("--data", where.data, data_help)->type_name("DIR");
  command.add_option("--partition", where.partition, "One partition; all unless told")
      ->type_name("P")
      ->check(CLI::NonNegativeNumber);
}

tl::expected<Settings, Failure> settings_for(const Where& where) {
  auto settings = settings_of(where.settings);
  if (!settings) return settings;
  if (!where.data.empty()) settings->data_folder = where.data;
  if (where.store.empty()) {
    if (!settings->snapshot_store.empty()) return settings;
    return tl::unexpected(
        Failure{ExitCode::kUsage,
                "--store: no store is named here, nor by snapshots.store in the settings (-c)"});
  }
  if (const auto place = parse_store_place(where.store); !place) {
    return tl::unexpected(Failure{ExitCode::kUsage, "--store: " + place.error()});
  }
  settings->snapshot_store = where.store;
  return settings;
}

SnapshotHooks Watch::hooks() {
  SnapshotHooks hooks;
  hooks.alert = [this](const std::string& message) { say(message); };
  hooks.note = hooks.alert;
  hooks.progress = [this](std::uint64_t done, std::uint64_t total) {
    if (!bar_) bar_.emplace(terminal_, what_, total);
    bar_->show(done);
    if (done == total) bar_.reset();
  };
  return hooks;
}

void Watch::say(const std::string& message) {
  bar_.reset();
  terminal_.say(message);
}

}  // namespace encours::cli
