// Puts into a scalar of encours.yaml what it refers to: ${NAME} an environment variable,
// ${file:PATH} the content of a file, $$ a dollar sign. Used by the readers of settings.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "src/config/yaml_reader.h"

namespace encours {

// Names and values of environment variables.
using Environment = std::map<std::string, std::string>;

// A scalar with what it refers to put in.
struct Expanded {
  std::string text;
  bool is_secret = false;  // it came from a file: never printed
};

// Nothing, with the mistake reported, where it refers to what is not there. What was put in is not
// expanded again.
std::optional<Expanded> expand(const YamlValue& value, const Environment& environment);

}  // namespace encours
