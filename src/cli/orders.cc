// encours orders: the open orders, what was decided on them, and why.
#include <algorithm>

#include "src/cli/client_figures.h"
#include "src/cli/commands.h"
#include "src/cli/order_lines.h"
#include "src/views/order_list.h"

namespace encours::cli {
namespace {

struct Options {
  DataOption data;
  bool held = false;
  std::string format;
};

tl::expected<std::vector<views::OrderLine>, Failure> read_orders(DataFolder& folder,
                                                                 const ShardViews& views) {
  std::vector<views::OrderLine> lines;
  for (const auto& view : views) {
    const auto decisions = read_decisions(folder, view->shard().identity().log.partition);
    if (!decisions) return tl::unexpected(decisions.error());
    for (const std::string& client_id : view->owners()) {
      const auto read =
          for_each_account(*view, client_id, [&](Rows& rows, const AccountKey& account) {
            for (auto& line : order_lines(rows, account, *decisions)) {
              lines.push_back(std::move(line));
            }
          });
      if (!read) return tl::unexpected(read.error());
    }
  }
  // Orders of one account stay in the order of their day.
  std::stable_sort(lines.begin(), lines.end(),
                   [](const auto& a, const auto& b) { return a.account < b.account; });
  return lines;
}

Outcome run_orders(const Options& options, const Terminal& terminal) {
  auto folder = DataFolder::open_beside(options.data);
  if (!folder) return tl::unexpected(folder.error());
  const auto views = views_of_now(*folder);
  if (!views) return tl::unexpected(views.error());
  auto lines = read_orders(*folder, *views);
  if (!lines) return tl::unexpected(lines.error());
  if (options.held) {
    std::erase_if(*lines,
                  [](const auto& line) { return line.order.verdict() != v1::VERDICT_HELD; });
  }
  const std::string text = options.format == "csv" ? views::orders_csv(*lines)
                           : options.format == "json"
                               ? views::orders_json(*lines)
                               : views::orders_table(*lines, true, terminal.screen());
  if (!terminal.print(text)) return tl::unexpected(output_failure());
  terminal.say(stands_for(*folder, *views));
  return ExitCode::kOk;
}

void bind_orders(CLI::App& command, Options& options) {
  add_data_option(command, options.data);
  command.add_flag("--held", options.held, "Held orders alone");
  add_format_option(command, options.format, {"table", "csv", "json"});
}

}  // namespace

void add_orders_command(CLI::App& app, Chosen& chosen) {
  add_command<Options>(app, chosen, "orders",
                       "The open orders, with verdict and reasons.\n\n"
                       "Each order with all its reasons, and who decided if a person did.",
                       {{"encours orders --data data --held", "what waits, and why"},
                        {"encours orders --data data --format json", "all of them, for a program"}},
                       &bind_orders, &run_orders);
}

}  // namespace encours::cli
