// encours client show: everything about one client on a page.
#include <fmt/format.h>

#include "operators/client_reading.h"
#include "operators/topology.h"
#include "src/cli/client_figures.h"
#include "src/cli/commands.h"
#include "src/cli/order_lines.h"
#include "src/config/did_you_mean.h"
#include "src/views/client_page.h"

namespace encours::cli {
namespace {

struct Options {
  std::string client_id;
  DataOption data;
  bool explain = false;
  std::string format;
};

tl::expected<std::vector<views::AccountPage>, Failure> read_pages(DataFolder& folder,
                                                                  ShardView& view,
                                                                  const std::string& client_id) {
  const auto decisions = read_decisions(folder, view.shard().identity().log.partition);
  if (!decisions) return tl::unexpected(decisions.error());
  const Day day = view.shard().day();
  std::vector<views::AccountPage> pages;
  const auto found = for_each_account(view, client_id, [&](Rows& rows, const AccountKey& account) {
    pages.push_back({client_sheet(rows, account, day), causes_of(rows, account),
                     order_lines(rows, account, *decisions), open_items_of(rows, account), day});
  });
  if (!found) return tl::unexpected(found.error());
  if (*found) return pages;
  return tl::unexpected(
      Failure{ExitCode::kFailed,
              fmt::format("{}: there is no client '{}'{}; `encours clients --data {}` lists them",
                          folder.path(), client_id,
                          did_you_mean(nearest_word(client_id, view.owners())), folder.path())});
}

Outcome run_show(const Options& options, const Terminal& terminal) {
  auto folder = DataFolder::open_beside(options.data);
  if (!folder) return tl::unexpected(folder.error());
  const auto views = view_of_client(*folder, options.client_id);
  if (!views) return tl::unexpected(views.error());
  const auto pages = read_pages(*folder, *views->front(), options.client_id);
  if (!pages) return tl::unexpected(pages.error());
  std::string text;
  for (const views::AccountPage& page : *pages) {
    text += options.format == "json"
                ? views::account_json(page)
                : views::account_page(page, options.explain, terminal.screen());
  }
  if (!terminal.print(text)) return tl::unexpected(output_failure());
  terminal.say(stands_for(*folder, *views));
  return ExitCode::kOk;
}

void bind_show(CLI::App& command, Options& options) {
  command.add_option("CLIENT", options.client_id, "The client, as the events name it")
      ->required()
      ->type_name("CLIENT");
  add_data_option(command, options.data);
  command.add_flag("--explain", options.explain,
                   "How each figure is made up: every term, and the open items by due date");
  add_format_option(command, options.format, {"text", "json"});
}

}  // namespace

void add_client_command(CLI::App& app, Chosen& chosen) {
  CLI::App& client = *app.add_subcommand("client", "One client, on a page.");
  client.require_subcommand(1);
  client.fallthrough();
  add_command<Options>(
      client, chosen, "show",
      "Everything about one client.\n\n"
      "The figures of each account, the limit, the open causes with their evidence, the orders "
      "with "
      "their verdicts.",
      {{"encours client show C0042 --data data", "the page"},
       {"encours client show C0042 --data data --explain", "and how each figure is made up"},
       {"encours client show C0042 --data data --format json", "one object an account"}},
      &bind_show, &run_show);
}

}  // namespace encours::cli
