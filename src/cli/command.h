// What a command is: options added to the parser, and what runs when it was chosen. Every command
// has a file of its own with one function add_<name>_command, which main.cc calls; the words before
// it are looked up there.
//
// A command writes data to standard output and messages to standard error, and ends with an exit
// code or a Failure, which main.cc prints. A Failure names the file or folder, what was expected
// and what to do.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

#include "src/cli/exit_code.h"
#include "src/cli/terminal.h"
#include "src/ports.h"

namespace encours::cli {

struct Failure {
  ExitCode code = ExitCode::kFailed;
  std::string message;
};

using Outcome = tl::expected<ExitCode, Failure>;

// The failure that a fault of the log or the store amounts to.
Failure failure_of(const Error& error);
// Standard output took no more.
Failure output_failure();

// The command that the words on the line have chosen.
struct Chosen {
  std::function<Outcome(const Terminal&)> run;
};

// One line of a command's help: the command as typed, and what it does.
struct Example {
  std::string_view line;
  std::string_view meaning;
};

// Adds a command to the parser. `Options` is default-made, filled by `bind`, and handed to `run`.
template <class Options>
CLI::App& add_command(CLI::App& parent, Chosen& chosen, const std::string& name,
                      const std::string& description, std::initializer_list<Example> examples,
                      void (*bind)(CLI::App& command, Options& options),
                      Outcome (*run)(const Options& options, const Terminal& terminal));

// The text under "Examples:" in the help.
std::string examples_text(std::initializer_list<Example> examples);

// Where a command finds the log and the rows: in a data folder, or where the settings of a service
// say.
struct DataOption {
  std::string folder;
  std::string settings;
};

// Options that many commands have.
void add_data_option(CLI::App& command, DataOption& data);
void add_format_option(CLI::App& command, std::string& format,
                       std::initializer_list<std::string_view> formats);

template <class Options>
CLI::App& add_command(CLI::App& parent, Chosen& chosen, const std::string& name,
                      const std::string& description, std::initializer_list<Example> examples,
                      void (*bind)(CLI::App& command, Options& options),
                      Outcome (*run)(const Options& options, const Terminal& terminal)) {
  auto options = std::make_shared<Options>();
  CLI::App& command = *parent.add_subcommand(name, description);
  command.footer(examples_text(examples));
  command.fallthrough();
  bind(command, *options);
  command.callback([&chosen, options, run] {
    chosen.run = [options, run](const Terminal& terminal) { return run(*options, terminal); };
  });
  return command;
}

}  // namespace encours::cli
