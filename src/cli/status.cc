// encours status: where every shard stands.
#include <fmt/format.h>

#include "encours/v1/outputs.pb.h"
#include "src/cli/commands.h"
#include "src/cli/shard_views.h"
#include "src/views/amounts.h"
#include "src/views/json.h"
#include "src/views/table.h"

namespace encours::cli {
namespace {

struct Options {
  DataOption data;
  bool hashes = false;
  std::string format;
};

// One shard, as the log and the store say.
struct Standing {
  TopicPartition shard;
  std::int64_t folded = 0;  // position committed in the log
  std::int64_t stored = 0;  // position of the rows on disk
  std::int64_t end = 0;     // end of the log
  Day day = kNoDay;
  std::uint64_t log_hash = 0;
  std::string full_hash;
  std::string facts_hash;
};

tl::expected<std::vector<Standing>, Failure> read_standings(DataFolder& folder, bool hashes) {
  const auto views = views_of_now(folder);
  if (!views) return tl::unexpected(views.error());
  std::vector<Standing> standings;
  for (const auto& view : *views) {
    Shard& shard = view->shard();
    const auto bounds = folder.log().bounds(shard.identity().log);
    if (!bounds) return tl::unexpected(failure_of(bounds.error()));
    Standing standing{shard.identity().log,
                      shard.next_offset(),
                      shard.stored_offset(),
                      bounds->end,
                      shard.day(),
                      shard.log_hash(),
                      {},
                      {}};
    if (hashes) {
      const RowCache::Hashes sums = shard.hashes();
      standing.full_hash = sums.full.hex();
      standing.facts_hash = sums.facts.hex();
    }
    standings.push_back(std::move(standing));
  }
  return standings;
}

std::string day_text(Day day) {
  return day == kNoDay ? "" : format_day(day);
}

std::string standings_table(const std::vector<Standing>& standings, const Screen& screen) {
  using views::Align;
  views::Table table({{"shard", Align::kLeft, 0, false},
                      {"day", Align::kLeft, 0, false},
                      {"end", Align::kRight, 0, false},
                      {"folded", Align::kRight, 0, false},
                      {"lag", Align::kRight, 0, false},
                      {"on disk", Align::kRight, 0, false},
                      {"log hash", Align::kLeft, 0, false},
                      {"full hash", Align::kLeft, 1, true},
                      {"facts hash", Align::kLeft, 2, true}});
  for (const Standing& one : standings) {
    const auto count = [&screen](std::int64_t number) {
      return views::count_for_people(number, screen.language);
    };
    const std::int64_t lag = one.end - one.folded;
    table.add_row({{fmt::format("{}/{}", one.shard.topic, one.shard.partition), Paint::kBold},
                   {day_text(one.day), Paint::kPlain},
                   {count(one.end), Paint::kPlain},
                   {count(one.folded), Paint::kPlain},
                   {count(lag), lag > 0 ? Paint::kWarning : Paint::kPlain},
                   {count(one.stored), Paint::kPlain},
                   {fmt::format("{:016x}", one.log_hash), Paint::kDim},
                   {one.full_hash, Paint::kDim},
                   {one.facts_hash, Paint::kDim}});
  }
  return table.text(screen);
}

std::string standings_json(const std::vector<Standing>& standings) {
  std::string text;
  for (const Standing& one : standings) {
    views::JsonObject object;
    object.text("topic", one.shard.topic);
    object.number("partition", one.shard.partition);
    object.text_or_null("day", day_text(one.day));
    object.number("end", one.end);
    object.number("folded", one.folded);
    object.number("lag", one.end - one.folded);
    object.number("on_disk", one.stored);
    object.text("log_hash", fmt::format("{:016x}", one.log_hash));
    object.text_or_null("full_hash", one.full_hash);
    object.text_or_null("facts_hash", one.facts_hash);
    text += object.take() + "\n";
  }
  return text;
}

Outcome run_status(const Options& options, const Terminal& terminal) {
  auto folder = DataFolder::open_beside(options.data);
  if (!folder) return tl::unexpected(folder.error());
  const auto standings = read_standings(*folder, options.hashes);
  if (!standings) return tl::unexpected(standings.error());
  const std::string text = options.format == "json"
                               ? standings_json(*standings)
                               : standings_table(*standings, terminal.screen());
  if (!terminal.print(text)) return tl::unexpected(output_failure());
  return ExitCode::kOk;
}

void bind_status(CLI::App& command, Options& options) {
  add_data_option(command, options.data);
  command.add_flag("--hashes", options.hashes,
                   "Hashes over all rows, by which two folders are compared; reads every row");
  add_format_option(command, options.format, {"table", "json"});
}

}  // namespace

void add_status_command(CLI::App& app, Chosen& chosen) {
  add_command<Options>(
      app, chosen, "status",
      "Where every shard stands.\n\n"
      "Its business day, the end of its log, how far it is folded, how far its rows are on disk.",
      {{"encours status --data data", "also while the service runs"},
       {"encours status --data data --hashes --format json", "to compare two folders"}},
      &bind_status, &run_status);
}

}  // namespace encours::cli
