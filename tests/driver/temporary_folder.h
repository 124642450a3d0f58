// A folder of its own for one test, removed at the end with all that is in it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "operators/domain/assert.h"

namespace encours {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "encours-test-XXXXXX").string();
    ENCOURS_ASSERT(::mkdtemp(name.data()) != nullptr, "tests can make temporary folders");
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace encours
