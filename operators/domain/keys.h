// Keys of rows. All rows of one owner (a client, a company, a group) lie side by side in the store,
// because the owner comes first:
//
//   'r' owner 00 00 table:u8 rest...     an owner's byte 00 is written 00 ff, so that order holds
//
// Integers are big-endian and biased, so that byte order is number order. Rows of the shard itself
// have the empty owner.
//
// A type of keys has write(), which spells the key, and parts(), which tells it from the others of
// its table: equal parts, equal bytes.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>

namespace encours {

// The number of a table. Never renumbered, never used again (tests/contracts pins them).
using TableId = std::uint8_t;

// Writes one row key; every part must be written in the order of the key's fields. A key of usual
// length is spelled in place: an event asks for some fifty rows.
class KeyWriter {
 public:
  KeyWriter() = default;
  KeyWriter(const KeyWriter&) = delete;
  KeyWriter& operator=(const KeyWriter&) = delete;

  void owner_and_table(std::string_view owner, TableId table) {
    u8(kRowSpace);
    text(owner);
    u8(table);
  }
  void text(std::string_view value) {
    char* at = room(value.size() + 2);
    if (!copy_without_zeros(value, at)) {
      size_ -= value.size() + 2;
      return text_with_zeros(value);
    }
    at[value.size()] = at[value.size() + 1] = '\0';
  }
  void u8(std::uint8_t value) { *room(1) = static_cast<char>(value); }
  void u32(std::uint32_t value) { big_endian(__builtin_bswap32(value)); }
  void i32(std::int32_t value) { u32(static_cast<std::uint32_t>(value) ^ 0x80000000U); }
  void u64(std::uint64_t value) { big_endian(__builtin_bswap64(value)); }

  // What was written so far, as long as the writer lives and nothing more is written.
  std::string_view key() const { return {begin_, size_}; }

 private:
  static_assert(std::endian::native == std::endian::little, "numbers are swapped to be written");
  static constexpr std::uint8_t kRowSpace = 'r';

  // False when there is a zero byte, which must be escaped.
  static bool copy_without_zeros(std::string_view value, char* to) {
    constexpr std::uint64_t kLows = 0x0101010101010101U;
    std::size_t i = 0;
    for (; i + 8 <= value.size(); i += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, value.data() + i, 8);
      if (((word - kLows) & ~word & (kLows << 7)) != 0) {
        return false;
      }
      std::memcpy(to + i, &word, 8);
    }
    for (; i < value.size(); ++i) {
      if (value[i] == '\0') {
        return false;
      }
      to[i] = value[i];
    }
    return true;
  }
  void text_with_zeros(std::string_view value);

  template <class Number>
  void big_endian(Number swapped) {
    std::memcpy(room(sizeof swapped), &swapped, sizeof swapped);
  }

  char* room(std::size_t bytes) {
    if (bytes > capacity_ - size_) {
      grow(bytes);
    }
    size_ += bytes;
    return begin_ + size_ - bytes;
  }
  void grow(std::size_t bytes);

  std::array<char, 104> in_place_;  // what is not written yet is not read
  std::unique_ptr<char[]> on_heap_;
  char* begin_ = in_place_.data();
  std::size_t size_ = 0;
  std::size_t capacity_ = in_place_.size();
};

// What tells a key from the others of its table, to be compared without being spelled: a seventh of
// the cost.
struct KeyParts {
  TableId table = 0;
  std::string_view owner;
  std::string_view segment;
  std::uint64_t number = 0;  // of a page, a month, a day; the low bits differ most

  // Spreads the keys that one step asks for.
  std::size_t place() const { return table ^ number; }

  // Parts kept beyond the key.
  class Copy {
   public:
    friend bool operator==(const Copy& copy, const KeyParts& parts) {
      return copy.number_ == parts.number && copy.table_ == parts.table &&
             copy.owner_size_ == parts.owner.size() && copy.segment_size_ == parts.segment.size() &&
             same_bytes(copy.text_.data(), parts.owner) &&
             same_bytes(copy.text_.data() + parts.owner.size(), parts.segment);
    }
    // False when they are too long to be kept.
    bool take(const KeyParts& parts) {
      if (parts.owner.size() + parts.segment.size() > text_.size()) {
        return false;
      }
      number_ = parts.number;
      table_ = parts.table;
      owner_size_ = static_cast<std::uint8_t>(parts.owner.size());
      segment_size_ = static_cast<std::uint8_t>(parts.segment.size());
      parts.owner.copy(text_.data(), parts.owner.size());
      parts.segment.copy(text_.data() + parts.owner.size(), parts.segment.size());
      return true;
    }

   private:
    // Ids are short: a call would cost more than the comparison.
    static bool same_bytes(const char* bytes, std::string_view other) {
      std::size_t i = 0;
      for (; i + 8 <= other.size(); i += 8) {
        std::uint64_t a = 0;
        std::uint64_t b = 0;
        std::memcpy(&a, bytes + i, 8);
        std::memcpy(&b, other.data() + i, 8);
        if (a != b) {
          return false;
        }
      }
      for (; i < other.size(); ++i) {
        if (bytes[i] != other[i]) {
          return false;
        }
      }
      return true;
    }

    std::uint64_t number_ = 0;
    TableId table_ = 0;
    std::uint8_t owner_size_ = 0;
    std::uint8_t segment_size_ = 0;
    std::array<char, 37> text_{};
  };
};

// Reads a key that KeyWriter wrote; false when it ends too soon or is of another shape.
class KeyReader {
 public:
  explicit KeyReader(std::string_view key) : rest_(key) {}

  bool owner_and_table(std::string& owner, TableId& table);
  bool text(std::string& value);
  bool u8(std::uint8_t& value);
  bool u32(std::uint32_t& value);
  bool i32(std::int32_t& value);
  bool u64(std::uint64_t& value);
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

// A row of the shard: policy, circuit breaker.
struct ShardKey {
  void write(KeyWriter& out, TableId table) const { out.owner_and_table("", table); }
  KeyParts parts(TableId table) const { return {table, {}, {}, 0}; }
};

// A row of a client (or company, or group).
struct OwnerKey {
  std::string_view owner;
  void write(KeyWriter& out, TableId table) const { out.owner_and_table(owner, table); }
  KeyParts parts(TableId table) const { return {table, owner, {}, 0}; }
};

// A credit account: a client in a segment.
struct AccountKey {
  std::string client_id;
  std::string segment;

  void write(KeyWriter& out, TableId table) const {
    out.owner_and_table(client_id, table);
    out.text(segment);
  }
  KeyParts parts(TableId table) const { return {table, client_id, segment, 0}; }
  friend auto operator<=>(const AccountKey&, const AccountKey&) = default;
};

// A page of an account's rows: see operators/domain/paged_set.h.
struct AccountPageKey {
  const AccountKey& account;
  std::uint32_t page;
  void write(KeyWriter& out, TableId table) const {
    account.write(out, table);
    out.u32(page);
  }
  KeyParts parts(TableId table) const { return {table, account.client_id, account.segment, page}; }
};

// A page of a client's rows.
struct OwnerPageKey {
  std::string_view owner;
  std::uint32_t page;
  void write(KeyWriter& out, TableId table) const {
    out.owner_and_table(owner, table);
    out.u32(page);
  }
  KeyParts parts(TableId table) const { return {table, owner, {}, page}; }
};

}  // namespace encours
