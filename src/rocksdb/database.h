// One RocksDB: opened with the options of options.h, its statuses turned into the faults of
// src/ports.h. Used by the state store beside it and by src/local; nobody else sees RocksDB.
//
// Promises: after a write that failed, or a flush or compaction that failed behind it, every later
// write fails with the same error until the database is opened again, because nobody knows what of
// the failed one is on the disk. Reads go on. A database that another process writes is refused
// with its name.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include "src/ports.h"
#include "src/rocksdb/options.h"

namespace rocksdb {
class DB;
class Env;
class Status;
class WriteBatch;
}  // namespace rocksdb

namespace encours {

enum class OpenMode : std::uint8_t {
  kReadWrite,  // made if it is not there; no other process may write it
  kReadOnly,   // as it is now; nothing on the disk is touched
  kBeside,     // as kReadOnly, while another process may be writing; catch_up() sees what it wrote
               // since
};

struct DatabaseOptions {
  Shape shape = Shape::kRows;
  OpenMode mode = OpenMode::kReadWrite;
  std::shared_ptr<const Budget> budget;  // null: a default one for this database alone
  rocksdb::Env* env = nullptr;  // null: the operating system's; tests put failing disks here
};

// Whether the write must be on the disk before it is acknowledged.
enum class Sync : std::uint8_t { kNo, kYes };

class Database {
 public:
  static Result<std::unique_ptr<Database>> open(const std::filesystem::path& path,
                                                const DatabaseOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  rocksdb::DB& rocks() { return *rocks_; }
  const std::filesystem::path& path() const { return path_; }

  // All of the batch or nothing, also across a crash.
  Status write(rocksdb::WriteBatch& batch, Sync sync);
  // Has everything that was written, synced or not, on the disk.
  Status sync();
  // The error that all writes now fail with, if there is one.
  Status writable() const;
  // kBeside: what the writing process has written so far. kRetry when it writes too fast for us.
  // kReadOnly: nothing new.
  Status catch_up();

 private:
  class FailureListener;
  explicit Database(std::filesystem::path path);

  Status open_for_writing(Shape shape, rocksdb::Options& options);
  Status open_for_reading(rocksdb::Options& options);
  Status look_beside(const std::function<rocksdb::Status()>& look);

  std::filesystem::path path_;
  std::filesystem::path scratch_path_;  // kBeside: where RocksDB wants a folder of our own
  OpenMode mode_ = OpenMode::kReadWrite;
  std::shared_ptr<const Budget> budget_;
  std::shared_ptr<FailureListener> failure_;
  std::unique_ptr<rocksdb::DB> rocks_;
};

// What RocksDB said, as a fault; `what` names what was tried.
Error to_error(const rocksdb::Status& status, std::string_view what);

}  // namespace encours
