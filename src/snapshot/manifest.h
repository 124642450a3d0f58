// The manifest of a snapshot: what it is a copy of, and its files. Written last: a snapshot without
// one does not exist. Used by snapshots.h and by whoever shows snapshots.
//
// It is JSON with a checksum of itself, and valid only if writing what was read gives the same
// bytes, so that no byte of it can differ unseen:
//
//   {"schema": 1, "topic": ..., "partition": ..., "next_offset": ..., "log_hash": "16 hex digits",
//    "fold_version": ..., "cluster_id": ..., "partition_count": ...,
//    "full_hash": "32 hex digits", "facts_hash": "32 hex digits", "created_at": "...Z",
//    "files": [{"name": ..., "bytes": ..., "sha256": ...}, ...],
//    "sha256": of the same text with this one empty}
//
// In a store a shard has a folder TOPIC/PARTITION, in it the manifests, named by their offset
// ("00000000000000131072.json"), and files/, whose files are named by their content.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "src/ports.h"

namespace encours {

inline constexpr std::int32_t kManifestSchema = 1;

struct SnapshotFile {
  std::string name;
  std::uint64_t bytes = 0;
  std::string sha256;  // 64 hexadecimal digits

  friend bool operator==(const SnapshotFile&, const SnapshotFile&) = default;
};

// What was folded, by whom: it must be the same for whoever restores.
struct FoldIdentity {
  std::string cluster_id;
  std::int32_t partition_count = 0;
  std::int32_t fold_version = 0;

  friend bool operator==(const FoldIdentity&, const FoldIdentity&) = default;
};

struct Manifest {
  FoldIdentity identity;
  TopicPartition shard;
  std::int64_t next_offset = 0;  // last folded offset + 1
  std::uint64_t log_hash = 0;    // XXH3 chain over everything folded
  std::string full_hash;         // of all rows, 32 hexadecimal digits
  std::string facts_hash;        // of the tables of facts
  std::string created_at;        // "2026-11-29T10:00:00Z"
  std::vector<SnapshotFile> files;

  std::uint64_t bytes() const;

  friend bool operator==(const Manifest&, const Manifest&) = default;
};

// Of the rows' own record (bytes of state.v1.StoreMeta); files and moment are still to come. False:
// it is none.
bool read_meta(std::string_view meta, Manifest& manifest);

std::string manifest_text(const Manifest& manifest);

// What is wrong with a manifest that cannot be used.
struct BadManifest {
  std::string problem;
  bool is_newer = false;  // written by a newer binary, and perhaps good
};
tl::expected<Manifest, BadManifest> parse_manifest(std::string_view text);

// Names in a store.
std::string shard_folder(const TopicPartition& shard);
std::string files_folder(const TopicPartition& shard);
std::string manifest_name(const TopicPartition& shard, std::int64_t next_offset);
std::string object_name(const TopicPartition& shard, const SnapshotFile& file);

}  // namespace encours
