// encours version: which build this is, for bug reports and for whoever compares two machines.
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include <fmt/format.h>
#include <google/protobuf/stubs/common.h>
#include <rocksdb/version.h>
#include <spdlog/version.h>
#include <zlib.h>

#include "src/cli/build.h"
#include "src/cli/commands.h"
#include "src/engine/limits.h"
#include "src/views/json.h"

namespace encours::cli {
namespace {

struct Options {
  std::string format;
};

std::vector<std::pair<std::string, std::string>> libraries() {
  return {
      {"rocksdb", fmt::format("{}.{}.{}", ROCKSDB_MAJOR, ROCKSDB_MINOR, ROCKSDB_PATCH)},
      {"protobuf", google::protobuf::internal::VersionString(GOOGLE_PROTOBUF_VERSION)},
      {"fmt",
       fmt::format("{}.{}.{}", FMT_VERSION / 10'000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
      {"spdlog", fmt::format("{}.{}.{}", SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH)},
      {"cli11", CLI11_VERSION},
      {"zlib", zlibVersion()},
  };
}

Outcome run_version(const Options& options, const Terminal& terminal) {
  std::string text;
  if (options.format == "json") {
    views::JsonObject object;
    object.text("version", kVersion);
    object.text("commit", kCommit);
    object.number("fold_version", kFoldVersion);
    object.text("compiler", kCompiler);
    object.text("flags", kFlags);
    views::JsonObject list;
    for (const auto& [name, version] : libraries())
      list.text(name, version);
    object.raw("libraries", list.take());
    text = object.take() + "\n";
  } else {
    text = fmt::format("encours {} ({})\nfold version {}\n{} {}\n", kVersion, kCommit, kFoldVersion,
                       kCompiler, kFlags);
    for (const auto& [name, version] : libraries())
      text += fmt::format("{} {}\n", name, version);
  }
  if (!terminal.print(text)) return tl::unexpected(output_failure());
  return ExitCode::kOk;
}

void bind_version(CLI::App& command, Options& options) {
  add_format_option(command, options.format, {"text", "json"});
}

}  // namespace

void add_version_command(CLI::App& app, Chosen& chosen) {
  add_command<Options>(
      app, chosen, "version",
      "Which build this is.\n\n"
      "The version, the commit it was built from, and the libraries inside.",
      {{"encours version", "for people"}, {"encours version --format json", "for programs"}},
      &bind_version, &run_version);
}

}  // namespace encours::cli
