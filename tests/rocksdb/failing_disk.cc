#include "tests/rocksdb/failing_disk.h"

#include <map>
#include <mutex>

#include "rocksdb/env.h"
#include "rocksdb/file_system.h"

namespace encours {
namespace {

using rocksdb::FileOptions;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

}  // namespace

struct FailingDisk::State {
  struct Sizes {
    std::uintmax_t written = 0;
    std::uintmax_t synced = 0;
  };

  DiskFailure failure_of(const std::string& name) const {
    const std::lock_guard lock(mutex);
    return name.ends_with(name_ending) ? failure : DiskFailure::kNone;
  }

  mutable std::mutex mutex;
  DiskFailure failure = DiskFailure::kNone;
  std::string name_ending;
  std::map<std::string, Sizes> files;
};

class FailingDisk::File : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(std::unique_ptr<FSWritableFile> file, std::string name, std::shared_ptr<State> state)
      : FSWritableFileOwnerWrapper(std::move(file)),
        name_(std::move(name)),
        state_(std::move(state)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    switch (state_->failure_of(name_)) {
      case DiskFailure::kFull: {
        const Slice half(data.data(), data.size() / 2);
        if (auto status = target_append(half, options, debug); !status.ok()) return status;
        return IOStatus::NoSpace("the disk is full");
      }
      case DiskFailure::kBrokenWrite:
        return IOStatus::IOError("the disk is broken");
      default:
        return target_append(data, options, debug);
    }
  }

  IOStatus Append(const Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& /*checksum*/,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }

  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    return synced(FSWritableFileOwnerWrapper::Sync(options, debug));
  }

  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return synced(FSWritableFileOwnerWrapper::Fsync(options, debug));
  }

 private:
  IOStatus target_append(const Slice& data, const IOOptions& options, IODebugContext* debug) {
    const std::lock_guard lock(state_->mutex);
    state_->files[name_].written += data.size();
    return FSWritableFileOwnerWrapper::Append(data, options, debug);
  }

  IOStatus synced(IOStatus status) {
    if (state_->failure_of(name_) == DiskFailure::kBrokenSync) {
      return IOStatus::IOError("the disk did not sync");
    }
    const std::lock_guard lock(state_->mutex);
    auto& sizes = state_->files[name_];
    sizes.synced = sizes.written;
    return status;
  }

  const std::string name_;
  const std::shared_ptr<State> state_;
};

class FailingDisk::FileSystem : public rocksdb::FileSystemWrapper {
 public:
  explicit FileSystem(std::shared_ptr<State> state)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), state_(std::move(state)) {}

  const char* Name() const override { return "encours.FailingDisk"; }

  IOStatus NewWritableFile(const std::string& name, const FileOptions& options,
                           std::unique_ptr<FSWritableFile>* file, IODebugContext* debug) override {
    if (state_->failure_of(name) == DiskFailure::kFull)
      return IOStatus::NoSpace("the disk is full");
    std::unique_ptr<FSWritableFile> real;
    if (auto status = target()->NewWritableFile(name, options, &real, debug); !status.ok()) {
      return status;
    }
    {
      const std::lock_guard lock(state_->mutex);
      state_->files[name] = {};
    }
    *file = std::make_unique<File>(std::move(real), name, state_);
    return IOStatus::OK();
  }

  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    const IOStatus status = target()->RenameFile(from, to, options, debug);
    const std::lock_guard lock(state_->mutex);
    if (auto moved = state_->files.extract(from); status.ok() && !moved.empty()) {
      state_->files[to] = moved.mapped();
    }
    return status;
  }

 private:
  const std::shared_ptr<State> state_;
};

FailingDisk::FailingDisk()
    : state_(std::make_shared<State>()),
      env_(rocksdb::NewCompositeEnv(std::make_shared<FileSystem>(state_))) {}

FailingDisk::~FailingDisk() = default;

rocksdb::Env* FailingDisk::env() {
  return env_.get();
}

void FailingDisk::fail(DiskFailure failure, std::string name_ending) {
  const std::lock_guard lock(state_->mutex);
  state_->failure = failure;
  state_->name_ending = std::move(name_ending);
}

void FailingDisk::copy_synced(const std::filesystem::path& from,
                              const std::filesystem::path& to) const {
  std::filesystem::create_directories(to);
  const std::lock_guard lock(state_->mutex);
  for (const auto& entry : std::filesystem::directory_iterator(from)) {
    const std::filesystem::path copy = to / entry.path().filename();
    std::filesystem::copy_file(entry.path(), copy);
    const auto sizes = state_->files.find(entry.path().string());
    if (sizes != state_->files.end()) std::filesystem::resize_file(copy, sizes->second.synced);
  }
}

}  // namespace encours
