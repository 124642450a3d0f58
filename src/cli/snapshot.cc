// encours snapshot: copies of the rows in a store elsewhere: made, listed, verified, brought back.
#include <algorithm>
#include <cstdlib>
#include <system_error>

#include <fmt/format.h>

#include "encours/v1/outputs.pb.h"
#include "src/cli/commands.h"
#include "src/cli/snapshot_home.h"
#include "src/cli/snapshot_list.h"
#include "src/cli/snapshot_where.h"
#include "src/engine/clock.h"

namespace encours::cli {
namespace {

namespace fs = std::filesystem;

struct Create {
  Where where;
  std::size_t keep = 0;
  bool full = false;
};

struct List {
  Where where;
  std::string format;
};

struct Verify {
  Where where;
};

struct Restore {
  Where where;
  std::int64_t until = -1;
};

// A folder of our own below TMPDIR, gone at the end.
class Scratch {
 public:
  static tl::expected<std::unique_ptr<Scratch>, Failure> make() {
    std::error_code code;
    std::string name = (fs::temp_directory_path(code) / "encours-verify-XXXXXX").string();
    if (code || ::mkdtemp(name.data()) == nullptr) {
      return tl::unexpected(
          Failure{ExitCode::kIo, "no temporary folder can be made; is TMPDIR writable?"});
    }
    return std::unique_ptr<Scratch>(new Scratch(name));
  }
  ~Scratch() { clear(); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const fs::path& path() const { return path_; }
  void clear() {
    std::error_code ignored;  // a leftover in the temporary folder harms nobody
    fs::remove_all(path_, ignored);
  }

 private:
  explicit Scratch(fs::path path) : path_(std::move(path)) {}
  fs::path path_;
};

tl::expected<std::vector<TopicPartition>, Failure> wanted_here(DataFolder& folder,
                                                               const Where& where) {
  auto shards = where.wanted(folder.shards());
  if (!shards.empty()) return shards;
  return tl::unexpected(
      Failure{ExitCode::kUsage, fmt::format("--partition: {} has the partitions 0 to {}",
                                            folder.path(), folder.partitions() - 1)});
}

// The rows of a shard at rest: opened for the moment of the copy.
Snapshotter::Copy copy_of_resting_rows(DataFolder& folder) {
  return [&folder](const TopicPartition& shard, const fs::path& copy) -> Result<bool> {
    std::error_code ignored;
    if (!fs::exists(folder.rows().path_of(shard) / "CURRENT", ignored)) return false;
    const auto store = folder.rows().open(shard);
    if (!store) return tl::unexpected(store.error());
    return folder.rows().checkpoint(shard, copy);
  };
}

Outcome run_create(const Create& create, const Terminal& terminal) {
  const auto settings = settings_for(create.where);
  if (!settings) return tl::unexpected(settings.error());
  auto folder = DataFolder::open_existing(*settings);
  if (!folder) return tl::unexpected(folder.error());
  const auto shards = wanted_here(*folder, create.where);
  if (!shards) return tl::unexpected(shards.error());
  Watch watch(terminal, "sending");
  auto home = SnapshotHome::open(*settings, fold_identity(*folder), watch.hooks(), nullptr);
  if (!home) return tl::unexpected(home.error());
  const SystemClock clock;
  Snapshotter::Hooks hooks{[&watch](const std::string& message) { watch.say(message); },
                           [&watch](const std::string& message) { watch.say(message); },
                           [&clock] { return clock.now_us(); }};
  SnapshotterSettings how;
  how.keep = create.keep;
  how.reuse = create.full ? Reuse::kNone : Reuse::kStored;
  how.scratch_folder = copies_folder(*folder);
  Snapshotter snapshotter((*home)->snapshots(), *shards, copy_of_resting_rows(*folder), how,
                          std::move(hooks));
  if (const Status made = snapshotter.round(); !made) {
    const Failure failure = failure_of(made.error());
    return tl::unexpected(Failure{
        failure.code, "not all snapshots could be made; the first failure: " + failure.message});
  }
  const SnapshotFigures& figures = (*home)->snapshots().figures();
  const bool all = figures.created == shards->size();
  watch.say(fmt::format(
      "{} snapshots made, {} bytes sent{}", figures.created.load(), figures.bytes_sent.load(),
      all ? "" : "; the other shards have no rows, or the store has them already"));
  return ExitCode::kOk;
}

// What the store holds, with what is wrong with it. With a data folder, a snapshot must be of it.
struct Shown {
  std::unique_ptr<SnapshotHome> home;
  std::vector<SnapshotEntry> entries;
};

tl::expected<Shown, Failure> look(const Where& where, Watch& watch) {
  const auto settings = settings_for(where);
  if (!settings) return tl::unexpected(settings.error());
  std::optional<FoldIdentity> identity;
  if (!where.data.empty()) {
    auto folder = DataFolder::open_beside(DataOption{where.data, ""});
    if (!folder) return tl::unexpected(folder.error());
    identity = fold_identity(*folder);
  }
  auto home = SnapshotHome::open(*settings, std::move(identity), watch.hooks(), nullptr);
  if (!home) return tl::unexpected(home.error());
  Shown shown{std::move(*home), {}};
  const auto shards = shown.home->snapshots().shards();
  if (!shards) return tl::unexpected(failure_of(shards.error()));
  for (const TopicPartition& shard : where.wanted(*shards)) {
    auto entries = shown.home->snapshots().list(shard);
    if (!entries) return tl::unexpected(failure_of(entries.error()));
    std::ranges::move(*entries, std::back_inserter(shown.entries));
  }
  return shown;
}

Outcome run_list(const List& list, const Terminal& terminal) {
  Watch watch(terminal, "reading");
  const auto shown = look(list.where, watch);
  if (!shown) return tl::unexpected(shown.error());
  if (shown->entries.empty()) {
    terminal.say(fmt::format("no snapshots in {}", shown->home->snapshots().store().place()));
  }
  if (!terminal.print(snapshot_list(shown->entries, list.format, terminal.screen()))) {
    return tl::unexpected(output_failure());
  }
  return ExitCode::kOk;
}

Outcome run_verify(const Verify& verify, const Terminal& terminal) {
  Watch watch(terminal, "verifying");
  const auto shown = look(verify.where, watch);
  if (!shown) return tl::unexpected(shown.error());
  Snapshots& snapshots = shown->home->snapshots();
  if (shown->entries.empty()) {
    return tl::unexpected(Failure{
        ExitCode::kFailed, fmt::format("there are no snapshots in {}", snapshots.store().place())});
  }
  const auto scratch = Scratch::make();
  if (!scratch) return tl::unexpected(scratch.error());
  std::size_t bad = 0;
  for (const SnapshotEntry& entry : shown->entries) {
    const Status sound = snapshots.verify(entry, (*scratch)->path());
    (*scratch)->clear();
    if (!sound && sound.error().fault != Fault::kCorrupt) {
      return tl::unexpected(failure_of(sound.error()));
    }
    const std::string name = snapshot_words(entry.shard, entry.next_offset);
    const bool foreign = sound && entry.health == SnapshotHealth::kForeign;
    if (!sound || foreign) ++bad;
    watch.say(!sound    ? fmt::format("{}: damaged: {}", name, sound.error().message)
              : foreign ? fmt::format("{}: whole, but not of this data: {}", name, entry.problem)
                        : fmt::format("{}: good, {} files, {} bytes", name,
                                      entry.manifest->files.size(), entry.manifest->bytes()));
  }
  if (bad == 0) return ExitCode::kOk;
  watch.say(
      fmt::format("{} of {} cannot be used; `encours snapshot create --full` sends every "
                  "file anew",
                  bad, shown->entries.size()));
  return ExitCode::kFindings;
}

// The offset that the log says the shard was committed at; nothing when it never was.
tl::expected<std::optional<std::int64_t>, Failure> committed_offset(DataFolder& folder,
                                                                    const TopicPartition& shard) {
  const auto bytes = folder.log().last_position(shard);
  if (!bytes) return tl::unexpected(failure_of(bytes.error()));
  if (!bytes->has_value()) return std::nullopt;
  v1::Position position;
  if (!position.ParseFromString(**bytes)) {
    return tl::unexpected(Failure{ExitCode::kIo, "a position record cannot be decoded"});
  }
  return position.next_offset();
}

// False: there is no snapshot to restore.
tl::expected<bool, Failure> restore_shard(const Restore& restore, DataFolder& folder,
                                          const TopicPartition& shard, Watch& watch) {
  const auto committed = committed_offset(folder, shard);
  if (!committed) return tl::unexpected(committed.error());
  if (!committed->has_value()) {
    watch.say(fmt::format("{}: nothing was ever folded, there is nothing to restore",
                          shard_folder(shard)));
    return true;
  }
  // Beyond what was committed no snapshot is of this log.
  const std::int64_t until = restore.until < 0 ? **committed : std::min(restore.until, **committed);
  const auto restored = folder.rows().restore(shard, until);
  if (!restored) return tl::unexpected(failure_of(restored.error()));
  watch.say(*restored ? fmt::format("{}: restored; what the log holds up to {} is folded at the "
                                    "next start",
                                    shard_folder(shard), **committed)
                      : fmt::format("{}: there is no good snapshot at or before {}; nothing was "
                                    "changed",
                                    shard_folder(shard), until));
  return *restored;
}

Outcome run_restore(const Restore& restore, const Terminal& terminal) {
  const auto settings = settings_for(restore.where);
  if (!settings) return tl::unexpected(settings.error());
  auto folder = DataFolder::open_existing(*settings);
  if (!folder) return tl::unexpected(folder.error());
  const auto shards = wanted_here(*folder, restore.where);
  if (!shards) return tl::unexpected(shards.error());
  Watch watch(terminal, "restoring");
  auto home = SnapshotHome::open(*settings, fold_identity(*folder), watch.hooks(), nullptr);
  if (!home) return tl::unexpected(home.error());
  folder->restore_from((*home)->snapshots());
  bool all = true;
  for (const TopicPartition& shard : *shards) {
    const auto restored = restore_shard(restore, *folder, shard, watch);
    if (!restored) return tl::unexpected(restored.error());
    all = all && *restored;
  }
  const SnapshotFigures& figures = (*home)->snapshots().figures();
  if (!all) return ExitCode::kFailed;
  return figures.damaged + figures.foreign > 0 ? ExitCode::kFindings : ExitCode::kOk;
}

void bind_create(CLI::App& command, Create& create) {
  bind_where(command, create.where, "The data folder; that of the settings unless told");
  command
      .add_option("--keep", create.keep,
                  "Then drop all but so many of each shard; none are dropped unless told")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command.add_flag("--full", create.full,
                   "Send files that the store has already, too: mends what is damaged there");
}

void bind_list(CLI::App& command, List& list) {
  bind_where(command, list.where, "A data folder, of which they must be to be good");
  add_format_option(command, list.format, {"table", "json", "csv"});
}

void bind_verify(CLI::App& command, Verify& verify) {
  bind_where(command, verify.where, "A data folder, of which they must be to be good");
}

void bind_restore(CLI::App& command, Restore& restore) {
  bind_where(command, restore.where, "The data folder; that of the settings unless told");
  command
      .add_option("--until", restore.until,
                  "No snapshot beyond this offset; what was committed unless told")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
}

}  // namespace

void add_snapshot_command(CLI::App& app, Chosen& chosen) {
  CLI::App& snapshot =
      *app.add_subcommand("snapshot", "Copies of the rows, kept elsewhere: a folder or S3.");
  snapshot.require_subcommand(1);
  snapshot.fallthrough();
  add_command<Create>(
      snapshot, chosen, "create",
      "Sends a copy of the rows of each shard, as they stand.\n\n"
      "Of a data folder at rest; the service makes its own, see snapshots: in the settings. Files "
      "that the store has already are not sent again. Keys of S3 come from AWS_ACCESS_KEY_ID and "
      "AWS_SECRET_ACCESS_KEY, or from the settings.",
      {{"encours snapshot create --data data --store /backup/encours", "into a folder"},
       {"encours snapshot create -c encours.yaml --keep 3", "as the settings say, keeping three"},
       {"ENCOURS__SNAPSHOTS__S3_ENDPOINT=http://localhost:9000 \\\n"
        "    encours snapshot create --data data --store s3://bucket/encours",
        "into a server of one's own"}},
      &bind_create, &run_create);
  add_command<List>(
      snapshot, chosen, "list",
      "The snapshots that a store has.\n\n"
      "Good, as far as their manifests and the sizes of their files tell; `verify` reads them.",
      {{"encours snapshot list --store /backup/encours", "of every shard, newest first"},
       {"encours snapshot list -c encours.yaml --data data --format json",
        "and whether they are of this data"}},
      &bind_list, &run_list);
  add_command<Verify>(
      snapshot, chosen, "verify",
      "Reads every byte of the snapshots of a store.\n\n"
      "Each is brought here, below TMPDIR, compared with its manifest and opened. Exit code 2 when "
      "one is damaged, or not of the data folder that is named.",
      {{"encours snapshot verify --store /backup/encours", "all of them"},
       {"encours snapshot verify -c encours.yaml --data data --partition 0", "of one shard"}},
      &bind_verify, &run_verify);
  add_command<Restore>(
      snapshot, chosen, "restore",
      "Puts the newest good snapshot in the place of the rows.\n\n"
      "Of a data folder at rest, whose log is there; at its next start the service folds what the "
      "log holds beyond. Rows that are there are set aside, not removed. One that is damaged is "
      "passed over for the next older one, with exit code 2. The service does this by itself when "
      "rows are missing.",
      {{"encours snapshot restore --data data --store /backup/encours", "every shard"},
       {"encours snapshot restore -c encours.yaml --partition 0 --until 131072",
        "one shard, as it stood then or before"}},
      &bind_restore, &run_restore);
}

}  // namespace encours::cli
