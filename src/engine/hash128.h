// Sums of row hashes: equal sums over a set of rows mean equal rows, whatever the order they were
// written in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#define XXH_INLINE_ALL  // keys are short: a call would cost as much as the hash
#include <xxhash.h>

namespace encours {

// A number mod 2^128.
struct Hash128 {
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  Hash128& operator+=(const Hash128& other) {
    const std::uint64_t carry = low + other.low < low ? 1 : 0;
    low += other.low;
    high += other.high + carry;
    return *this;
  }
  Hash128& operator-=(const Hash128& other) {
    const std::uint64_t borrow = low < other.low ? 1 : 0;
    low -= other.low;
    high -= other.high + borrow;
    return *this;
  }
  friend bool operator==(const Hash128&, const Hash128&) = default;

  // 32 hexadecimal digits.
  std::string hex() const;
};

// The hash of bytes (XXH3-128).
inline Hash128 hash_of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.low64, hash.high64};
}

// The hash of a key, for tables in memory (XXH3-64).
inline std::uint64_t short_hash_of(std::string_view key) {
  return XXH3_64bits(key.data(), key.size());
}

// The hash of one row: key and value both count, and where one ends and the other begins.
inline Hash128 row_hash(std::string_view key, std::string_view value) {
  const std::uint64_t seed = XXH3_64bits(key.data(), key.size());
  const XXH128_hash_t hash = XXH3_128bits_withSeed(value.data(), value.size(), seed);
  return {hash.low64, hash.high64};
}

}  // namespace encours
