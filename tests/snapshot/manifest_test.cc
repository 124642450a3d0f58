// The manifest says what a snapshot is; no byte of it may differ unseen, and nothing in it may lead
// outside the folder that is restored.
#include "src/snapshot/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/snapshot/sha256.h"
#include "tests/snapshot/snapshot_world.h"

namespace encours {
namespace {

using testing::HasSubstr;

Manifest manifest() {
  Manifest manifest;
  EXPECT_TRUE(read_meta(meta_at(131'072), manifest));
  manifest.created_at = "2026-11-29T10:00:00Z";
  manifest.files = {{"000012.sst", 4'096, sha256_of("rows")}, {"CURRENT", 16, sha256_of("name")}};
  return manifest;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t place = text.find(from);
  EXPECT_NE(place, std::string::npos) << from;
  return text.replace(place, from.size(), to);
}

// As a writer with other intentions would: with the checksum of what it wrote.
std::string signed_again(std::string text) {
  const std::size_t place = text.rfind("\"sha256\": \"") + 11;
  text.replace(place, 64, "");
  return text.insert(place, sha256_of(text));
}

TEST(Manifest, IsReadAsItWasWritten) {
  const auto read = parse_manifest(manifest_text(manifest()));
  ASSERT_TRUE(read.has_value()) << read.error().problem;
  EXPECT_EQ(*read, manifest());
  EXPECT_EQ(read->identity, kIdentity);
  EXPECT_EQ(read->shard, kShard);
  EXPECT_EQ(read->full_hash, "00000000000000090000000000000007");
  EXPECT_EQ(read->bytes(), 4'112U);
  EXPECT_EQ(signed_again(manifest_text(manifest())), manifest_text(manifest()));
}

TEST(Manifest, IsRefusedWithAnyByteChanged) {
  const std::string text = manifest_text(manifest());
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const char bit : {'\x01', '\x20'}) {
      std::string damaged = text;
      damaged[i] = static_cast<char>(damaged[i] ^ bit);
      ASSERT_FALSE(parse_manifest(damaged).has_value()) << "byte " << i << " of\n" << damaged;
    }
    ASSERT_FALSE(parse_manifest(text.substr(0, i)).has_value()) << "cut at byte " << i;
  }
  EXPECT_FALSE(parse_manifest(text + " ").has_value());
}

TEST(Manifest, IsRefusedWhenItLeadsElsewhere) {
  for (const char* name : {"../rows", "/etc/passwd", "a/b", "..", ".hidden", ""}) {
    const std::string text = signed_again(replaced(manifest_text(manifest()), "000012.sst", name));
    EXPECT_FALSE(parse_manifest(text).has_value()) << name;
  }
  const std::string text = signed_again(
      replaced(manifest_text(manifest()), sha256_of("rows"), "../../" + sha256_of("rows")));
  EXPECT_FALSE(parse_manifest(text).has_value());
}

TEST(Manifest, OfANewerBinaryIsNotCalledDamaged) {
  const auto read = parse_manifest(
      signed_again(replaced(manifest_text(manifest()), "\"schema\": 1", "\"schema\": 2")));
  ASSERT_FALSE(read.has_value());
  EXPECT_TRUE(read.error().is_newer);
  EXPECT_THAT(read.error().problem, HasSubstr("schema 2, this binary reads 1"));
}

TEST(Manifest, GivesNamesThatSortByOffset) {
  EXPECT_EQ(manifest_name(kShard, 131'072), "credit.events/3/00000000000000131072.json");
  EXPECT_EQ(object_name(kShard, {"000012.sst", 1, "ab"}), "credit.events/3/files/ab");
}

}  // namespace
}  // namespace encours
