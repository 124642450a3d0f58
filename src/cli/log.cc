// encours log dump: records of any topic, one JSON object a line.
#include <fmt/format.h>

#include "schemas/topics.h"
#include "src/cli/commands.h"
#include "src/cli/data_folder.h"
#include "src/config/did_you_mean.h"
#include "src/views/record_json.h"

namespace encours::cli {
namespace {

constexpr std::size_t kPageRecords = 1'000;

struct Options {
  DataOption data;
  std::string topic = std::string(topic_of(Log::kEvents));
  std::int32_t partition = -1;
  std::int64_t from = 0;
  std::uint64_t limit = 0;
};

tl::expected<std::int32_t, Failure> partitions_of(DataFolder& folder, const Options& options) {
  std::vector<std::string> names;
  for (const Topic& topic : topics()) {
    if (!topic.planned) names.emplace_back(topic.name);
  }
  if (find_topic(options.topic) == nullptr) {
    return tl::unexpected(Failure{
        ExitCode::kUsage,
        fmt::format("--topic: there is no topic '{}'{}; there are: {}", options.topic,
                    did_you_mean(nearest_word(options.topic, names)), fmt::join(names, ", "))});
  }
  const auto count = folder.log().partition_count(options.topic);
  if (!count) return tl::unexpected(failure_of(count.error()));
  if (options.partition < *count) return *count;
  return tl::unexpected(Failure{
      ExitCode::kUsage,
      fmt::format("--partition: {} has the partitions 0 to {}", options.topic, *count - 1)});
}

// Prints a partition; `left` records may still be printed.
tl::expected<void, Failure> dump(DataFolder& folder, const TopicPartition& from,
                                 std::int64_t offset, std::uint64_t& left,
                                 const Terminal& terminal) {
  while (left > 0) {
    const auto page = folder.log().read(from, offset, kPageRecords);
    if (!page) return tl::unexpected(failure_of(page.error()));
    if ((*page)->records.empty()) return {};
    std::string text;
    for (const Record& record : (*page)->records) {
      if (left == 0) break;
      text += views::record_json(from, record) + "\n";
      offset = record.offset + 1;
      --left;
    }
    if (!terminal.print(text)) return tl::unexpected(output_failure());
  }
  return {};
}

Outcome run_dump(const Options& options, const Terminal& terminal) {
  auto folder = DataFolder::open_beside(options.data);
  if (!folder) return tl::unexpected(folder.error());
  const auto partitions = partitions_of(*folder, options);
  if (!partitions) return tl::unexpected(partitions.error());
  std::uint64_t left = options.limit > 0 ? options.limit : UINT64_MAX;
  for (std::int32_t partition = 0; partition < *partitions; ++partition) {
    if (options.partition >= 0 && partition != options.partition) continue;
    const auto dumped = dump(*folder, {options.topic, partition}, options.from, left, terminal);
    if (!dumped) return tl::unexpected(dumped.error());
  }
  return ExitCode::kOk;
}

void bind_dump(CLI::App& command, Options& options) {
  add_data_option(command, options.data);
  command.add_option("--topic", options.topic, "The topic; credit.events unless told")
      ->type_name("TOPIC");
  command.add_option("--partition", options.partition, "One partition; all unless told")
      ->type_name("P")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--from", options.from, "The first offset")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--limit", options.limit, "At most so many records")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
}

}  // namespace

void add_log_command(CLI::App& app, Chosen& chosen) {
  CLI::App& log = *app.add_subcommand("log", "What stands in the logs.");
  log.require_subcommand(1);
  log.fallthrough();
  add_command<Options>(
      log, chosen, "dump",
      "Records of a topic, one JSON object a line.\n\n"
      "Each has topic, partition, offset, key and value; a dead letter has its reason in its "
      "headers.",
      {{"encours log dump --data data --limit 10", "the first events"},
       {"encours log dump --data data --topic credit.alerts", "every word on cases"},
       {"encours log dump --data data --topic credit.events.dlq", "what was refused, and why"}},
      &bind_dump, &run_dump);
}

}  // namespace encours::cli
