// SHA-256, by which files are named in a store and requests to S3 are signed. Used in this folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "src/ports.h"

namespace encours {

// 64 hexadecimal digits.
std::string sha256_of(std::string_view bytes);
// Of all that is in a file.
Result<std::string> sha256_of_file(const std::filesystem::path& file);

}  // namespace encours
