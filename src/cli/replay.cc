// encours replay: history, business day by business day, through the product.
#include <chrono>
#include <filesystem>

#include <fmt/format.h>

#include "src/cli/commands.h"
#include "src/cli/export_outputs.h"
#include "src/cli/instant.h"
#include "src/cli/policy_feed.h"
#include "src/cli/progress.h"
#include "src/cli/replay_run.h"
#include "src/cli/said.h"
#include "src/views/amounts.h"
#include "src/views/json.h"

namespace encours::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string data;
  std::string policy;
  std::string until;
  std::string outputs;
  std::int32_t partitions = 0;
  std::string format;
};

struct Summary {
  ReplayFigures figures;
  std::size_t input_events = 0;
  double seconds = 0;
  Said said;
};

std::string count(std::uint64_t number, const Terminal& terminal) {
  return views::count_for_people(static_cast<std::int64_t>(number),
                                 terminal.message_screen().language);
}

std::uint64_t of_topic(const Said& said, const std::string& topic) {
  const auto found = said.records.find(topic);
  return found == said.records.end() ? 0 : found->second;
}

void say_summary(const Summary& summary, const std::string& data, const Terminal& terminal) {
  const ReplayFigures& figures = summary.figures;
  if (figures.nothing_to_do) {
    terminal.say(fmt::format("{}: these {} events are there already; nothing was appended", data,
                             count(summary.input_events, terminal)));
    return;
  }
  const double rate = static_cast<double>(figures.events) / std::max(summary.seconds, 1e-9);
  terminal.say(fmt::format("{} events of {} days in {:.2f} s: {} events/s",
                           count(figures.events, terminal), count(figures.days, terminal),
                           summary.seconds, count(static_cast<std::uint64_t>(rate), terminal)));
  terminal.say(fmt::format("said: {} alerts, {} holds, {} order decisions, {} sheets",
                           count(of_topic(summary.said, "credit.alerts"), terminal),
                           count(of_topic(summary.said, "credit.holds"), terminal),
                           count(of_topic(summary.said, "credit.order-decisions"), terminal),
                           count(of_topic(summary.said, "credit.exposures"), terminal)));
  std::uint64_t refused = 0;
  for (const auto& [reason, number] : summary.said.refused)
    refused += number;
  terminal.say(fmt::format("refused: {}", count(refused, terminal)));
  for (const auto& [reason, number] : summary.said.refused) {
    terminal.say(fmt::format("  {:>9} {}", count(number, terminal), reason));
  }
}

// The hashes by which two folders are compared: data, so on standard output.
std::string hashes_text(const std::vector<Shard*>& shards) {
  RowCache::Hashes all;
  std::string text = fmt::format("{:<18}{:>10}  {:<10}  {:<16}  {:<32}  {}\n", "shard", "records",
                                 "day", "log hash", "full hash", "facts hash");
  for (Shard* shard : shards) {
    const RowCache::Hashes hashes = shard->hashes();
    all.full += hashes.full;
    all.facts += hashes.facts;
    const TopicPartition& log = shard->identity().log;
    text += fmt::format("{:<18}{:>10}  {:<10}  {:016x}  {}  {}\n",
                        fmt::format("{}/{}", log.topic, log.partition), shard->next_offset(),
                        format_day(shard->day()), shard->log_hash(), hashes.full.hex(),
                        hashes.facts.hex());
  }
  return text + fmt::format("{:<58}{}  {}\n", "all", all.full.hex(), all.facts.hex());
}

std::string hashes_json(const std::vector<Shard*>& shards) {
  std::string text;
  for (Shard* shard : shards) {
    const RowCache::Hashes hashes = shard->hashes();
    views::JsonObject object;
    object.text("topic", shard->identity().log.topic);
    object.number("partition", shard->identity().log.partition);
    object.number("next_offset", shard->next_offset());
    object.text("day", format_day(shard->day()));
    object.text("log_hash", fmt::format("{:016x}", shard->log_hash()));
    object.text("full_hash", hashes.full.hex());
    object.text("facts_hash", hashes.facts.hex());
    text += object.take() + "\n";
  }
  return text;
}

tl::expected<Day, Failure> until_of(const Options& options) {
  if (options.until.empty()) return kNoDay;
  return parse_day_option(options.until, "--until");
}

tl::expected<ReplayInput, Failure> read_input(const Options& options, const Terminal& terminal) {
  std::error_code code;
  std::filesystem::create_directories(options.data, code);
  if (code) {
    return tl::unexpected(Failure{
        ExitCode::kIo,
        fmt::format("{}: the data folder cannot be made: {}", options.data, code.message())});
  }
  return ReplayInput::read(options.files, options.data, terminal);
}

Outcome run_replay(const Options& options, const Terminal& terminal) {
  const auto until = until_of(options);
  if (!until) return tl::unexpected(until.error());
  const auto policy = policy_of(options.policy);
  if (!policy) return tl::unexpected(policy.error());
  const auto input = read_input(options, terminal);
  if (!input) return tl::unexpected(input.error());
  auto folder = DataFolder::open(
      options.data, options.partitions > 0 ? std::optional(options.partitions) : std::nullopt,
      partitions_of_new_folder(), Sync::kNo);
  if (!folder) return tl::unexpected(folder.error());
  const auto before = output_ends(folder->log());
  if (!before) return tl::unexpected(before.error());

  ReplayRun run(*folder, *input, *policy);
  Progress bar(terminal, "replaying", input->size());
  const auto begun = std::chrono::steady_clock::now();
  const auto figures = run.run(*until, [&](Day day, const ReplayFigures& so_far) {
    bar.show(so_far.appended, fmt::format("{}  {} events", format_day(day), so_far.appended));
  });
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begun;
  bar.clear();
  if (!figures) return tl::unexpected(figures.error());

  const auto said = said_since(folder->log(), *before);
  if (!said) return tl::unexpected(said.error());
  say_summary({*figures, input->size(), seconds.count(), *said}, options.data, terminal);
  const std::string hashes =
      options.format == "json" ? hashes_json(run.shards()) : hashes_text(run.shards());
  if (!terminal.print(hashes)) return tl::unexpected(output_failure());
  if (options.outputs.empty()) return ExitCode::kOk;
  const auto written = export_outputs(folder->log(), options.outputs);
  if (!written) return tl::unexpected(written.error());
  terminal.say(fmt::format("{}: {} records", options.outputs, count(*written, terminal)));
  return ExitCode::kOk;
}

void bind_replay(CLI::App& command, Options& options) {
  command
      .add_option("EVENTS", options.files, "Canonical events, plain or gzip, as ingest writes them")
      ->required()
      ->type_name("EVENTS");
  command.add_option("--data", options.data, "The data folder; made if it is not there")
      ->required()
      ->type_name("DIR");
  command.add_option("--policy", options.policy, "The credit policy; a built-in one unless told")
      ->type_name("POLICY.yaml");
  command
      .add_option("--until", options.until,
                  "The last day to turn; later events are left for another run. The day of the "
                  "last event unless told")
      ->type_name("DATE");
  command
      .add_option("--outputs", options.outputs,
                  "Writes everything that was said: alerts, holds, decisions, sheets, dead letters")
      ->type_name("OUT.ndjson");
  command
      .add_option("--partitions", options.partitions,
                  fmt::format("Shards of a new data folder, fixed for good; {} unless told",
                              partitions_of_new_folder()))
      ->type_name("N")
      ->check(CLI::Range(1, kPartitionsMax));
  add_format_option(command, options.format, {"text", "json"});
}

}  // namespace

void add_replay_command(CLI::App& app, Chosen& chosen) {
  add_command<Options>(
      app, chosen, "replay",
      "A history of events into a data folder.\n\n"
      "Plays it through the product, business day by business day (UTC dates of logged_at). A "
      "replay that is interrupted at any moment and started again goes on where it was, and ends "
      "in the same state and the same outputs, byte for byte. The same events in the same folder "
      "append nothing; other events go on after the day the folder has reached. Prints the hashes "
      "of every shard.",
      {{"encours replay events.ndjson --data data", "the whole history, with the built-in policy"},
       {"encours replay events.ndjson --data data --policy policy.yaml --until 2012-09-26",
        "up to a day, by a policy of one's own"},
       {"encours replay jan.ndjson.gz feb.ndjson.gz --data data --outputs out.ndjson",
        "two files, and everything that was said about them"}},
      &bind_replay, &run_replay);
}

}  // namespace encours::cli
