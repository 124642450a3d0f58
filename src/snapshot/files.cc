#include "src/snapshot/files.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace encours {

Error file_error(int code, std::string_view what, const std::filesystem::path& file) {
  const bool full = code == ENOSPC || code == EDQUOT;
  return {full ? Fault::kFull : Fault::kIo,
          fmt::format("{} {}: {}", what, file.string(),
                      std::error_code(code, std::generic_category()).message())};
}

Status sync_path(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return tl::unexpected(file_error(errno, "opening", path));
  const int failed = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (failed != 0) return tl::unexpected(file_error(failed, "syncing", path));
  return {};
}

}  // namespace encours
