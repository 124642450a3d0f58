// encours append: canonical events from the standard input into a log, without the service.
#include <atomic>
#include <csignal>

#include <fmt/format.h>
#include <unistd.h>

#include "src/cli/commands.h"
#include "src/cli/data_folder.h"
#include "src/cli/input_feed.h"
#include "src/cli/settings_file.h"

namespace encours::cli {
namespace {

struct Options {
  std::string settings;
  std::string rejects = "append.rejects.ndjson";
  std::string feed = "append";
};

std::atomic<bool> stop_asked = false;

void on_signal(int /*signal*/) {
  stop_asked = true;
}

Outcome run_append(const Options& options, const Terminal& terminal) {
  const auto settings = settings_of(options.settings);
  if (!settings) return tl::unexpected(settings.error());
  auto folder = DataFolder::open(*settings);
  if (!folder) return tl::unexpected(folder.error());
  std::signal(SIGINT, &on_signal);
  std::signal(SIGTERM, &on_signal);
  const SystemClock clock;
  InputFeed input(folder->log(), clock, STDIN_FILENO, options.rejects, options.feed);
  if (auto done = input.run(stop_asked); !done) return tl::unexpected(done.error());
  terminal.say(fmt::format("{} events appended, {} lines rejected{}", input.events(),
                           input.rejected(),
                           input.rejected() > 0 ? ": " + options.rejects : std::string()));
  return input.rejected() > 0 ? ExitCode::kFindings : ExitCode::kOk;
}

void bind_append(CLI::App& command, Options& options) {
  command
      .add_option("-c,--config", options.settings,
                  "Settings of the service: its data folder, and its log in Kafka if they name one")
      ->type_name("ENCOURS.yaml");
  command.add_option("--rejects", options.rejects, "Where lines that are no events are kept")
      ->type_name("R.ndjson");
  command.add_option("--feed", options.feed, "The feed's name; two at once need different ones")
      ->type_name("NAME");
}

}  // namespace

void add_append_command(CLI::App& app, Chosen& chosen) {
  add_command<Options>(
      app, chosen, "append",
      "Events into the log, while a service folds it or before one does.\n\n"
      "Takes canonical events from the standard input, one JSON object a line, stamps them with "
      "the clock, and appends them in transactions. A log in Kafka takes events beside the "
      "services that fold it; a log in a data folder belongs to one process: give a service that "
      "runs its events by its own standard input or its inbox.\n\n"
      "Exit 2 if lines were rejected.",
      {{"encours append -c encours.yaml < events.ndjson", "a file of events"},
       {"encours ingest --mapping m.yaml today.csv | encours append -c encours.yaml",
        "straight from a mapping"}},
      &bind_append, &run_append);
}

}  // namespace encours::cli
