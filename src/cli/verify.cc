// encours verify: the audit. Every shard's log folded alone, beside what was said of it.
#include <fmt/format.h>

#include "schemas/topics.h"
#include "src/cli/commands.h"
#include "src/cli/data_folder.h"
#include "src/cli/progress.h"
#include "src/engine/audit.h"
#include "src/views/amounts.h"
#include "src/views/json.h"
#include "src/views/table.h"

namespace encours::cli {
namespace {

using views::Paint;
using views::Screen;

struct Options {
  DataOption data;
  std::string format;
};

struct Row {
  TopicPartition shard;
  Audit audit;
};

// Where a shard of a log speaks: all that is written but the log itself and what workers and feeds
// say of themselves.
std::vector<std::string> topics_of_outputs(std::string_view log) {
  std::vector<std::string> names;
  for (const Topic& topic : topics()) {
    const bool is_log = topic.key == TopicKey::kClient || topic.key == TopicKey::kCompany ||
                        topic.key == TopicKey::kGroup;
    const bool is_of_other_log =
        topic.key == TopicKey::kInput && topic.name != std::string(log) + ".dlq";
    const bool is_unsaid = topic.message == "Position" || topic.key == TopicKey::kFeed ||
                           topic.key == TopicKey::kOrdinal;
    if (!topic.planned && !is_log && !is_of_other_log && !is_unsaid) {
      names.emplace_back(topic.name);
    }
  }
  return names;
}

tl::expected<std::vector<Row>, Failure> audit_all(DataFolder& folder, const Terminal& terminal) {
  std::vector<Row> rows;
  for (const TopicPartition& shard : folder.shards()) {
    terminal.say(fmt::format("folding {}/{} alone", shard.topic, shard.partition));
    const auto verdict = audit(folder.log(), folder.identity(shard), topology_of(shard.topic),
                               topics_of_outputs(shard.topic));
    if (!verdict) return tl::unexpected(failure_of(verdict.error()));
    rows.push_back({shard, *verdict});
  }
  return rows;
}

std::string rows_table(const std::vector<Row>& rows, const Screen& screen) {
  using views::Align;
  views::Table table({{"shard", Align::kLeft, 0, false},
                      {"events", Align::kRight, 0, false},
                      {"said", Align::kRight, 0, false},
                      {"lost", Align::kRight, 0, false},
                      {"repeated", Align::kRight, 0, false},
                      {"foreign", Align::kRight, 0, false},
                      {"log hash", Align::kLeft, 0, false},
                      {"state hash", Align::kLeft, 0, false}});
  const auto bad = [](bool is_bad) { return is_bad ? Paint::kWarning : Paint::kPlain; };
  for (const Row& row : rows) {
    const auto count = [&screen](std::uint64_t number) {
      return views::count_for_people(static_cast<std::int64_t>(number), screen.language);
    };
    const Audit& found = row.audit;
    table.add_row({{fmt::format("{}/{}", row.shard.topic, row.shard.partition), Paint::kBold},
                   {count(found.events), Paint::kPlain},
                   {count(found.said), Paint::kPlain},
                   {count(found.lost), bad(found.lost > 0)},
                   {count(found.repeated), bad(found.repeated > 0)},
                   {count(found.foreign), bad(found.foreign > 0)},
                   {found.log_hash_equal ? "equal" : "differs", bad(!found.log_hash_equal)},
                   {!found.state_hash_known  ? "not taken yet"
                    : found.state_hash_equal ? "equal"
                                             : "differs",
                    bad(found.state_hash_known && !found.state_hash_equal)}});
  }
  return table.text(screen);
}

std::string rows_json(const std::vector<Row>& rows) {
  std::string text;
  for (const Row& row : rows) {
    const Audit& found = row.audit;
    views::JsonObject object;
    object.text("topic", row.shard.topic);
    object.number("partition", row.shard.partition);
    object.number("until", found.until);
    object.number("events", static_cast<std::int64_t>(found.events));
    object.number("said", static_cast<std::int64_t>(found.said));
    object.number("lost", static_cast<std::int64_t>(found.lost));
    object.number("repeated", static_cast<std::int64_t>(found.repeated));
    object.number("foreign", static_cast<std::int64_t>(found.foreign));
    object.raw("log_hash_equal", found.log_hash_equal ? "true" : "false");
    object.raw("state_hash_equal", !found.state_hash_known  ? "null"
                                   : found.state_hash_equal ? "true"
                                                            : "false");
    text += object.take() + "\n";
  }
  return text;
}

Outcome run_verify(const Options& options, const Terminal& terminal) {
  auto folder = DataFolder::open_beside(options.data);
  if (!folder) return tl::unexpected(folder.error());
  const auto rows = audit_all(*folder, terminal);
  if (!rows) return tl::unexpected(rows.error());
  const std::string text =
      options.format == "json" ? rows_json(*rows) : rows_table(*rows, terminal.screen());
  if (!terminal.print(text)) return tl::unexpected(output_failure());
  for (const Row& row : *rows) {
    if (!row.audit.passed()) return ExitCode::kFindings;
  }
  return ExitCode::kOk;
}

void bind_verify(CLI::App& command, Options& options) {
  add_data_option(command, options.data);
  add_format_option(command, options.format, {"table", "json"});
}

}  // namespace

void add_verify_command(CLI::App& app, Chosen& chosen) {
  add_command<Options>(
      app, chosen, "verify",
      "The audit: whether what was said is what the log says.\n\n"
      "Folds every partition of the log alone, from its beginning and in memory, and compares with "
      "what readers of the output topics see: every output and dead letter once, byte for byte; "
      "the hash of the log; the hash of the rows. Nothing of the service's own state is read. "
      "While events come the answer would move: run it when the service rests.\n\n"
      "Exit 2 if anything is lost, repeated, foreign or different.",
      {{"encours verify --data data", "of a data folder"},
       {"encours verify -c encours.yaml --format json", "of a cluster, for a program"}},
      &bind_verify, &run_verify);
}

}  // namespace encours::cli
