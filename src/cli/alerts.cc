// encours alerts: the open cases, with their causes.
#include "schemas/topics.h"
#include "src/cli/commands.h"
#include "src/cli/data_folder.h"
#include "src/cli/latest.h"
#include "src/views/case_list.h"

namespace encours::cli {
namespace {

struct Options {
  DataOption data;
  bool all = false;
  std::string format;
};

tl::expected<std::vector<v1::Case>, Failure> read_cases(DataFolder& folder, bool all) {
  std::map<std::string, v1::Case> latest;
  for (std::int32_t partition = 0; partition < folder.partitions(); ++partition) {
    const auto read = read_latest(
        folder.log(), {"credit.alerts", partition},
        [](const v1::Case& one) { return one.case_id(); }, latest);
    if (!read) return tl::unexpected(read.error());
  }
  std::vector<v1::Case> cases;
  for (auto& [id, one] : latest) {
    if (all || one.state() == v1::CASE_STATE_OPEN) cases.push_back(std::move(one));
  }
  views::sort_cases(cases);
  return cases;
}

Outcome run_alerts(const Options& options, const Terminal& terminal) {
  auto folder = DataFolder::open_beside(options.data);
  if (!folder) return tl::unexpected(folder.error());
  const auto cases = read_cases(*folder, options.all);
  if (!cases) return tl::unexpected(cases.error());
  const std::string text = options.format == "csv" ? views::cases_csv(*cases)
                           : options.format == "json"
                               ? views::cases_json(*cases)
                               : views::cases_table(*cases, terminal.screen());
  if (!terminal.print(text)) return tl::unexpected(output_failure());
  return ExitCode::kOk;
}

void bind_alerts(CLI::App& command, Options& options) {
  add_data_option(command, options.data);
  command.add_flag("--all", options.all, "Closed cases too");
  add_format_option(command, options.format, {"table", "csv", "json"});
}

}  // namespace

void add_alerts_command(CLI::App& app, Chosen& chosen) {
  add_command<Options>(
      app, chosen, "alerts",
      "The open cases, with their causes.\n\n"
      "One case per credit account, its causes as lines, the most urgent first. csv has one row "
      "per cause; json one case a line, as it was last said on credit.alerts.",
      {{"encours alerts --data data", "what a person must look at"},
       {"encours alerts --data data --all --format csv > cases.csv",
        "closed cases too, for a spreadsheet"}},
      &bind_alerts, &run_alerts);
}

}  // namespace encours::cli
