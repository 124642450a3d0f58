#include "src/rocksdb/database.h"

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <set>
#include <system_error>

#include "fmt/format.h"
#include "operators/domain/assert.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/listener.h"
#include "rocksdb/options.h"
#include "src/rocksdb/wal_check.h"

namespace encours {
namespace {

namespace fs = std::filesystem;

// A reader beside a busy writer looks again this often: see look_beside().
constexpr int kLooksMax = 50;

Fault fault_of(const rocksdb::Status& status) {
  if (status.IsNoSpace()) return Fault::kFull;
  if (status.IsCorruption()) return Fault::kCorrupt;
  if (status.IsBusy() || status.IsTryAgain() || status.IsTimedOut() || status.IsIncomplete()) {
    return Fault::kRetry;
  }
  if (status.IsInvalidArgument() || status.IsNotSupported()) return Fault::kRefused;
  return Fault::kIo;
}

// RocksDB has no code for a held lock, only words.
bool is_locked(const rocksdb::Status& status) {
  const std::string text = status.ToString();
  return status.IsIOError() && text.find("lock") != std::string::npos &&
         text.find("/LOCK") != std::string::npos;
}

Error open_error(const rocksdb::Status& status, const fs::path& path) {
  if (is_locked(status)) {
    return {Fault::kRefused,
            fmt::format("{} is in use by another process, or twice by this one; stop it, or read "
                        "beside it",
                        path.string())};
  }
  return to_error(status, fmt::format("opening {}", path.string()));
}

Error file_error(const std::error_code& code, std::string_view what, const fs::path& path) {
  const bool full = code == std::errc::no_space_on_device;
  return {full ? Fault::kFull : Fault::kIo,
          fmt::format("{} {}: {}", what, path.string(), code.message())};
}

// Makes the folder and has each new name in it on the disk, so that what is acknowledged later is
// found again.
Status make_folder(const fs::path& path, rocksdb::Env& env) {
  std::error_code code;
  if (fs::is_directory(path, code)) return {};
  const fs::path parent = fs::absolute(path).parent_path();
  if (auto made = make_folder(parent, env); !made) return made;
  fs::create_directory(path, code);
  if (code) return tl::unexpected(file_error(code, "making the folder", path));
  std::unique_ptr<rocksdb::Directory> directory;
  rocksdb::Status status = env.NewDirectory(parent.string(), &directory);
  if (status.ok()) status = directory->Fsync();
  if (!status.ok()) return tl::unexpected(to_error(status, "making " + path.string()));
  return {};
}

// Refuses a write-ahead log whose recovery would drop writes that were acknowledged.
Status refuse_damage(const fs::path& path, rocksdb::Options options) {
  const auto state = check_wal(path);
  if (!state) return tl::unexpected(state.error());
  if (*state != WalState::kDamaged) return {};
  // A loss of power may bring back a file that was no longer needed: RocksDB knows whether it is.
  rocksdb::DB* rocks = nullptr;
  options.listeners.clear();
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kAbsoluteConsistency;
  const auto status = rocksdb::DB::OpenForReadOnly(options, path.string(), &rocks);
  if (status.ok()) {
    delete rocks;
    return {};
  }
  return tl::unexpected(
      Error{Fault::kCorrupt,
            fmt::format("the write-ahead log of {} is damaged, and writes that were acknowledged "
                        "stand behind the damage; nothing was changed: restore the folder from a "
                        "copy ({})",
                        path.string(), status.ToString())});
}

// The names of the write-ahead logs that are there.
std::set<std::string> wal_files(const fs::path& path) {
  std::set<std::string> names;
  std::error_code ignored;  // a folder that cannot be listed cannot be opened either
  for (fs::directory_iterator entry(path, ignored), end; entry != end; entry.increment(ignored)) {
    if (entry->path().extension() == ".log") names.insert(entry->path().filename().string());
  }
  return names;
}

Result<fs::path> make_scratch_folder() {
  std::error_code code;
  const fs::path parent = fs::temp_directory_path(code);
  if (code) return tl::unexpected(file_error(code, "looking for a temporary folder", parent));
  std::string name = (parent / "encours-reader-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    const std::error_code why(errno, std::generic_category());
    return tl::unexpected(file_error(why, "making a temporary folder in", parent));
  }
  return fs::path(name);
}

}  // namespace

Error to_error(const rocksdb::Status& status, std::string_view what) {
  return {fault_of(status), fmt::format("{}: {}", what, status.ToString())};
}

// Keeps the first error of a write or of the work behind it.
class Database::FailureListener : public rocksdb::EventListener {
 public:
  explicit FailureListener(fs::path path) : path_(std::move(path)) {}

  const char* Name() const override { return "encours.FailureListener"; }

  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* status) override {
    if (status == nullptr || status->ok()) return;
    keep(to_error(*status, "writing " + path_.string() + " in the background"));
  }

  void keep(Error error) {
    const std::lock_guard lock(mutex_);
    if (!first_) first_ = std::move(error);
  }

  Status status() const {
    const std::lock_guard lock(mutex_);
    if (first_) return tl::unexpected(*first_);
    return {};
  }

 private:
  const fs::path path_;
  mutable std::mutex mutex_;
  std::optional<Error> first_;
};

Database::Database(fs::path path)
    : path_(std::move(path)), failure_(std::make_shared<FailureListener>(path_)) {}

Database::~Database() {
  rocks_.reset();
  if (!scratch_path_.empty()) {
    std::error_code ignored;  // a leftover in the temporary folder harms nobody
    fs::remove_all(scratch_path_, ignored);
  }
}

Result<std::unique_ptr<Database>> Database::open(const fs::path& path,
                                                 const DatabaseOptions& wanted) {
  std::unique_ptr<Database> database(new Database(path));
  database->mode_ = wanted.mode;
  database->budget_ = wanted.budget ? wanted.budget : std::make_shared<Budget>(BudgetLimits{});
  rocksdb::Options options = make_options(wanted.shape, *database->budget_);
  options.env = wanted.env != nullptr ? wanted.env : rocksdb::Env::Default();

  if (wanted.mode == OpenMode::kReadWrite) {
    options.listeners.push_back(database->failure_);
    if (auto status = database->open_for_writing(wanted.shape, options); !status) {
      return tl::unexpected(status.error());
    }
    return database;
  }
  options.create_if_missing = false;
  if (!options.env->FileExists((path / "CURRENT").string()).ok()) {
    return tl::unexpected(
        Error{Fault::kRefused, fmt::format("there is no database in {}", path.string())});
  }
  if (auto status = database->open_for_reading(options); !status) {
    return tl::unexpected(status.error());
  }
  return database;
}

Status Database::open_for_writing(Shape shape, rocksdb::Options& options) {
  if (auto made = make_folder(path_, *options.env); !made) return made;
  if (shape == Shape::kRecords) {
    if (auto status = refuse_damage(path_, options); !status) return status;
  }
  rocksdb::DB* rocks = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, path_.string(), &rocks);
  if (!status.ok()) return tl::unexpected(open_error(status, path_));
  rocks_.reset(rocks);
  return {};
}

Status Database::open_for_reading(rocksdb::Options& options) {
  // A reader deletes no files, and RocksDB's VerifyChecksum asserts that it is none when it is to
  // put them off.
  options.avoid_unnecessary_blocking_io = false;
  if (mode_ == OpenMode::kBeside) {
    auto scratch = make_scratch_folder();
    if (!scratch) return tl::unexpected(scratch.error());
    scratch_path_ = *scratch;
    options.max_open_files = -1;  // open files survive their removal by the writer
  }
  return look_beside([&] {
    if (mode_ == OpenMode::kBeside && rocks_ != nullptr) return rocks_->TryCatchUpWithPrimary();
    rocks_.reset();
    rocksdb::DB* rocks = nullptr;
    rocksdb::Status status;
    if (mode_ == OpenMode::kBeside) {
      status =
          rocksdb::DB::OpenAsSecondary(options, path_.string(), scratch_path_.string(), &rocks);
      // A torn tail that no writer has cut off: nobody writes.
      if (status.IsCorruption()) mode_ = OpenMode::kReadOnly;
    }
    if (mode_ == OpenMode::kReadOnly) {
      status = rocksdb::DB::OpenForReadOnly(options, path_.string(), &rocks);
    }
    rocks_.reset(rocks);
    return status;
  });
}

// A look at the files of a running writer reads first which sorted files there are, then the
// write-ahead logs. If the writer moves the rows of a log to a sorted file and removes the log in
// between, they are in neither, and RocksDB says nothing. Logs are removed in their order, so when
// all that were there before the look are there after it, none was missed.
Status Database::look_beside(const std::function<rocksdb::Status()>& look) {
  rocksdb::Status status;
  for (int looks = 0; looks < kLooksMax; ++looks) {
    const auto before = wal_files(path_);
    status = look();
    const auto after = wal_files(path_);
    const bool missed = !std::includes(after.begin(), after.end(), before.begin(), before.end());
    if (status.ok() && !missed) return {};
    // A file that is gone is one that the writer has just replaced.
    if (!status.ok() && !missed && !status.IsPathNotFound()) break;
  }
  if (status.ok() || status.IsPathNotFound()) {
    return tl::unexpected(Error{
        Fault::kRetry, fmt::format("{} is being written too fast to be read", path_.string())});
  }
  return tl::unexpected(open_error(status, path_));
}

Status Database::write(rocksdb::WriteBatch& batch, Sync sync) {
  if (mode_ != OpenMode::kReadWrite) {
    return tl::unexpected(
        Error{Fault::kRefused, fmt::format("{} is open for reading only", path_.string())});
  }
  if (auto status = writable(); !status) return status;
  rocksdb::WriteOptions options;
  options.sync = sync == Sync::kYes;
  options.disableWAL = false;
  const rocksdb::Status status = rocks_->Write(options, &batch);
  if (status.ok()) return {};
  Error error = to_error(status, fmt::format("writing {}", path_.string()));
  const bool nothing_written = error.fault == Fault::kRetry || error.fault == Fault::kRefused;
  if (!nothing_written) failure_->keep(error);
  return tl::unexpected(std::move(error));
}

Status Database::sync() {
  if (auto status = writable(); !status) return status;
  const rocksdb::Status status = rocks_->SyncWAL();
  if (status.ok()) return {};
  Error error = to_error(status, fmt::format("syncing {}", path_.string()));
  failure_->keep(error);
  return tl::unexpected(std::move(error));
}

Status Database::writable() const {
  return failure_->status();
}

Status Database::catch_up() {
  ENCOURS_ASSERT(mode_ != OpenMode::kReadWrite, "only readers catch up");
  if (mode_ == OpenMode::kReadOnly) return {};
  return look_beside([this] { return rocks_->TryCatchUpWithPrimary(); });
}

}  // namespace encours
