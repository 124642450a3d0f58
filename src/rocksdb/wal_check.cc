#include "src/rocksdb/wal_check.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <string_view>

#include "fmt/format.h"

namespace encours {
namespace {

constexpr std::size_t kBlockBytes = 32768;
constexpr std::size_t kHeaderBytes = 7;

enum class Piece : std::uint8_t { kNone, kWhole, kFirst, kMiddle, kLast };

constexpr std::array<std::uint32_t, 256> make_crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc & 1U) != 0 ? (crc >> 1U) ^ 0x82f63b78U : crc >> 1U;
    }
    table[byte] = crc;
  }
  return table;
}

std::uint32_t masked_crc(std::string_view bytes) {
  static constexpr auto kTable = make_crc_table();
  std::uint32_t crc = 0xffffffffU;
  for (const char byte : bytes) {
    crc = kTable[(crc ^ static_cast<unsigned char>(byte)) & 0xffU] ^ (crc >> 8U);
  }
  crc = ~crc;
  return ((crc >> 15U) | (crc << 17U)) + 0xa282ead8U;
}

std::uint32_t little_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
    value = (value << 8U) | static_cast<unsigned char>(*byte);
  }
  return value;
}

// The piece that stands at this place of the block, and its size with the header; kNone when none
// that can be read does.
std::pair<Piece, std::size_t> piece_at(std::string_view block, std::size_t place) {
  const std::string_view rest = block.substr(place);
  if (rest.size() < kHeaderBytes) return {Piece::kNone, 0};
  const std::size_t size = kHeaderBytes + little_endian(rest.substr(4, 2));
  const auto kind = static_cast<unsigned char>(rest[6]);
  if (kind < 1 || kind > 4 || size > rest.size()) return {Piece::kNone, 0};
  const std::string_view covered = rest.substr(6, size - 6);
  if (masked_crc(covered) != little_endian(rest.substr(0, 4))) return {Piece::kNone, 0};
  return {static_cast<Piece>(kind), size};
}

bool all_zeros(std::string_view bytes) {
  return bytes.find_first_not_of('\0') == std::string_view::npos;
}

// Walks over the blocks of all files, one after the other.
class WalWalk {
 public:
  void block(std::string_view bytes) {
    std::size_t place = 0;
    while (place + kHeaderBytes <= bytes.size()) {
      const auto [piece, size] = piece_at(bytes, place);
      if (piece == Piece::kNone) {
        unreadable(bytes.substr(place));
        return;
      }
      read(piece);
      place += size;
    }
    if (!all_zeros(bytes.substr(place))) unreadable(bytes.substr(place));
  }

  // A write does not go on in the next file.
  void end_of_file() {
    if (inside_) broken_ = true;
    inside_ = false;
  }

  WalState state() const {
    if (begins_behind_) return WalState::kDamaged;
    return broken_ || inside_ ? WalState::kTorn : WalState::kWhole;
  }

 private:
  void read(Piece piece) {
    const bool begins = piece == Piece::kWhole || piece == Piece::kFirst;
    if (begins == inside_) broken_ = true;
    if (begins && broken_) begins_behind_ = true;
    inside_ = piece == Piece::kFirst || piece == Piece::kMiddle;
  }

  // Nobody knows where the next piece begins: it is looked for at every byte of the block's rest.
  void unreadable(std::string_view bytes) {
    broken_ = true;
    inside_ = false;
    for (std::size_t place = 1; place + kHeaderBytes <= bytes.size(); ++place) {
      const Piece piece = piece_at(bytes, place).first;
      if (piece == Piece::kWhole || piece == Piece::kFirst) begins_behind_ = true;
    }
  }

  bool inside_ = false;         // the last piece was not the last of its write
  bool broken_ = false;         // something could not be read
  bool begins_behind_ = false;  // and a write begins behind it
};

// RocksDB names them by number, 000012.log.
std::vector<std::filesystem::path> files_in_order(const std::filesystem::path& folder,
                                                  std::error_code& code) {
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator entry(folder, code), end; !code && entry != end;
       entry.increment(code)) {
    const std::string stem = entry->path().stem().string();
    if (entry->path().extension() == ".log" &&
        stem.find_first_not_of("0123456789") == std::string::npos) {
      files.push_back(entry->path());
    }
  }
  // The numbers are written with leading zeros; a longer one is a greater one.
  std::sort(files.begin(), files.end(), [](const auto& one, const auto& other) {
    const std::string a = one.filename().string();
    const std::string b = other.filename().string();
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  });
  return files;
}

}  // namespace

Result<WalState> check_wal(const std::filesystem::path& folder) {
  std::error_code code;
  const auto files = files_in_order(folder, code);
  if (code) {
    return tl::unexpected(Error{
        Fault::kIo, fmt::format("listing the folder {}: {}", folder.string(), code.message())});
  }
  WalWalk walk;
  std::string block(kBlockBytes, '\0');
  for (const auto& path : files) {
    std::ifstream file(path, std::ios::binary);
    while (file.read(block.data(), kBlockBytes), file.gcount() > 0) {
      walk.block(std::string_view(block).substr(0, static_cast<std::size_t>(file.gcount())));
    }
    // A file that has gone was not needed; of one that cannot be read RocksDB complains.
    walk.end_of_file();
  }
  return walk.state();
}

}  // namespace encours
