// A mapping: how the rows of a feed become canonical events, written by people in YAML. See
// README.md in this folder for how to write one. Loaded by the command line (ingest, config
// validate), run by src/ingest/ingester.h.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "src/config/yaml_reader.h"

namespace encours {

struct Program;

// Cheap to copy; immutable.
class Mapping {
 public:
  // All mistakes that could be found in one reading. Nothing but the mapping itself is opened.
  static tl::expected<Mapping, std::vector<ConfigError>> load(const std::string& file);
  // The same of a text; `file` stands in the messages, and tables in files are looked for in its
  // folder.
  static tl::expected<Mapping, std::vector<ConfigError>> parse(std::string_view text,
                                                               const std::string& file);

  // The name of the feed, as it stands in every event.
  const std::string& feed() const;
  // Whether `revision: file` asks for the instant that the files stand for.
  bool needs_file_revision() const;

  const Program& program() const { return *program_; }

 private:
  static tl::expected<Mapping, std::vector<ConfigError>> compile(const YamlNode& tree,
                                                                 const std::string& file);
  explicit Mapping(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

  std::shared_ptr<const Program> program_;
};

}  // namespace encours
