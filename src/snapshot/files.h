// Small dealings with files, for this folder: errors that name the file, and bytes that are on the
// disk when that is said.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

#include "src/ports.h"

namespace encours {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using OpenFile = std::unique_ptr<std::FILE, CloseFile>;

// `code` is an errno.
Error file_error(int code, std::string_view what, const std::filesystem::path& file);

// Has the content of a file, or the names in a folder, on the disk.
Status sync_path(const std::filesystem::path& path);

}  // namespace encours
