// Snapshots in a folder: of another disk, or one that is mounted from another machine. Made by
// whoever opens the store of the settings.
//
// An object is a file of its name. It is written as NAME.part, held by a lock, synced and renamed,
// so that a reader or a crash never meets half of one; a part that nobody holds is a leftover.
#pragma once

#include <filesystem>
#include <functional>

#include "src/snapshot/snapshot_store.h"

namespace encours {

class DirectoryStore : public SnapshotStore {
 public:
  // The folder is made with the first object.
  explicit DirectoryStore(std::filesystem::path root) : root_(std::move(root)) {}

  std::string place() const override { return root_.string(); }
  Status put(const std::string& name, std::string_view content) override;
  Status put_file(const std::string& name, const std::filesystem::path& file,
                  const std::string& sha256) override;
  Result<std::optional<std::string>> get(const std::string& name) override;
  Result<bool> get_file(const std::string& name, const std::filesystem::path& file) override;
  Result<std::vector<StoredObject>> list(const std::string& folder) override;
  Status remove(const std::string& name) override;
  Status remove_leftovers(const std::string& folder) override;

 private:
  // `write` fills the file that becomes the object.
  Status put_whole(const std::string& name, const std::function<Status(std::FILE*)>& write);

  std::filesystem::path root_;
};

}  // namespace encours
