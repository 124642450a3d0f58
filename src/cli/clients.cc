// encours clients: what every client owes, one row per client, segment and currency.
#include <fmt/format.h>

#include "src/cli/client_figures.h"
#include "src/cli/commands.h"
#include "src/cli/instant.h"
#include "src/views/client_rows.h"

namespace encours::cli {
namespace {

struct Options {
  DataOption data;
  std::string as_of;
  std::string known_at;
  std::string in;
  std::string format;
};

tl::expected<ShardViews, Failure> read_views(DataFolder& folder, const Options& options) {
  if (!options.as_of.empty()) {
    const auto day = parse_day_option(options.as_of, "--as-of");
    if (!day) return tl::unexpected(day.error());
    return views_as_of(folder, *day);
  }
  if (!options.known_at.empty()) {
    const auto instant = parse_instant_option(options.known_at, "--known-at");
    if (!instant) return tl::unexpected(instant.error());
    return views_known_at(folder, *instant);
  }
  return views_of_now(folder);
}

Outcome run_clients(const Options& options, const Terminal& terminal) {
  auto folder = DataFolder::open_beside(options.data);
  if (!folder) return tl::unexpected(folder.error());
  const auto views = read_views(*folder, options);
  if (!views) return tl::unexpected(views.error());
  const views::RowsIn in =
      options.in == "limit" ? views::RowsIn::kLimitCurrency : views::RowsIn::kOwnCurrency;
  const auto rows = client_rows(*views, in);
  if (!rows) return tl::unexpected(rows.error());
  const std::string text = options.format == "csv" ? views::clients_csv(*rows, in)
                           : options.format == "json"
                               ? views::clients_json(*rows, in)
                               : views::clients_table(*rows, terminal.screen());
  if (!terminal.print(text)) return tl::unexpected(output_failure());
  terminal.say(stands_for(*folder, *views));
  return ExitCode::kOk;
}

void bind_clients(CLI::App& command, Options& options) {
  add_data_option(command, options.data);
  CLI::Option* as_of =
      command
          .add_option("--as-of", options.as_of,
                      "The end of a day: what is posted later is left out, everything else is "
                      "taken as it is known now")
          ->type_name("DATE");
  command
      .add_option("--known-at", options.known_at,
                  "What was known at an instant: what was logged later is left out")
      ->type_name("INSTANT")
      ->excludes(as_of);
  command
      .add_option("--in", options.in,
                  "own: a row for each currency of an account. limit: a row for each account, in "
                  "the currency of its limit, with the day of the rates in fx_as_of")
      ->type_name("own|limit")
      ->default_str("own")
      ->check(CLI::IsMember({"own", "limit"}));
  add_format_option(command, options.format, {"table", "csv", "json"});
}

}  // namespace

void add_clients_command(CLI::App& app, Chosen& chosen) {
  add_command<Options>(
      app, chosen, "clients",
      "What every client owes.\n\n"
      "One row per client, segment and currency: open items, exposure, ageing, limit, hold. csv "
      "and json have all columns, in byte order of client, segment and currency; amounts are "
      "decimal text. Ageing is contractual: current, d1_30, d31_60, d61_90 and d90_plus add up to "
      "open_items; grace days act in rules only. The limit and its utilisation (basis points) "
      "stand on the row of the limit's currency. The column hold is `none`, `document` (orders of "
      "the account are held) or `account` (the account as a whole is).",
      {{"encours clients --data data", "as it stands now, for people"},
       {"encours clients --data data --as-of 2012-09-26 --format csv > clients.csv",
        "the end of a day, for a spreadsheet"},
       {"encours clients --data data --in limit",
        "one row per account, in the currency of its limit"},
       {"encours clients --data data --known-at 2012-09-26T18:00:00Z --format json",
        "what was known on that evening, for a program"}},
      &bind_clients, &run_clients);
}

}  // namespace encours::cli
