// A disk under RocksDB that fails when it is told to: full, broken at a write, broken at a sync;
// and that knows what would be left of a folder if the power went now.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace rocksdb {
class Env;
}

namespace encours {

enum class DiskFailure {
  kNone,
  kFull,         // the first half of what is written fits
  kBrokenWrite,  // nothing is written
  kBrokenSync,   // what was written is there, but whether for good nobody knows
};

class FailingDisk {
 public:
  FailingDisk();
  ~FailingDisk();

  rocksdb::Env* env();

  // From now on, for files whose names end so: ".log" are RocksDB's write-ahead logs, ".sst" its
  // sorted files.
  void fail(DiskFailure failure, std::string name_ending = "");
  void mend() { fail(DiskFailure::kNone); }

  // Copies a folder as a loss of power would leave it: of each file what was synced.
  void copy_synced(const std::filesystem::path& from, const std::filesystem::path& to) const;

 private:
  class FileSystem;
  class File;
  struct State;

  std::shared_ptr<State> state_;
  std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace encours
