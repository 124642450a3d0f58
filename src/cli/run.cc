// encours run: the service.
#include <atomic>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "src/cli/commands.h"
#include "src/cli/policy_feed.h"
#include "src/cli/service.h"
#include "src/cli/service_process.h"
#include "src/cli/settings_file.h"
#include "src/cli/snapshot_home.h"
#include "src/snapshot/snapshotter.h"

namespace encours::cli {
namespace {

struct Options {
  std::string settings;
  bool no_input = false;
  bool standby = false;
};

// Where the settings say, told in the log; nothing when they name no store.
tl::expected<std::unique_ptr<SnapshotHome>, Failure> open_snapshots(const Settings& settings,
                                                                    DataFolder& folder,
                                                                    const std::atomic<bool>& stop) {
  if (settings.snapshot_store.empty()) return nullptr;
  SnapshotHooks hooks;
  hooks.alert = [](const std::string& message) { spdlog::error("{}", message); };
  hooks.note = [](const std::string& message) { spdlog::info("{}", message); };
  auto home = SnapshotHome::open(settings, fold_identity(folder), std::move(hooks), &stop);
  if (home) folder.restore_from((*home)->snapshots());
  return home;
}

std::unique_ptr<Snapshotter> begin_snapshots(const Settings& settings, SnapshotHome& home,
                                             DataFolder& folder, const Clock& clock) {
  Snapshotter::Hooks hooks{[](const std::string& message) { spdlog::info("{}", message); },
                           [](const std::string& message) {
                             spdlog::error("{}; tried again after the next interval", message);
                           },
                           [&clock] { return clock.now_us(); }};
  auto snapshotter = std::make_unique<Snapshotter>(
      home.snapshots(), folder.shards(), copy_of_open_rows(folder),
      SnapshotterSettings{std::chrono::seconds(settings.snapshot_interval_s),
                          static_cast<std::size_t>(settings.snapshot_keep), Reuse::kStored,
                          copies_folder(folder)},
      std::move(hooks));
  snapshotter->begin();
  spdlog::info("snapshots every {} s in {}, {} kept of each shard", settings.snapshot_interval_s,
               home.snapshots().store().place(), settings.snapshot_keep);
  return snapshotter;
}

tl::expected<void, Failure> serve(Service& service, const Settings& settings,
                                  const v1::Policy& policy, DataFolder& folder,
                                  SnapshotHome* snapshots, const std::atomic<bool>& stop,
                                  const Clock& clock) {
  if (auto told = append_policy(folder.log(), policy, clock.now_us()); !told) {
    return tl::unexpected(told.error());
  }
  spdlog::info("data {}, inbox {}, policy {}, time zone {}", settings.data_folder,
               settings.inbox_folder, policy.version(), policy.time_zone());
  const auto snapshotter =
      snapshots != nullptr ? begin_snapshots(settings, *snapshots, folder, clock) : nullptr;
  return service.run(stop);
}

Outcome run_service(const Options& options, const Terminal&) {
  const auto settings = settings_of(options.settings);
  if (!settings) return tl::unexpected(settings.error());
  if (options.standby && settings->kafka_brokers.empty()) {
    return tl::unexpected(Failure{ExitCode::kConfig,
                                  "--standby: the log is embedded, and nobody else can fold it; "
                                  "set kafka.brokers, or leave out --standby"});
  }
  const auto policy = policy_of(settings->policy_file);
  if (!policy) return tl::unexpected(policy.error());
  auto zone = TimeZone::find(policy->time_zone());
  if (!zone) return tl::unexpected(Failure{ExitCode::kConfig, zone.error().message});
  // Before the log is opened: a cluster that is away makes that long.
  const std::atomic<bool>& stop = listen_to_signals();
  log_to_standard_error();
  auto folder = DataFolder::open(*settings);
  if (!folder) return tl::unexpected(folder.error());

  const SystemClock clock;
  const auto snapshots = open_snapshots(*settings, *folder, stop);
  if (!snapshots) return tl::unexpected(snapshots.error());
  Service service(*folder, *settings, clock, std::move(*zone), !options.no_input);
  if (options.standby) {
    if (auto stood = service.stand_by(stop); !stood) return tl::unexpected(stood.error());
  }
  if (!stop) {
    if (auto served = serve(service, *settings, *policy, *folder, snapshots->get(), stop, clock);
        !served) {
      return tl::unexpected(served.error());
    }
  }
  spdlog::info("stopped; all is on the disk");
  return ExitCode::kOk;
}

void bind_run(CLI::App& command, Options& options) {
  command
      .add_option("-c,--config", options.settings,
                  "Settings of the service; environment and defaults alone unless told")
      ->type_name("ENCOURS.yaml");
  command.add_flag("--no-input", options.no_input,
                   "Do not read the standard input; take files from the inbox alone");
  command.add_flag(
      "--standby", options.standby,
      "Shadow the worker of kafka.ordinal, with the same settings and a data folder of "
      "one's own, and take its place when it falls silent");
}

}  // namespace

void add_run_command(CLI::App& app, Chosen& chosen) {
  add_command<Options>(
      app, chosen, "run",
      "The service: folds events as they come.\n\n"
      "Works on a local log until SIGTERM or SIGINT. Canonical events come by the standard input, "
      "one JSON object a line, and by files dropped "
      "into the inbox folder: write a file as NAME.part and rename it. What was taken moves to "
      "done/, or to rejected/ with the lines that are no events beside it; no file is taken twice. "
      "The day turns at midnight of the policy's time zone. Read commands work beside it. The "
      "first signal ends it cleanly, the second at once.",
      {{"encours config example settings > encours.yaml && encours run -c encours.yaml",
        "with settings of one's own"},
       {"encours ingest --mapping m.yaml today.csv | encours run -c encours.yaml",
        "events straight from a mapping"},
       {"encours run -c encours.yaml --standby", "beside a worker on Kafka, on another machine"},
       {"encours run --no-input", "the inbox alone, by defaults and environment"}},
      &bind_run, &run_service);
}

}  // namespace encours::cli
