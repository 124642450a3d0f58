#include "src/cli/spool.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include "operators/domain/assert.h"

namespace encours::cli {
namespace {

// key length : u32   value length : u32   key   value
constexpr std::size_t kHeadBytes = 8;
constexpr std::size_t kBufferBytes = std::size_t{1} << 20U;

void append_u32(std::string& out, std::size_t value) {
  const auto number = static_cast<std::uint32_t>(value);
  char bytes[sizeof number];
  std::memcpy(bytes, &number, sizeof number);
  out.append(bytes, sizeof number);
}

std::uint32_t load_u32(const char* bytes) {
  std::uint32_t number = 0;
  std::memcpy(&number, bytes, sizeof number);
  return number;
}

Failure failure(const std::string& folder, int error) {
  return {ExitCode::kIo, fmt::format("{}: the events could not be put in order there: {}", folder,
                                     std::generic_category().message(error))};
}

}  // namespace

tl::expected<Spool, Failure> Spool::make(const std::string& folder) {
  std::string name = (std::filesystem::path(folder) / "replay-spool-XXXXXX").string();
  const int file = ::mkstemp(name.data());
  if (file < 0) return tl::unexpected(failure(folder, errno));
  ::unlink(name.c_str());
  return Spool(file, folder);
}

Spool::Spool(Spool&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      folder_(std::move(other.folder_)),
      buffer_(std::move(other.buffer_)),
      written_(other.written_),
      error_(other.error_),
      map_(std::exchange(other.map_, nullptr)) {}

Spool::~Spool() {
  if (map_ != nullptr) ::munmap(const_cast<char*>(map_), written_);
  if (file_ >= 0) ::close(file_);
}

std::uint64_t Spool::add(std::string_view key, std::string_view value) {
  ENCOURS_ASSERT(map_ == nullptr, "a spool is written before it is read");
  const std::uint64_t place = bytes();
  append_u32(buffer_, key.size());
  append_u32(buffer_, value.size());
  buffer_.append(key).append(value);
  if (buffer_.size() >= kBufferBytes) write_out();
  return place;
}

void Spool::write_out() {
  for (std::size_t done = 0; done < buffer_.size() && error_ == 0;) {
    const ssize_t count = ::write(file_, buffer_.data() + done, buffer_.size() - done);
    if (count < 0 && errno != EINTR) error_ = errno;
    if (count > 0) done += static_cast<std::size_t>(count);
  }
  written_ += buffer_.size();
  buffer_.clear();
}

tl::expected<void, Failure> Spool::finish() {
  write_out();
  buffer_.shrink_to_fit();
  if (error_ != 0) return tl::unexpected(failure(folder_, error_));
  if (written_ == 0) return {};
  void* map = ::mmap(nullptr, written_, PROT_READ, MAP_SHARED, file_, 0);
  if (map == MAP_FAILED) return tl::unexpected(failure(folder_, errno));
  map_ = static_cast<const char*>(map);
  return {};
}

Spool::Item Spool::read(std::uint64_t place) const {
  ENCOURS_ASSERT(map_ != nullptr && place + kHeadBytes <= written_, "a place that add() gave");
  const char* head = map_ + place;
  const std::size_t key_bytes = load_u32(head);
  const std::size_t value_bytes = load_u32(head + 4);
  const char* key = head + kHeadBytes;
  return {{key, key_bytes}, {key + key_bytes, value_bytes}};
}

}  // namespace encours::cli
