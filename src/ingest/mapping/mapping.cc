#include "src/ingest/mapping/mapping.h"

#include <filesystem>

#include "src/ingest/mapping/mapping_compiler.h"

namespace encours {

tl::expected<Mapping, std::vector<ConfigError>> Mapping::load(const std::string& file) {
  const auto tree = load_yaml(file);
  if (!tree) return tl::unexpected(std::vector<ConfigError>{tree.error()});
  return compile(*tree, file);
}

tl::expected<Mapping, std::vector<ConfigError>> Mapping::parse(std::string_view text,
                                                               const std::string& file) {
  const auto tree = parse_yaml(text, file);
  if (!tree) return tl::unexpected(std::vector<ConfigError>{tree.error()});
  return compile(*tree, file);
}

tl::expected<Mapping, std::vector<ConfigError>> Mapping::compile(const YamlNode& tree,
                                                                 const std::string& file) {
  YamlErrors errors(file);
  auto program = std::make_shared<Program>(MappingCompiler().compile(YamlValue(tree, errors)));
  if (!errors.empty()) return tl::unexpected(errors.take());
  for (TablePlan& table : program->tables) {
    if (table.file.empty() || table.beside_input) continue;
    table.file = (std::filesystem::path(file).parent_path() / table.file).string();
  }
  return Mapping(std::move(program));
}

const std::string& Mapping::feed() const {
  return program_->feed;
}

bool Mapping::needs_file_revision() const {
  return program_->revision_source == RevisionSource::kFile;
}

}  // namespace encours
