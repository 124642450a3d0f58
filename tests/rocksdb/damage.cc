#include "tests/rocksdb/damage.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "operators/domain/assert.h"

namespace encours {
namespace {

std::string read_all(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write_all(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace

std::filesystem::path newest_file(const std::filesystem::path& folder, const std::string& ending) {
  std::filesystem::path newest;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    // RocksDB numbers its files; a later one has the greater number.
    if (entry.path().filename().string().ends_with(ending)) {
      newest = std::max(newest, entry.path());
    }
  }
  return newest;
}

void truncate_file(const std::filesystem::path& file, std::size_t bytes) {
  std::filesystem::resize_file(file, bytes);
}

void flip_bit(const std::filesystem::path& file, std::size_t byte) {
  std::string bytes = read_all(file);
  ENCOURS_ASSERT(byte < bytes.size(), "the file has this byte");
  bytes[byte] = static_cast<char>(bytes[byte] ^ 1);
  write_all(file, bytes);
}

void write_zeros(const std::filesystem::path& file, std::size_t from, std::size_t count) {
  std::string bytes = read_all(file);
  ENCOURS_ASSERT(from + count <= bytes.size(), "the file has these bytes");
  std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(from), count, '\0');
  write_all(file, bytes);
}

std::size_t find_in_file(const std::filesystem::path& file, const std::string& text) {
  const std::size_t found = read_all(file).find(text);
  ENCOURS_ASSERT(found != std::string::npos, "the text stands in the file");
  return found;
}

}  // namespace encours
