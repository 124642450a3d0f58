#include "src/rocksdb/state_store.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <system_error>

#include "fmt/chrono.h"
#include "fmt/format.h"
#include "operators/domain/assert.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/utilities/checkpoint.h"
#include "rocksdb/write_batch.h"

namespace encours {
namespace {

namespace fs = std::filesystem;

// Scans are whole-store reads (hashes, snapshots, lists): they must not push the hot blocks out of
// the cache.
constexpr std::size_t kScanReadaheadBytes = 1 * kMebibyte;

rocksdb::Slice slice_of(std::string_view bytes) {
  return {bytes.data(), bytes.size()};
}

std::string_view view_of(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

class Cursor : public RowCursor {
 public:
  Cursor(Database& database, std::string_view from, std::string_view to)
      : path_(database.path().string()), to_(to), upper_bound_(slice_of(to_)) {
    rocksdb::ReadOptions options;
    options.verify_checksums = true;
    options.fill_cache = false;
    options.readahead_size = kScanReadaheadBytes;
    if (!to_.empty()) options.iterate_upper_bound = &upper_bound_;
    rows_.reset(database.rocks().NewIterator(options));
    rows_->Seek(slice_of(from));
  }
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;

  bool valid() const override { return rows_->Valid(); }
  std::string_view key() const override { return view_of(rows_->key()); }
  std::string_view value() const override { return view_of(rows_->value()); }
  void next() override { rows_->Next(); }
  Status status() const override {
    const rocksdb::Status status = rows_->status();
    if (status.ok()) return {};
    return tl::unexpected(to_error(status, "scanning " + path_));
  }

 private:
  const std::string path_;
  const std::string to_;
  const rocksdb::Slice upper_bound_;
  std::unique_ptr<rocksdb::Iterator> rows_;
};

// A database that a store uses and that is copied beside it. Whoever closes or copies it holds the
// mutex, so that a store that is gone has no file open.
struct OpenDatabase {
  std::mutex mutex;
  std::unique_ptr<Database> database;  // null: closed
};

class RocksStateStore : public StateStore {
 public:
  explicit RocksStateStore(std::shared_ptr<OpenDatabase> open)
      : open_(std::move(open)), database_(open_->database.get()) {}
  RocksStateStore(const RocksStateStore&) = delete;
  RocksStateStore& operator=(const RocksStateStore&) = delete;
  ~RocksStateStore() override {
    const std::lock_guard lock(open_->mutex);
    open_->database.reset();
  }

  Result<std::optional<std::string>> get(std::string_view key) override {
    std::string value;
    const rocksdb::Status status = database_->rocks().Get(read_options(), slice_of(key), &value);
    if (status.ok()) return std::optional(std::move(value));
    if (status.IsNotFound()) return std::optional<std::string>();
    return tl::unexpected(read_error(status));
  }

  Status multi_get(std::span<const std::string> keys,
                   std::vector<std::optional<std::string>>& values) override {
    values.assign(keys.size(), std::nullopt);
    std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
    std::vector<rocksdb::PinnableSlice> found(keys.size());
    std::vector<rocksdb::Status> statuses(keys.size());
    auto& rocks = database_->rocks();
    // In order a file's blocks are read once; RocksDB sorts what is not.
    rocks.MultiGet(read_options(), rocks.DefaultColumnFamily(), keys.size(), slices.data(),
                   found.data(), statuses.data(),
                   /*sorted_input=*/std::is_sorted(keys.begin(), keys.end()));
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (statuses[i].ok()) {
        values[i].emplace(found[i].data(), found[i].size());
      } else if (!statuses[i].IsNotFound()) {
        return tl::unexpected(read_error(statuses[i]));
      }
    }
    return {};
  }

  Status write(std::span<const RowChange> changes) override {
    std::size_t bytes = 0;
    for (const RowChange& change : changes) {
      bytes += change.key.size() + (change.value ? change.value->size() : 0) + 16;
    }
    rocksdb::WriteBatch batch(bytes);
    for (const RowChange& change : changes) {
      const rocksdb::Status status =
          change.value ? batch.Put(change.key, *change.value) : batch.Delete(change.key);
      if (!status.ok()) return tl::unexpected(to_error(status, "collecting rows to write"));
    }
    return database_->write(batch, Sync::kNo);
  }

  std::unique_ptr<RowCursor> scan(std::string_view from, std::string_view to) override {
    return std::make_unique<Cursor>(*database_, from, to);
  }

 private:
  static rocksdb::ReadOptions read_options() {
    rocksdb::ReadOptions options;
    options.verify_checksums = true;
    return options;
  }

  Error read_error(const rocksdb::Status& status) const {
    return to_error(status, "reading " + database_->path().string());
  }

  const std::shared_ptr<OpenDatabase> open_;
  Database* const database_;
};

// What a reader sees of a shard that has no rows yet.
class EmptyStore : public StateStore {
 public:
  Result<std::optional<std::string>> get(std::string_view) override {
    return std::optional<std::string>();
  }
  Status multi_get(std::span<const std::string> keys,
                   std::vector<std::optional<std::string>>& values) override {
    values.assign(keys.size(), std::nullopt);
    return {};
  }
  Status write(std::span<const RowChange>) override {
    return tl::unexpected(Error{Fault::kRefused, "the rows are open for reading only"});
  }
  std::unique_ptr<RowCursor> scan(std::string_view, std::string_view) override {
    return std::make_unique<NoRows>();
  }

 private:
  class NoRows : public RowCursor {
   public:
    bool valid() const override { return false; }
    std::string_view key() const override { return {}; }
    std::string_view value() const override { return {}; }
    void next() override {}
    Status status() const override { return {}; }
  };
};

// A sibling's name that is not taken: the second, and a number when two fall into one second.
fs::path free_sibling(const fs::path& path) {
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  const std::string name =
      fmt::format("{}.set-aside-{:%Y%m%dT%H%M%SZ}", path.string(), fmt::gmtime(now));
  std::error_code ignored;
  fs::path sibling = name;
  for (int i = 2; fs::exists(sibling, ignored); ++i) {
    sibling = fmt::format("{}-{}", name, i);
  }
  return sibling;
}

// Whether there is nothing that could be kept: what an opening makes and nobody has written into.
bool holds_no_rows(const fs::path& path) {
  const auto database =
      Database::open(path, {.shape = Shape::kRows, .mode = OpenMode::kReadOnly, .budget = nullptr});
  if (!database) return false;
  const std::unique_ptr<rocksdb::Iterator> row((*database)->rocks().NewIterator({}));
  row->SeekToFirst();
  return !row->Valid() && row->status().ok();
}

Error moving_error(const fs::path& path, const std::error_code& code) {
  return {Fault::kIo, fmt::format("moving {}: {}", path.string(), code.message())};
}

}  // namespace

struct RocksStoreFactory::OpenStores {
  std::mutex mutex;
  std::map<TopicPartition, std::weak_ptr<OpenDatabase>> databases;
};

RocksStoreFactory::RocksStoreFactory(RocksStoreOptions options)
    : options_(std::move(options)), open_stores_(std::make_shared<OpenStores>()) {}

fs::path RocksStoreFactory::path_of(const TopicPartition& shard) const {
  return options_.data_path / "state" / shard.topic / std::to_string(shard.partition);
}

Result<std::unique_ptr<StateStore>> RocksStoreFactory::open(const TopicPartition& shard) {
  const fs::path path = path_of(shard);
  std::error_code ignored;
  if (options_.mode != OpenMode::kReadWrite && !fs::exists(path / "CURRENT", ignored)) {
    return std::make_unique<EmptyStore>();
  }
  auto database = Database::open(path, {.shape = Shape::kRows,
                                        .mode = options_.mode,
                                        .budget = options_.budget,
                                        .env = options_.env});
  if (!database) return tl::unexpected(database.error());
  auto open = std::make_shared<OpenDatabase>();
  open->database = std::move(*database);
  if (options_.mode == OpenMode::kReadWrite) {
    const std::lock_guard lock(open_stores_->mutex);
    open_stores_->databases[shard] = open;
  }
  return std::make_unique<RocksStateStore>(std::move(open));
}

Status RocksStoreFactory::set_aside(const TopicPartition& shard) {
  ENCOURS_ASSERT(options_.mode == OpenMode::kReadWrite, "a reader sets nothing aside");
  const fs::path path = path_of(shard);
  std::error_code code;
  if (!fs::exists(path, code)) return {};
  // The lock shows whether somebody has the store open: their files must not move under them.
  rocksdb::Env* env = options_.env != nullptr ? options_.env : rocksdb::Env::Default();
  rocksdb::FileLock* lock = nullptr;
  const rocksdb::Status locked = env->LockFile((path / "LOCK").string(), &lock);
  if (!locked.ok()) {
    return tl::unexpected(
        Error{Fault::kRefused, fmt::format("{} is open and cannot be set aside", path.string())});
  }
  if (holds_no_rows(path)) {
    fs::remove_all(path, code);
  } else {
    fs::rename(path, free_sibling(path), code);
  }
  env->UnlockFile(lock);
  if (code) return tl::unexpected(moving_error(path, code));
  return {};
}

Result<bool> RocksStoreFactory::restore(const TopicPartition& shard, std::int64_t until) {
  ENCOURS_ASSERT(options_.mode == OpenMode::kReadWrite, "a reader restores nothing");
  if (options_.snapshots == nullptr) return false;
  const fs::path path = path_of(shard);
  const fs::path arriving = path.string() + ".restoring";
  std::error_code code;
  fs::remove_all(arriving, code);  // of a restore that was killed
  if (!code) fs::create_directories(path.parent_path(), code);
  if (code) return tl::unexpected(moving_error(arriving, code));
  const Result<bool> fetched = options_.snapshots->fetch(shard, until, arriving);
  if (!fetched || !*fetched) return fetched;
  if (Status aside = set_aside(shard); !aside) return tl::unexpected(aside.error());
  fs::rename(arriving, path, code);
  if (code) return tl::unexpected(moving_error(arriving, code));
  rocksdb::Env* env = options_.env != nullptr ? options_.env : rocksdb::Env::Default();
  std::unique_ptr<rocksdb::Directory> parent;
  rocksdb::Status synced = env->NewDirectory(path.parent_path().string(), &parent);
  if (synced.ok()) synced = parent->Fsync();
  if (!synced.ok()) return tl::unexpected(to_error(synced, "restoring " + path.string()));
  return true;
}

Result<bool> RocksStoreFactory::checkpoint(const TopicPartition& shard, const fs::path& folder) {
  std::shared_ptr<OpenDatabase> open;
  {
    const std::lock_guard lock(open_stores_->mutex);
    const auto found = open_stores_->databases.find(shard);
    if (found != open_stores_->databases.end()) open = found->second.lock();
  }
  if (open == nullptr) return false;
  const std::lock_guard lock(open->mutex);
  if (open->database == nullptr) return false;
  rocksdb::Checkpoint* made = nullptr;
  rocksdb::Status status = rocksdb::Checkpoint::Create(&open->database->rocks(), &made);
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  // 0: always flushed first, so that the copy is sorted files with hardly any log behind them.
  if (status.ok()) status = checkpoint->CreateCheckpoint(folder.string(), /*log_size_for_flush=*/0);
  if (!status.ok()) {
    return tl::unexpected(
        to_error(status, fmt::format("copying the rows of {}/{} to {}", shard.topic,
                                     shard.partition, folder.string())));
  }
  return true;
}

}  // namespace encours
