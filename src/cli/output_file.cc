#include "src/cli/output_file.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace encours::cli {

Failure OutputFile::failure() const {
  const std::string name = path_ == "-" ? "standard output" : path_;
  return {ExitCode::kIo,
          fmt::format("{}: cannot be written: {}", name, std::generic_category().message(error_))};
}

tl::expected<OutputFile, Failure> OutputFile::open(const std::string& path) {
  OutputFile file(path, path == "-" ? stdout : nullptr);
  if (file.file_ == nullptr) file.file_ = std::fopen(file.part_path().c_str(), "wb");
  if (file.file_ == nullptr) {
    file.error_ = errno;
    return tl::unexpected(file.failure());
  }
  return file;
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, nullptr)),
      error_(other.error_) {}

OutputFile::~OutputFile() {
  if (file_ == nullptr || file_ == stdout) return;
  std::fclose(file_);
  std::remove(part_path().c_str());
}

bool OutputFile::write(std::string_view text) {
  if (error_ == 0 && std::fwrite(text.data(), 1, text.size(), file_) != text.size()) {
    error_ = errno;
  }
  return error_ == 0;
}

tl::expected<void, Failure> OutputFile::commit() {
  if (error_ == 0 && std::fflush(file_) != 0) error_ = errno;
  if (file_ != stdout) {
    if (std::fclose(std::exchange(file_, nullptr)) != 0 && error_ == 0) error_ = errno;
    if (error_ == 0 && std::rename(part_path().c_str(), path_.c_str()) != 0) error_ = errno;
    if (error_ != 0) std::remove(part_path().c_str());
  }
  if (error_ != 0) return tl::unexpected(failure());
  return {};
}

}  // namespace encours::cli
