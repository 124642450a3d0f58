// Where snapshots are kept: objects with names, written whole or not at all. Implemented by
// directory_store.h and s3_store.h, and by tests; used by snapshots.h.
//
// A name is words of letters, digits, '.', '_' and '-', with '/' between them. Used by several
// threads at once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/ports.h"

namespace encours {

struct StoredObject {
  std::string name;
  std::uint64_t bytes = 0;
};

class SnapshotStore {
 public:
  virtual ~SnapshotStore() = default;

  // For people: "/backup/encours", "s3://bucket/prefix".
  virtual std::string place() const = 0;

  // When it returns, the object is there for good; until then the one before, or none. `sha256` is
  // that of the content, in hexadecimal.
  virtual Status put(const std::string& name, std::string_view content) = 0;
  virtual Status put_file(const std::string& name, const std::filesystem::path& file,
                          const std::string& sha256) = 0;

  // The content of a small object; nothing when it is not there, kCorrupt when it is larger than
  // kSmallObjectBytesMax.
  virtual Result<std::optional<std::string>> get(const std::string& name) = 0;
  // Into a file, made or replaced. False when the object is not there.
  virtual Result<bool> get_file(const std::string& name, const std::filesystem::path& file) = 0;

  // Every object whose name begins with "FOLDER/", or every one at all when `folder` is empty, by
  // name.
  virtual Result<std::vector<StoredObject>> list(const std::string& folder) = 0;

  // Nothing happens when it is not there.
  virtual Status remove(const std::string& name) = 0;
  // Removes what uploads into this folder left when they were killed.
  virtual Status remove_leftovers(const std::string& folder) = 0;
};

// A manifest names some hundred files; this is far more.
inline constexpr std::size_t kSmallObjectBytesMax = std::size_t{16} << 20U;

}  // namespace encours
