#include "operators/domain/keys.h"

#include <utility>

namespace encours {
namespace {

constexpr char kRowSpace = 'r';

// Takes `size` bytes off the front as one big-endian number.
bool take_big_endian(std::string_view& rest, std::size_t size, std::uint64_t& value) {
  if (rest.size() < size) {
    return false;
  }
  value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    value = value << 8 | static_cast<std::uint8_t>(rest[i]);
  }
  rest.remove_prefix(size);
  return true;
}

}  // namespace

void KeyWriter::text_with_zeros(std::string_view value) {
  for (const char byte : value) {
    u8(static_cast<std::uint8_t>(byte));
    if (byte == '\0') {
      u8(0xff);
    }
  }
  u8(0);
  u8(0);
}

void KeyWriter::grow(std::size_t bytes) {
  capacity_ = 2 * (size_ + bytes);
  std::unique_ptr<char[]> larger(new char[capacity_]);
  std::memcpy(larger.get(), begin_, size_);
  on_heap_ = std::move(larger);
  begin_ = on_heap_.get();
}

bool KeyReader::owner_and_table(std::string& owner, TableId& table) {
  if (rest_.empty() || rest_.front() != kRowSpace) {
    return false;
  }
  rest_.remove_prefix(1);
  return text(owner) && u8(table);
}

bool KeyReader::text(std::string& value) {
  value.clear();
  for (std::size_t i = 0; i + 1 < rest_.size(); ++i) {
    if (rest_[i] != '\0') {
      value.push_back(rest_[i]);
    } else if (rest_[i + 1] == '\0') {
      rest_.remove_prefix(i + 2);
      return true;
    } else {
      value.push_back('\0');
      ++i;
    }
  }
  return false;
}

bool KeyReader::u8(std::uint8_t& value) {
  std::uint64_t wide = 0;
  const bool read = take_big_endian(rest_, 1, wide);
  value = static_cast<std::uint8_t>(wide);
  return read;
}

bool KeyReader::u32(std::uint32_t& value) {
  std::uint64_t wide = 0;
  const bool read = take_big_endian(rest_, 4, wide);
  value = static_cast<std::uint32_t>(wide);
  return read;
}

bool KeyReader::i32(std::int32_t& value) {
  std::uint32_t biased = 0;
  const bool read = u32(biased);
  value = static_cast<std::int32_t>(biased ^ 0x80000000U);
  return read;
}

bool KeyReader::u64(std::uint64_t& value) {
  return take_big_endian(rest_, 8, value);
}

}  // namespace encours
