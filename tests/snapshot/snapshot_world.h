// One shard with rows in a real RocksDB, a folder as its snapshot store, and the means to harm
// both. Used by the tests beside it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "src/rocksdb/row_files.h"
#include "src/rocksdb/state_store.h"
#include "src/snapshot/directory_store.h"
#include "src/snapshot/snapshots.h"
#include "tests/driver/temporary_folder.h"

namespace encours {

inline const TopicPartition kShard{"credit.events", 3};
inline const FoldIdentity kIdentity{"cluster-1", 8, 1};

// The rows' own record at an offset.
std::string meta_at(std::int64_t next_offset, const FoldIdentity& identity = kIdentity);

// Throws itself out of whatever is going on: the process is gone.
struct Killed {};

// A store that dies before its n-th writing call.
class DyingStore : public SnapshotStore {
 public:
  explicit DyingStore(SnapshotStore& inner) : inner_(inner) {}

  void die_after(int calls) { calls_left_ = calls; }

  std::string place() const override { return inner_.place(); }
  Status put(const std::string& name, std::string_view content) override {
    count();
    return inner_.put(name, content);
  }
  Status put_file(const std::string& name, const std::filesystem::path& file,
                  const std::string& sha256) override {
    count();
    return inner_.put_file(name, file, sha256);
  }
  Result<std::optional<std::string>> get(const std::string& name) override {
    return inner_.get(name);
  }
  Result<bool> get_file(const std::string& name, const std::filesystem::path& file) override {
    count();
    return inner_.get_file(name, file);
  }
  Result<std::vector<StoredObject>> list(const std::string& folder) override {
    if (unreachable) return tl::unexpected(Error{Fault::kRetry, "out of reach"});
    return inner_.list(folder);
  }
  Status remove(const std::string& name) override {
    count();
    return inner_.remove(name);
  }
  Status remove_leftovers(const std::string& folder) override {
    return inner_.remove_leftovers(folder);
  }

  bool unreachable = false;

 private:
  void count() {
    if (calls_left_ >= 0 && calls_left_-- == 0) throw Killed();
  }

  SnapshotStore& inner_;
  int calls_left_ = -1;
};

class SnapshotTest : public testing::Test {
 protected:
  // Rows that differ at each offset, so that each has files of its own.
  void write_rows(std::int64_t next_offset, const FoldIdentity& identity = kIdentity);
  // Writes them and makes a snapshot.
  Result<std::optional<Manifest>> snapshot_at(std::int64_t next_offset,
                                              const FoldIdentity& identity = kIdentity);
  // A copy of the rows in a folder, as the snapshotter has it.
  std::filesystem::path copy_rows();

  Snapshots snapshots_of(const FoldIdentity& identity = kIdentity) {
    return Snapshots(store_, files_, identity, hooks());
  }
  SnapshotHooks hooks() {
    SnapshotHooks hooks;
    hooks.alert = [this](const std::string& message) { alerts_.push_back(message); };
    return hooks;
  }
  RocksStoreFactory factory(SnapshotSource* source = nullptr) {
    return RocksStoreFactory(
        {.data_path = folder_.path() / "data", .budget = nullptr, .snapshots = source});
  }

  // The offset that the rows in the data folder stand at; -1 without rows.
  std::int64_t standing();
  std::string value_of(const std::string& key);
  std::vector<std::int64_t> offsets_in_store();
  // The files of the newest snapshot whose names end so.
  std::filesystem::path stored_file(const std::string& ending);
  // Everything below a folder, for "nothing was left".
  static std::vector<std::string> names_below(const std::filesystem::path& folder);

  TemporaryFolder folder_;
  DirectoryStore directory_{folder_.path() / "store"};
  DyingStore store_{directory_};
  RocksRowFiles files_;
  std::vector<std::string> alerts_;
};

}  // namespace encours
