#include "src/rocksdb/database.h"

#include <cstdlib>
#include <mutex>
#include <system_error>

#include "fmt/format.h"
#include "operators/domain/assert.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/listener.h"
#include "rocksdb/options.h"

namespace encours {
namespace {

namespace fs = std::filesystem;

// The writer may remove a file between our reading its name and our opening it; then the names are
// read again.
constexpr int kOpenBesideAttemptsMax = 5;

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
  options.listeners.push_back(database->failure_);

  rocksdb::DB* rocks = nullptr;
  rocksdb::Status status;
  if (wanted.mode == OpenMode::kReadWrite) {
    if (auto made = make_folder(path, *options.env); !made) return tl::unexpected(made.error());
    status = rocksdb::DB::Open(options, path.string(), &rocks);
  } else {
    options.create_if_missing = false;
    if (!options.env->FileExists((path / "CURRENT").string()).ok()) {
      return tl::unexpected(
          Error{Fault::kRefused, fmt::format("there is no database in {}", path.string())});
    }
    if (wanted.mode == OpenMode::kReadOnly) {
      status = rocksdb::DB::OpenForReadOnly(options, path.string(), &rocks);
    } else {
      auto scratch = make_scratch_folder();
      if (!scratch) return tl::unexpected(scratch.error());
      database->scratch_path_ = *scratch;
      options.max_open_files = -1;  // open files survive their removal by the writer
      for (int attempt = 0; attempt < kOpenBesideAttemptsMax && rocks == nullptr; ++attempt) {
        status = rocksdb::DB::OpenAsSecondary(options, path.string(), scratch->string(), &rocks);
      }
    }
  }
  if (!status.ok()) return tl::unexpected(open_error(status, path));
  database->rocks_.reset(rocks);
  return database;
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

Status Database::writable() const {
  return failure_->status();
}

Status Database::catch_up() {
  ENCOURS_ASSERT(mode_ == OpenMode::kBeside, "only a reader beside a writer catches up");
  const rocksdb::Status status = rocks_->TryCatchUpWithPrimary();
  if (status.ok()) return {};
  Error error = to_error(status, fmt::format("catching up with {}", path_.string()));
  if (status.IsPathNotFound()) error.fault = Fault::kRetry;
  return tl::unexpected(std::move(error));
}

}  // namespace encours
