#include "src/snapshot/directory_store.h"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/snapshot/files.h"

namespace encours {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPart = ".part";
constexpr std::size_t kCopyBytes = std::size_t{1} << 20U;

bool is_part(const fs::path& file) {
  return file.extension() == kPart;
}

// Makes the folder and has each new name in it on the disk.
Status make_folder(const fs::path& folder) {
  std::error_code code;
  if (fs::is_directory(folder, code)) return {};
  const fs::path parent = fs::absolute(folder).parent_path();
  if (auto made = make_folder(parent); !made) return made;
  fs::create_directory(folder, code);
  if (code) return tl::unexpected(file_error(code.value(), "making the folder", folder));
  return sync_path(parent);
}

// Locks the file, which must still be the one at `path`: whoever held it before may have renamed
// it.
bool hold(int descriptor, const fs::path& path) {
  struct stat held {};
  struct stat there {};
  return ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 && ::fstat(descriptor, &held) == 0 &&
         ::stat(path.c_str(), &there) == 0 && held.st_ino == there.st_ino &&
         held.st_dev == there.st_dev;
}

Status copy(std::FILE* from, std::FILE* to, const fs::path& from_name, const fs::path& to_name) {
  std::vector<char> buffer(kCopyBytes);
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), from)) {
    if (std::fwrite(buffer.data(), 1, got, to) != got) {
      return tl::unexpected(file_error(errno, "writing", to_name));
    }
  }
  if (std::ferror(from) != 0) return tl::unexpected(file_error(errno, "reading", from_name));
  return {};
}

}  // namespace

Status DirectoryStore::put_whole(const std::string& name,
                                 const std::function<Status(std::FILE*)>& write) {
  const fs::path file = root_ / name;
  if (auto made = make_folder(file.parent_path()); !made) return made;
  const fs::path part = file.string() + std::string(kPart);
  const int descriptor = ::open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) return tl::unexpected(file_error(errno, "making", part));
  const OpenFile open(::fdopen(descriptor, "w+b"));
  if (!hold(descriptor, part)) {
    return tl::unexpected(
        Error{Fault::kRetry, fmt::format("{} is being written by another process", part.string())});
  }
  if (::ftruncate(descriptor, 0) != 0) return tl::unexpected(file_error(errno, "emptying", part));
  if (Status written = write(open.get()); !written) {
    ::unlink(part.c_str());  // a disk that is full wants its room back
    return written;
  }
  if (std::fflush(open.get()) != 0 || ::fsync(descriptor) != 0) {
    return tl::unexpected(file_error(errno, "writing", part));
  }
  if (std::rename(part.c_str(), file.c_str()) != 0) {
    return tl::unexpected(file_error(errno, "renaming", part));
  }
  return sync_path(file.parent_path());
}

Status DirectoryStore::put(const std::string& name, std::string_view content) {
  return put_whole(name, [&](std::FILE* out) -> Status {
    if (std::fwrite(content.data(), 1, content.size(), out) != content.size()) {
      return tl::unexpected(file_error(errno, "writing", root_ / name));
    }
    return {};
  });
}

Status DirectoryStore::put_file(const std::string& name, const fs::path& file,
                                const std::string& /*sha256*/) {
  const OpenFile in(std::fopen(file.c_str(), "rb"));
  if (in == nullptr) return tl::unexpected(file_error(errno, "reading", file));
  return put_whole(name, [&](std::FILE* out) { return copy(in.get(), out, file, root_ / name); });
}

Result<std::optional<std::string>> DirectoryStore::get(const std::string& name) {
  const fs::path file = root_ / name;
  const OpenFile in(std::fopen(file.c_str(), "rb"));
  if (in == nullptr && errno == ENOENT) return std::optional<std::string>();
  if (in == nullptr) return tl::unexpected(file_error(errno, "reading", file));
  std::string content(kSmallObjectBytesMax + 1, '\0');
  content.resize(std::fread(content.data(), 1, content.size(), in.get()));
  if (std::ferror(in.get()) != 0) return tl::unexpected(file_error(errno, "reading", file));
  if (content.size() > kSmallObjectBytesMax) {
    return tl::unexpected(
        Error{Fault::kCorrupt, fmt::format("{} is too large to be a manifest", file.string())});
  }
  return std::optional(std::move(content));
}

Result<bool> DirectoryStore::get_file(const std::string& name, const fs::path& file) {
  const fs::path from = root_ / name;
  const OpenFile in(std::fopen(from.c_str(), "rb"));
  if (in == nullptr && errno == ENOENT) return false;
  if (in == nullptr) return tl::unexpected(file_error(errno, "reading", from));
  const OpenFile out(std::fopen(file.c_str(), "wb"));
  if (out == nullptr) return tl::unexpected(file_error(errno, "making", file));
  if (Status copied = copy(in.get(), out.get(), from, file); !copied) {
    return tl::unexpected(copied.error());
  }
  if (std::fflush(out.get()) != 0) return tl::unexpected(file_error(errno, "writing", file));
  return true;
}

Result<std::vector<StoredObject>> DirectoryStore::list(const std::string& folder) {
  std::vector<StoredObject> objects;
  const fs::path from = root_ / folder;
  std::error_code code;
  if (!fs::exists(from, code)) return objects;
  for (fs::recursive_directory_iterator entry(from, code), end; !code && entry != end;
       entry.increment(code)) {
    // What goes away while we look was not there.
    std::error_code gone;
    if (!entry->is_regular_file(gone) || is_part(entry->path())) continue;
    const std::uint64_t bytes = entry->file_size(gone);
    if (!gone) objects.push_back({entry->path().lexically_relative(root_).string(), bytes});
  }
  if (code) return tl::unexpected(file_error(code.value(), "listing", from));
  std::ranges::sort(objects, {}, &StoredObject::name);
  return objects;
}

Status DirectoryStore::remove(const std::string& name) {
  const fs::path file = root_ / name;
  if (::unlink(file.c_str()) == 0 || errno == ENOENT) return {};
  return tl::unexpected(file_error(errno, "removing", file));
}

Status DirectoryStore::remove_leftovers(const std::string& folder) {
  const fs::path from = root_ / folder;
  std::error_code code;
  if (!fs::exists(from, code)) return {};
  for (fs::recursive_directory_iterator entry(from, code), end; !code && entry != end;
       entry.increment(code)) {
    if (!is_part(entry->path())) continue;
    const OpenFile open(std::fopen(entry->path().c_str(), "rb"));
    // One that is held is on its way.
    if (open == nullptr || !hold(::fileno(open.get()), entry->path())) continue;
    if (::unlink(entry->path().c_str()) != 0 && errno != ENOENT) {
      return tl::unexpected(file_error(errno, "removing", entry->path()));
    }
  }
  if (code) return tl::unexpected(file_error(code.value(), "listing", from));
  return {};
}

}  // namespace encours
