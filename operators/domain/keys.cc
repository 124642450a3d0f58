#include "operators/domain/keys.h"

#include <array>

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

template <class Number>
void append_big_endian(std::string& out, Number value) {
  std::array<char, sizeof value> bytes;
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, value >>= 8) {
    *byte = static_cast<char>(value & 0xff);
  }
  out.append(bytes.data(), bytes.size());
}

}  // namespace

void KeyWriter::owner_and_table(std::string_view owner, TableId table) {
  out_.push_back(kRowSpace);
  text(owner);
  u8(table);
}

void KeyWriter::text(std::string_view value) {
  if (value.find('\0') == std::string_view::npos) {
    const std::size_t begin = out_.size();
    out_.resize(begin + value.size() + 2);  // with zero bytes: the end is written already
    value.copy(out_.data() + begin, value.size());
    return;
  }
  for (std::size_t zero = value.find('\0'); zero != std::string_view::npos;
       zero = value.find('\0')) {
    out_.append(value.substr(0, zero + 1)).push_back('\xff');
    value.remove_prefix(zero + 1);
  }
  out_.append(value).append(2, '\0');
}

void KeyWriter::u32(std::uint32_t value) {
  append_big_endian(out_, value);
}

void KeyWriter::u64(std::uint64_t value) {
  append_big_endian(out_, value);
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
