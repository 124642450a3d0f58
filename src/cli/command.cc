#include "src/cli/command.h"

#include <set>

#include <fmt/format.h>

namespace encours::cli {
namespace {

ExitCode code_of(Fault fault) {
  switch (fault) {
    case Fault::kRetry:
    case Fault::kFenced:
      return ExitCode::kUnavailable;
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

void add_data_option(CLI::App& command, std::string& data) {
  command.add_option("--data", data, "The data folder: what replay or run made")
      ->required()
      ->type_name("DIR");
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
