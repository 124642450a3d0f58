#include "src/snapshot/snapshots.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>
#include <system_error>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "operators/domain/assert.h"
#include "src/snapshot/files.h"
#include "src/snapshot/sha256.h"

namespace encours {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kManifestEnding = ".json";

tl::unexpected<Error> corrupt(std::string message) {
  return tl::unexpected(Error{Fault::kCorrupt, std::move(message)});
}

// The offset that a manifest's name says; nothing when it is none's.
std::optional<std::int64_t> offset_in(std::string_view name, const TopicPartition& shard) {
  std::int64_t offset = 0;
  const std::string folder = shard_folder(shard) + "/";
  if (!name.starts_with(folder) || !name.ends_with(kManifestEnding)) return std::nullopt;
  const std::string_view digits =
      name.substr(folder.size(), name.size() - folder.size() - kManifestEnding.size());
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), offset);
  if (read.ec != std::errc() || name != manifest_name(shard, offset)) return std::nullopt;
  return offset;
}

const StoredObject* find_object(const std::vector<StoredObject>& objects, const std::string& name) {
  const auto found = std::ranges::lower_bound(objects, name, {}, &StoredObject::name);
  return found != objects.end() && found->name == name ? &*found : nullptr;
}

// Why the manifest is not of this fold; empty when it is.
std::string foreign_words(const FoldIdentity& theirs, const FoldIdentity& ours) {
  if (theirs.cluster_id != ours.cluster_id) {
    return fmt::format("it is of cluster {}, not {}", theirs.cluster_id, ours.cluster_id);
  }
  if (theirs.partition_count != ours.partition_count) {
    return fmt::format("its log had {} partitions, this one has {}", theirs.partition_count,
                       ours.partition_count);
  }
  if (theirs.fold_version != ours.fold_version) {
    return fmt::format("it was folded by version {}, this binary folds version {}",
                       theirs.fold_version, ours.fold_version);
  }
  return "";
}

// What RocksDB writes for people, and its lock, are no part of the rows.
bool is_of_rows(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  return entry.is_regular_file() && name != "LOCK" && !name.starts_with("LOG");
}

Result<std::vector<SnapshotFile>> files_in(const fs::path& copy) {
  std::vector<SnapshotFile> files;
  std::error_code code;
  for (fs::directory_iterator entry(copy, code), end; !code && entry != end;
       entry.increment(code)) {
    if (!is_of_rows(*entry)) continue;
    auto sha256 = sha256_of_file(entry->path());
    if (!sha256) return tl::unexpected(sha256.error());
    files.push_back({entry->path().filename().string(), entry->file_size(code), *sha256});
  }
  if (code) return tl::unexpected(file_error(code.value(), "listing", copy));
  std::ranges::sort(files, {}, &SnapshotFile::name);
  return files;
}

}  // namespace

std::string snapshot_words(const TopicPartition& shard, std::int64_t next_offset) {
  return fmt::format("{} at {}", shard_folder(shard), next_offset);
}

Snapshots::Snapshots(SnapshotStore& store, const RowFiles& files,
                     std::optional<FoldIdentity> identity, SnapshotHooks hooks)
    : store_(store), files_(files), identity_(std::move(identity)), hooks_(std::move(hooks)) {}

Result<std::optional<Manifest>> Snapshots::create(const TopicPartition& shard, const fs::path& copy,
                                                  std::int64_t now_us, Reuse reuse) {
  ENCOURS_ASSERT(identity_.has_value(), "who makes snapshots knows what of");
  auto made = make(shard, copy, now_us, reuse);
  if (!made) ++figures_.failed;
  if (made && made->has_value()) ++figures_.created;
  return made;
}

Result<std::optional<Manifest>> Snapshots::make(const TopicPartition& shard, const fs::path& copy,
                                                std::int64_t now_us, Reuse reuse) {
  const auto meta = files_.meta(copy);
  if (!meta) return tl::unexpected(meta.error());
  if (!meta->has_value()) return std::optional<Manifest>();
  Manifest manifest;
  if (!read_meta(**meta, manifest)) return corrupt("the rows' own record cannot be decoded");
  if (manifest.shard != shard || manifest.identity != *identity_) {
    return tl::unexpected(
        Error{Fault::kRefused,
              fmt::format("the rows of {} are of another log or fold", shard_folder(shard))});
  }
  const auto is_there = look_for(manifest);
  if (!is_there) return tl::unexpected(is_there.error());
  if (*is_there && reuse == Reuse::kStored) return std::optional<Manifest>();
  // Rows that are damaged here must not take the place of good ones there.
  if (Status sound = files_.check(copy); !sound) return tl::unexpected(sound.error());
  auto files = files_in(copy);
  if (!files) return tl::unexpected(files.error());
  manifest.files = std::move(*files);
  manifest.created_at = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now_us / 1'000'000));
  if (Status sent = send_files(manifest, copy, reuse); !sent) return tl::unexpected(sent.error());
  const std::string name = manifest_name(shard, manifest.next_offset);
  if (Status put = store_.put(name, manifest_text(manifest)); !put) {
    return tl::unexpected(put.error());
  }
  return std::optional(std::move(manifest));
}

// Whether the store has a good snapshot that stands where this one does.
Result<bool> Snapshots::look_for(const Manifest& manifest) {
  const auto entries = list(manifest.shard);
  if (!entries) return tl::unexpected(entries.error());
  bool found = false;
  for (const SnapshotEntry& entry : *entries) {
    if (entry.manifest && entry.manifest->identity.cluster_id != identity_->cluster_id) {
      return tl::unexpected(Error{
          Fault::kRefused,
          fmt::format("{} has snapshots of another installation (cluster {}); give each a store, "
                      "or a prefix, of its own",
                      store_.place(), entry.manifest->identity.cluster_id)});
    }
    found = found ||
            (entry.next_offset == manifest.next_offset && entry.health == SnapshotHealth::kGood);
  }
  return found;
}

Status Snapshots::send_files(const Manifest& manifest, const fs::path& copy, Reuse reuse) {
  const auto stored = store_.list(files_folder(manifest.shard));
  if (!stored) return tl::unexpected(stored.error());
  const std::uint64_t total = manifest.bytes();
  std::uint64_t done = 0;
  for (const SnapshotFile& file : manifest.files) {
    const std::string name = object_name(manifest.shard, file);
    const StoredObject* there = find_object(*stored, name);
    if (there == nullptr || there->bytes != file.bytes || reuse == Reuse::kNone) {
      if (Status put = store_.put_file(name, copy / file.name, file.sha256); !put) return put;
      figures_.bytes_sent += file.bytes;
    }
    done += file.bytes;
    hooks_.progress(done, total);
  }
  return {};
}

Result<SnapshotEntry> Snapshots::read_entry(const TopicPartition& shard, const std::string& name,
                                            const std::vector<StoredObject>& objects) {
  SnapshotEntry entry{shard, *offset_in(name, shard), {}, SnapshotHealth::kDamaged, ""};
  const auto text = store_.get(name);
  if (!text && text.error().fault != Fault::kCorrupt) return tl::unexpected(text.error());
  if (!text || !text->has_value()) {
    entry.problem = text ? "the manifest has gone" : text.error().message;
    return entry;
  }
  auto manifest = parse_manifest(**text);
  if (!manifest) {
    if (manifest.error().is_newer) entry.health = SnapshotHealth::kForeign;
    entry.problem = manifest.error().problem;
    return entry;
  }
  entry.manifest = std::move(*manifest);
  if (entry.manifest->shard != shard || entry.manifest->next_offset != entry.next_offset) {
    entry.problem = fmt::format("its manifest is that of {}",
                                snapshot_words(entry.manifest->shard, entry.manifest->next_offset));
    return entry;
  }
  for (const SnapshotFile& file : entry.manifest->files) {
    const StoredObject* there = find_object(objects, object_name(shard, file));
    if (there != nullptr && there->bytes == file.bytes) continue;
    entry.problem = there == nullptr ? fmt::format("its file {} is missing", file.name)
                                     : fmt::format("its file {} has {} bytes instead of {}",
                                                   file.name, there->bytes, file.bytes);
    return entry;
  }
  if (identity_) entry.problem = foreign_words(entry.manifest->identity, *identity_);
  entry.health = entry.problem.empty() ? SnapshotHealth::kGood : SnapshotHealth::kForeign;
  return entry;
}

Result<std::vector<SnapshotEntry>> Snapshots::list(const TopicPartition& shard) {
  const auto objects = store_.list(shard_folder(shard));
  if (!objects) return tl::unexpected(objects.error());
  std::vector<SnapshotEntry> entries;
  for (const StoredObject& object : *objects) {
    if (!offset_in(object.name, shard)) continue;
    auto entry = read_entry(shard, object.name, *objects);
    if (!entry) return tl::unexpected(entry.error());
    entries.push_back(std::move(*entry));
  }
  std::ranges::reverse(entries);
  return entries;
}

Result<std::vector<TopicPartition>> Snapshots::shards() {
  const auto objects = store_.list("");
  if (!objects) return tl::unexpected(objects.error());
  std::set<TopicPartition> shards;
  for (const StoredObject& object : *objects) {
    const std::size_t slash = object.name.find('/');
    if (slash == std::string::npos) continue;
    TopicPartition shard{object.name.substr(0, slash), 0};
    const char* digits = object.name.data() + slash + 1;
    const char* end = object.name.data() + object.name.size();
    if (std::from_chars(digits, end, shard.partition).ec != std::errc()) continue;
    if (object.name.starts_with(shard_folder(shard) + "/")) shards.insert(std::move(shard));
  }
  return std::vector<TopicPartition>(shards.begin(), shards.end());
}

Status Snapshots::verify(const SnapshotEntry& entry, const fs::path& folder) {
  if (!entry.manifest || entry.health == SnapshotHealth::kDamaged) {
    ++figures_.damaged;
    return corrupt(entry.problem);
  }
  Status brought = bring(*entry.manifest, folder);
  if (!brought && brought.error().fault == Fault::kCorrupt) ++figures_.damaged;
  return brought;
}

Status Snapshots::bring(const Manifest& manifest, const fs::path& folder) {
  std::error_code code;
  fs::create_directories(folder, code);
  if (code) return tl::unexpected(file_error(code.value(), "making the folder", folder));
  const std::uint64_t total = manifest.bytes();
  std::uint64_t done = 0;
  for (const SnapshotFile& file : manifest.files) {
    const auto got = store_.get_file(object_name(manifest.shard, file), folder / file.name);
    if (!got) return tl::unexpected(got.error());
    if (!*got) return corrupt(fmt::format("its file {} is missing", file.name));
    const auto sha256 = sha256_of_file(folder / file.name);
    if (!sha256) return tl::unexpected(sha256.error());
    if (*sha256 != file.sha256) {
      return corrupt(fmt::format("its file {} is not what was written", file.name));
    }
    if (Status synced = sync_path(folder / file.name); !synced) return synced;
    figures_.bytes_received += file.bytes;
    done += file.bytes;
    hooks_.progress(done, total);
  }
  if (Status synced = sync_path(folder); !synced) return synced;
  const auto meta = files_.meta(folder);
  if (!meta) return corrupt(fmt::format("it cannot be opened: {}", meta.error().message));
  Manifest found;
  if (!meta->has_value() || !read_meta(**meta, found)) return corrupt("its rows have no record");
  found.files = manifest.files;
  found.created_at = manifest.created_at;
  if (found != manifest) return corrupt("its rows stand elsewhere than its manifest says");
  if (Status sound = files_.check(folder); !sound) return corrupt(sound.error().message);
  return {};
}

Result<bool> Snapshots::fetch(const TopicPartition& shard, std::int64_t until,
                              const fs::path& folder) {
  ENCOURS_ASSERT(identity_.has_value(), "who restores snapshots knows what of");
  const auto entries = list(shard);
  if (!entries) return tl::unexpected(entries.error());
  std::optional<Error> world;  // what kept a snapshot from us that may be good
  for (const SnapshotEntry& entry : *entries) {
    if (entry.next_offset > until) continue;
    Error why{Fault::kCorrupt, entry.problem};
    if (entry.health == SnapshotHealth::kGood) {
      Status brought = bring(*entry.manifest, folder);
      if (brought) {
        ++figures_.restored;
        hooks_.note(fmt::format("rows from the snapshot {} in {}, made {}",
                                snapshot_words(shard, entry.next_offset), store_.place(),
                                entry.manifest->created_at));
        return true;
      }
      why = brought.error();
      std::error_code ignored;  // whoever asked for the folder looks at the answer, not at it
      fs::remove_all(folder, ignored);
    }
    ++(entry.health == SnapshotHealth::kForeign ? figures_.foreign : figures_.damaged);
    if (why.fault != Fault::kCorrupt) world = why;
    hooks_.alert(fmt::format("the snapshot {} in {} cannot be used: {}; looking for an older one",
                             snapshot_words(shard, entry.next_offset), store_.place(),
                             why.message));
  }
  if (world) return tl::unexpected(*world);
  return false;
}

}  // namespace encours
