// encours status: where every shard stands.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "src/cli/commands.h"
#include "src/cli/standings.h"
#include "src/engine/timestamp.h"
#include "src/views/amounts.h"
#include "src/views/json.h"
#include "src/views/table.h"

namespace encours::cli {
namespace {

using views::Paint;
using views::Screen;

struct Options {
  DataOption data;
  bool hashes = false;
  std::string format;
};

std::string day_text(Day day) {
  return day == kNoDay ? "" : format_day(day);
}

// Records that a standby lacks of the position, when it spoke last.
std::optional<std::int64_t> standby_behind(const Standing& standing) {
  if (!standing.standby) return std::nullopt;
  return std::max<std::int64_t>(0, standing.folded - standing.standby->next_offset);
}

std::string_view state_word(v1::ShardState state) {
  switch (state) {
    case v1::SHARD_STATE_SERVED:
      return "served";
    case v1::SHARD_STATE_RESTORING:
      return "restoring";
    case v1::SHARD_STATE_POISONED:
      return "poisoned";
    case v1::SHARD_STATE_SHADOWED:
      return "shadowed";
    default:
      return "";
  }
}

// "3 s", "5 min", "2 h", "4 d": an age as people reckon it.
std::string age_text(std::optional<std::int64_t> age_us) {
  if (!age_us) return "";
  struct Unit {
    std::int64_t seconds;
    std::string_view name;
  };
  constexpr std::array kUnits{Unit{86'400, "d"}, Unit{3'600, "h"}, Unit{60, "min"}};
  const std::int64_t seconds = *age_us / kMicrosPerSecond;
  for (const Unit& unit : kUnits) {
    if (seconds >= 2 * unit.seconds) return fmt::format("{} {}", seconds / unit.seconds, unit.name);
  }
  return fmt::format("{} s", seconds);
}

std::string name_of(const std::optional<Claim>& claim) {
  return claim ? fmt::format("{}@{}", claim->ordinal, claim->host) : "";
}

// Per cent of the way to where a restored shard is served.
std::optional<std::int64_t> restored_percent(const Claim& claim) {
  if (claim.state != v1::SHARD_STATE_RESTORING || claim.until == 0) return std::nullopt;
  return claim.next_offset * 100 / claim.until;
}

std::string state_text(const std::optional<Claim>& claim) {
  if (!claim) return "";
  const auto percent = restored_percent(*claim);
  return percent ? fmt::format("{} {} %", state_word(claim->state), *percent)
                 : std::string(state_word(claim->state));
}

Paint state_paint(const std::optional<Claim>& claim) {
  return !claim || claim->state == v1::SHARD_STATE_SERVED ? Paint::kPlain : Paint::kWarning;
}

// A worker speaks once a second: one that said nothing for so long is gone, or as good as.
constexpr std::int64_t kOldReportUs = 10 * kMicrosPerSecond;

views::Cell said_cell(const std::optional<Claim>& claim) {
  if (!claim) return {};
  return {age_text(claim->said_age_us),
          claim->said_age_us >= kOldReportUs ? Paint::kWarning : Paint::kPlain};
}

views::Table empty_table() {
  using views::Align;
  return views::Table({{"shard", Align::kLeft, 0, false},
                       {"worker", Align::kLeft, 0, true},
                       {"state", Align::kLeft, 0, true},
                       {"said", Align::kRight, 0, true},
                       {"day", Align::kLeft, 0, true},
                       {"end", Align::kRight, 0, false},
                       {"folded", Align::kRight, 0, false},
                       {"lag", Align::kRight, 0, false},
                       {"waiting", Align::kRight, 0, true},
                       {"commit", Align::kRight, 0, true},
                       {"on disk", Align::kRight, 0, true},
                       {"standby", Align::kLeft, 0, true},
                       {"behind", Align::kRight, 0, true},
                       {"log hash", Align::kLeft, 1, false},
                       {"full hash", Align::kLeft, 2, true},
                       {"facts hash", Align::kLeft, 3, true}});
}

std::string standings_table(const std::vector<Standing>& standings, const Screen& screen) {
  views::Table table = empty_table();
  for (const Standing& one : standings) {
    const auto count = [&screen](std::optional<std::int64_t> number) {
      return number ? views::count_for_people(*number, screen.language) : "";
    };
    const Claim worker = one.worker.value_or(Claim());
    const auto behind = standby_behind(one);
    table.add_row({{fmt::format("{}/{}", one.shard.topic, one.shard.partition), Paint::kBold},
                   {name_of(one.worker), Paint::kPlain},
                   {state_text(one.worker), state_paint(one.worker)},
                   said_cell(one.worker),
                   {day_text(one.day), Paint::kPlain},
                   {count(one.end), Paint::kPlain},
                   {count(one.folded), Paint::kPlain},
                   {count(one.lag), one.lag > 0 ? Paint::kWarning : Paint::kPlain},
                   {age_text(one.waiting_us), Paint::kPlain},
                   {age_text(worker.commit_age_us), Paint::kPlain},
                   {count(one.stored), Paint::kPlain},
                   {name_of(one.standby), said_cell(one.standby).paint},
                   {count(behind), Paint::kPlain},
                   {fmt::format("{:016x}", one.log_hash), Paint::kDim},
                   {one.full_hash, Paint::kDim},
                   {one.facts_hash, Paint::kDim}});
  }
  return table.text(screen);
}

void write_claim(views::JsonObject& object, const std::string& prefix,
                 const std::optional<Claim>& claim) {
  const auto known = claim.has_value();
  const Claim one = claim.value_or(Claim());
  object.number_or_null(prefix, one.ordinal, known);
  object.text_or_null(prefix + "_host", one.host);
  object.number_or_null(prefix + "_said_ms_ago", one.said_age_us / 1'000, known);
}

std::string standings_json(const std::vector<Standing>& standings) {
  std::string text;
  for (const Standing& one : standings) {
    const Claim worker = one.worker.value_or(Claim());
    const auto percent = restored_percent(worker);
    const auto behind = standby_behind(one);
    views::JsonObject object;
    object.text("topic", one.shard.topic);
    object.number("partition", one.shard.partition);
    object.text_or_null("day", day_text(one.day));
    object.number("end", one.end);
    object.number("folded", one.folded);
    object.number("lag", one.lag);
    object.number_or_null("waiting_ms", one.waiting_us.value_or(0) / 1'000,
                          one.waiting_us.has_value());
    object.number_or_null("on_disk", one.stored.value_or(0), one.stored.has_value());
    write_claim(object, "worker", one.worker);
    object.text_or_null("state", state_word(worker.state));
    object.number_or_null("restored_percent", percent.value_or(0), percent.has_value());
    object.number_or_null("last_commit_ms_ago", worker.commit_age_us.value_or(0) / 1'000,
                          worker.commit_age_us.has_value());
    write_claim(object, "standby", one.standby);
    object.number_or_null("standby_behind", behind.value_or(0), behind.has_value());
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
  const SystemClock clock;
  const auto standings = read_standings(*folder, options.hashes, clock);
  if (!standings) return tl::unexpected(standings.error());
  const std::string text = options.format == "json"
                               ? standings_json(standings->shards)
                               : standings_table(standings->shards, terminal.screen());
  for (const Claim& idle : standings->idle) {
    terminal.say(fmt::format("worker {}@{} has no shard; it said so {} ago", idle.ordinal,
                             idle.host, age_text(idle.said_age_us)));
  }
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
      "Its business day, the end of its log, how far it is folded and what waits: in records, and "
      "by the time at which the first event that waits was logged. Where the log is in Kafka, also "
      "which worker has it, what it does with it, when it last committed and when it last spoke: "
      "every worker says how it stands once a second, and one whose word is old is gone.",
      {{"encours status --data data", "also while the service runs"},
       {"encours status -c encours.yaml", "of a group on Kafka, from anywhere"},
       {"encours status --data data --hashes --format json", "to compare two folders"}},
      &bind_status, &run_status);
}

}  // namespace encours::cli
