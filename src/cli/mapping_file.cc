#include "src/cli/mapping_file.h"

#include <fstream>

#include <fmt/format.h>

namespace encours::cli {

tl::expected<void, Failure> check_readable(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    if (file == "-" || std::ifstream(file, std::ios::binary).good()) continue;
    return tl::unexpected(
        Failure{ExitCode::kIo, fmt::format("{}: cannot be opened; is the name right?", file)});
  }
  return {};
}

tl::expected<Mapping, Failure> load_mapping(const std::string& file) {
  if (const auto readable = check_readable({file}); !readable) {
    return tl::unexpected(readable.error());
  }
  auto mapping = Mapping::load(file);
  if (mapping) return std::move(*mapping);
  std::string text = "the mapping has mistakes";
  for (const ConfigError& error : mapping.error())
    text += "\n" + error.text();
  return tl::unexpected(Failure{ExitCode::kConfig, text});
}

}  // namespace encours::cli
