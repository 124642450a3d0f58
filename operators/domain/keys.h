// Keys of rows. All rows of one owner (a client, a company, a group) lie side by side in the store,
// because the owner comes first:
//
//   'r' owner 00 00 table:u8 rest...     an owner's byte 00 is written 00 ff, so that order holds
//
// Integers are big-endian and biased, so that byte order is number order. Rows of the shard itself
// have the empty owner.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

namespace encours {

// The number of a table. Never renumbered, never used again (tests/contracts pins them).
using TableId = std::uint8_t;

// Writes one row key; every part must be written in the order of the key's fields.
class KeyWriter {
 public:
  explicit KeyWriter(std::string& out) : out_(out) { out_.clear(); }

  void owner_and_table(std::string_view owner, TableId table);
  void text(std::string_view value);
  void u8(std::uint8_t value) { out_.push_back(static_cast<char>(value)); }
  void u32(std::uint32_t value);
  void i32(std::int32_t value) { u32(static_cast<std::uint32_t>(value) ^ 0x80000000U); }
  void u64(std::uint64_t value);

 private:
  std::string& out_;
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
};

// A row of a client (or company, or group).
struct OwnerKey {
  std::string_view owner;
  void write(KeyWriter& out, TableId table) const { out.owner_and_table(owner, table); }
};

// A credit account: a client in a segment.
struct AccountKey {
  std::string client_id;
  std::string segment;

  void write(KeyWriter& out, TableId table) const {
    out.owner_and_table(client_id, table);
    out.text(segment);
  }
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
};

// A page of a client's rows.
struct OwnerPageKey {
  std::string_view owner;
  std::uint32_t page;
  void write(KeyWriter& out, TableId table) const {
    out.owner_and_table(owner, table);
    out.u32(page);
  }
};

}  // namespace encours
