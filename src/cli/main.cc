// The binary: where the commands meet. Each line below adds one; its file has the same name.
#include <exception>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <google/protobuf/stubs/logging.h>

#include "src/cli/commands.h"
#include "src/cli/help.h"

namespace encours::cli {
namespace {

constexpr const char* kDescription =
    "Watches the credit that a company gives its clients: folds invoices, payments and orders "
    "into exposure, alerts and order holds.";

constexpr const char* kFooter = R"(First steps:
  encours demo
  encours ingest --mapping MAPPING.yaml FILE.csv --out events.ndjson
  encours replay events.ndjson --data data
  encours clients --data data

Exit codes:
  0   done
  1   could not be done
  2   done, and something was found: rows rejected, differences
  64  the command line is wrong
  65  what was given to read is not what it should be
  69  another process works on the data folder, or no Kafka broker answers
  70  a mistake of ours; please report it
  74  a disk or file failed
  75  another process has taken this one's place in the log
  78  a policy, mapping or settings file is wrong

Environment:
  NO_COLOR  no colour        COLUMNS  width of tables        LANG  fr or en
)";

void add_commands(CLI::App& app, Chosen& chosen) {
  add_ingest_command(app, chosen);
  add_replay_command(app, chosen);
  add_run_command(app, chosen);
  add_append_command(app, chosen);
  add_clients_command(app, chosen);
  add_client_command(app, chosen);
  add_alerts_command(app, chosen);
  add_orders_command(app, chosen);
  add_reconcile_command(app, chosen);
  add_status_command(app, chosen);
  add_log_command(app, chosen);
  add_snapshot_command(app, chosen);
  add_verify_command(app, chosen);
  add_dlq_command(app, chosen);
  add_notices_command(app, chosen);
  add_decode_command(app, chosen);
  add_config_command(app, chosen);
  add_metrics_command(app, chosen);
  add_topics_command(app, chosen);
  add_topology_command(app, chosen);
  add_demo_command(app, chosen);
  add_version_command(app, chosen);
}

int report(const Terminal& terminal, const Failure& failure) {
  terminal.say(views::painted(terminal.message_screen(), Paint::kBad, "encours: ") +
               failure.message);
  return static_cast<int>(failure.code);
}

int run(int argument_count, char** arguments) {
  CLI::App app(kDescription, "encours");
  app.footer(kFooter);
  app.formatter(help_formatter());
  app.set_help_flag("-h,--help", "This text");
  app.require_subcommand(1);
  std::string language;
  app.add_option("--lang", language, "Language of headings: fr or en; LANG unless told")
      ->type_name("fr|en")
      ->check(CLI::IsMember({"fr", "en"}));
  Chosen chosen;
  add_commands(app, chosen);
  try {
    app.parse(argument_count, arguments);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    return report(Terminal::of_process(std::nullopt), {ExitCode::kUsage, usage_error(app, error)});
  }
  const Terminal terminal = Terminal::of_process(views::language_of(language));
  const Outcome outcome = chosen.run(terminal);
  return outcome ? static_cast<int>(*outcome) : report(terminal, outcome.error());
}

}  // namespace
}  // namespace encours::cli

int main(int argument_count, char** arguments) {
  // Bytes that are no message end as dead letters, with their reason: no lines between ours.
  google::protobuf::SetLogHandler(nullptr);
  try {
    return encours::cli::run(argument_count, arguments);
  } catch (const std::exception& error) {
    // Only what libraries throw on their own mistakes or ours comes up to here.
    const encours::cli::Terminal terminal = encours::cli::Terminal::of_process(std::nullopt);
    return encours::cli::report(terminal, {encours::cli::ExitCode::kInternal,
                                           fmt::format("internal error: {}", error.what())});
  }
}
