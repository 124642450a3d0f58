#include "src/cli/snapshot_list.h"

#include <fmt/format.h>

#include "src/views/amounts.h"
#include "src/views/csv.h"
#include "src/views/json.h"
#include "src/views/table.h"

namespace encours::cli {
namespace {

using views::Paint;

std::string_view health_word(SnapshotHealth health) {
  switch (health) {
    case SnapshotHealth::kGood:
      return "good";
    case SnapshotHealth::kForeign:
      return "foreign";
    case SnapshotHealth::kDamaged:
      return "damaged";
  }
  return "";
}

std::string as_table(const std::vector<SnapshotEntry>& entries, const views::Screen& screen) {
  using views::Align;
  views::Table table({{"shard", Align::kLeft, 0, false},
                      {"offset", Align::kRight, 0, false},
                      {"made", Align::kLeft, 1, false},
                      {"files", Align::kRight, 2, false},
                      {"bytes", Align::kRight, 1, false},
                      {"state", Align::kLeft, 0, false},
                      {"why", Align::kLeft, 0, true}});
  const auto count = [&screen](std::uint64_t number) {
    return views::count_for_people(static_cast<std::int64_t>(number), screen.language);
  };
  for (const SnapshotEntry& entry : entries) {
    const bool known = entry.manifest.has_value();
    table.add_row({{shard_folder(entry.shard), Paint::kBold},
                   {count(static_cast<std::uint64_t>(entry.next_offset)), Paint::kPlain},
                   {known ? entry.manifest->created_at : "", Paint::kPlain},
                   {known ? count(entry.manifest->files.size()) : "", Paint::kPlain},
                   {known ? count(entry.manifest->bytes()) : "", Paint::kPlain},
                   {std::string(health_word(entry.health)),
                    entry.health == SnapshotHealth::kGood ? Paint::kGood : Paint::kBad},
                   {entry.problem, Paint::kPlain}});
  }
  return table.text(screen);
}

std::string as_json(const std::vector<SnapshotEntry>& entries) {
  std::string text;
  for (const SnapshotEntry& entry : entries) {
    const Manifest manifest = entry.manifest.value_or(Manifest{});
    const bool known = entry.manifest.has_value();
    views::JsonObject object;
    object.text("topic", entry.shard.topic);
    object.number("partition", entry.shard.partition);
    object.number("next_offset", entry.next_offset);
    object.text("state", health_word(entry.health));
    object.text_or_null("problem", entry.problem);
    object.text_or_null("created_at", manifest.created_at);
    object.number_or_null("files", static_cast<std::int64_t>(manifest.files.size()), known);
    object.number_or_null("bytes", static_cast<std::int64_t>(manifest.bytes()), known);
    object.text_or_null("log_hash", known ? fmt::format("{:016x}", manifest.log_hash) : "");
    object.text_or_null("full_hash", manifest.full_hash);
    object.text_or_null("cluster_id", manifest.identity.cluster_id);
    object.number_or_null("partition_count", manifest.identity.partition_count, known);
    object.number_or_null("fold_version", manifest.identity.fold_version, known);
    text += object.take() + "\n";
  }
  return text;
}

std::string as_csv(const std::vector<SnapshotEntry>& entries) {
  views::CsvWriter csv;
  for (const char* heading :
       {"topic", "partition", "next_offset", "state", "problem", "created_at", "files", "bytes"}) {
    csv.cell(heading);
  }
  csv.end_row();
  for (const SnapshotEntry& entry : entries) {
    const bool known = entry.manifest.has_value();
    csv.cell(entry.shard.topic);
    csv.cell(std::to_string(entry.shard.partition));
    csv.cell(std::to_string(entry.next_offset));
    csv.cell(health_word(entry.health));
    csv.cell(entry.problem);
    csv.cell(known ? entry.manifest->created_at : "");
    csv.cell(known ? std::to_string(entry.manifest->files.size()) : "");
    csv.cell(known ? std::to_string(entry.manifest->bytes()) : "");
    csv.end_row();
  }
  return csv.take();
}

}  // namespace

std::string snapshot_list(const std::vector<SnapshotEntry>& entries, std::string_view format,
                          const views::Screen& screen) {
  if (format == "json") return as_json(entries);
  if (format == "csv") return as_csv(entries);
  return entries.empty() ? "" : as_table(entries, screen);
}

}  // namespace encours::cli
