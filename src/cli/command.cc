#include "src/cli/command.h"

#include <set>

#include <fmt/format.h>

namespace encours::cli {
namespace {

ExitCode code_of(Fault fault) {
  switch (fault) {
    case Fault::kRetry:
      return ExitCode::kUnavailable;
    case Fault::kFenced:
      return ExitCode::kFenced;
    case Fault::kCorrupt:
    case Fault::kFull:
    case Fault::kIo:
      return ExitCode::kIo;
    case Fault::kRefused:
      return ExitCode::kFailed;
  }
  return ExitCode::kInternal;
}

}  // namespace

Failure failure_of(const Error& error) {
  // The one refusal that passes by itself: somebody else is at work on the folder.
  const bool in_use = error.message.find("in use by another process") != std::string::npos;
  return {in_use ? ExitCode::kUnavailable : code_of(error.fault), error.message};
}

Failure output_failure() {
  return {ExitCode::kIo, "standard output cannot be written; is the disk full?"};
}

std::string examples_text(std::initializer_list<Example> examples) {
  std::string text;
  for (const Example& example : examples) {
    text += fmt::format("  # {}\n  {}\n", example.meaning, example.line);
  }
  return text;
}

void add_data_option(CLI::App& command, DataOption& data) {
  CLI::Option_group& home = *command.add_option_group("Data");
  home.set_help_flag();
  home.add_option("--data", data.folder, "The data folder: what replay or run made")
      ->type_name("DIR");
  home.add_option("-c,--config", data.settings,
                  "Settings of the service: its data folder, and its log in Kafka if they name one")
      ->type_name("ENCOURS.yaml");
  home.require_option(1);
}

void add_format_option(CLI::App& command, std::string& format,
                       std::initializer_list<std::string_view> formats) {
  const std::vector<std::string> words(formats.begin(), formats.end());
  format = words.front();
  command
      .add_option("--format", format,
                  fmt::format("{}; {} unless told", fmt::join(words, ", "), words.front()))
      ->type_name("FORMAT")
      ->check(CLI::IsMember(std::set<std::string>(words.begin(), words.end())));
}

}  // namespace encours::cli
