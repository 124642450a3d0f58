// What the build knows of itself. build.cc is written by CMake from build.cc.in. Read by `encours
// version`.
#pragma once

#include <string_view>

namespace encours::cli {

extern const std::string_view kVersion;
extern const std::string_view
    kCommit;  // "unknown" outside a git checkout; "+changes" if files differ from it
extern const std::string_view kCompiler;
extern const std::string_view kFlags;

}  // namespace encours::cli
