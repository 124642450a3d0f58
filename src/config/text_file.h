// A small text file read whole, or the mistake to tell. Used for what people write: policies,
// settings, secrets.
#pragma once

#include <cstddef>
#include <string>
#include <tl/expected.hpp>

#include "src/config/yaml_reader.h"

namespace encours {

// The bytes of `file`; larger than `bytes_max`, a folder, or not there is a mistake.
tl::expected<std::string, ConfigError> read_text_file(const std::string& file,
                                                      std::size_t bytes_max);

}  // namespace encours
