// What keys of rows promise: what KeyWriter spells KeyReader reads, bytes are in the order of the
// fields whatever the owner is called and however long it is, and parts are equal exactly where
// bytes are.
#include "operators/domain/keys.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace encours {
namespace {

using std::string_literals::operator""s;

// Owners around every length at which spelling goes another way: words of eight bytes, what a
// writer holds in place, what parts can be kept of; with zero bytes and bytes above 127 in them.
std::vector<std::string> owners() {
  std::vector<std::string> owners{"",        "a",        "\0"s,       "a\0"s,       "a\0b"s,
                                  "seven77", "eight888", "\x80\xff"s, "eigh\0888"s, "eight888\0"s};
  for (const std::size_t size : {9U, 36U, 37U, 38U, 98U, 99U, 100U, 300U}) {
    owners.emplace_back(size, 'x');
    owners.push_back(std::string(size - 1, 'x') + '\0');
  }
  return owners;
}

std::string spelled(const AccountPageKey& key) {
  KeyWriter writer;
  key.write(writer, 11);
  return std::string(writer.key());
}

TEST(KeysTest, WhatIsSpelledIsRead) {
  for (const std::string& owner : owners()) {
    for (const std::string& segment : owners()) {
      const AccountKey account{owner, segment};
      const std::string key = spelled({account, 0x01020304U});
      KeyReader reader(key);
      std::string owner_read;
      std::string segment_read;
      TableId table = 0;
      std::uint32_t page = 0;
      ASSERT_TRUE(reader.owner_and_table(owner_read, table) && reader.text(segment_read) &&
                  reader.u32(page) && reader.at_end());
      EXPECT_EQ(owner_read, owner);
      EXPECT_EQ(segment_read, segment);
      EXPECT_EQ(table, 11);
      EXPECT_EQ(page, 0x01020304U);
    }
  }
}

TEST(KeysTest, BytesAreInTheOrderOfTheFields) {
  std::vector<std::string> sorted = owners();
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::string> keys;
  for (const std::string& owner : sorted) {
    for (const std::uint32_t page : {0U, 1U, 255U, 256U, 0x80000000U}) {
      keys.push_back(spelled({AccountKey{owner, "main"}, page}));
    }
  }
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
}

TEST(KeysTest, PartsAreEqualWhereBytesAre) {
  std::vector<AccountKey> accounts;
  for (const std::string& owner : owners()) {
    accounts.push_back({owner, "main"});
    accounts.push_back({"", owner + "main"});
  }
  for (const AccountKey& kept : accounts) {
    const AccountPageKey kept_key{kept, 1};
    KeyParts::Copy copy;
    if (!copy.take(kept_key.parts(11))) {
      EXPECT_GT(kept.client_id.size() + kept.segment.size(), 37U);
      continue;
    }
    for (const AccountKey& other : accounts) {
      for (const std::uint32_t page : {1U, 2U}) {
        const AccountPageKey key{other, page};
        EXPECT_EQ(copy == key.parts(11), spelled(key) == spelled(kept_key));
      }
    }
    EXPECT_NE(copy, kept_key.parts(12));
  }
}

}  // namespace
}  // namespace encours
