#include "src/snapshot/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include <fmt/format.h>

#include "encours/state/v1/shard.pb.h"
#include "src/snapshot/sha256.h"

namespace encours {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Manifest& manifest) {
  Json files = Json::array();
  for (const SnapshotFile& file : manifest.files) {
    files.push_back({{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  }
  return {{"schema", kManifestSchema},
          {"topic", manifest.shard.topic},
          {"partition", manifest.shard.partition},
          {"next_offset", manifest.next_offset},
          {"log_hash", fmt::format("{:016x}", manifest.log_hash)},
          {"fold_version", manifest.identity.fold_version},
          {"cluster_id", manifest.identity.cluster_id},
          {"partition_count", manifest.identity.partition_count},
          {"full_hash", manifest.full_hash},
          {"facts_hash", manifest.facts_hash},
          {"created_at", manifest.created_at},
          {"files", files},
          {"sha256", ""}};
}

std::string text_of(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// Names come from elsewhere and become paths here.
bool is_file_name(std::string_view name) {
  return !name.empty() && name.front() != '.' && std::ranges::all_of(name, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '.' || letter == '_';
  });
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && std::ranges::all_of(text, [](char letter) {
           return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
         });
}

// Throws what nlohmann throws when a key is missing or of another kind.
Manifest manifest_of(const Json& json) {
  Manifest manifest;
  manifest.shard.topic = json.at("topic").get<std::string>();
  manifest.shard.partition = json.at("partition").get<std::int32_t>();
  manifest.next_offset = json.at("next_offset").get<std::int64_t>();
  manifest.log_hash = std::stoull(json.at("log_hash").get<std::string>(), nullptr, 16);
  manifest.identity.fold_version = json.at("fold_version").get<std::int32_t>();
  manifest.identity.cluster_id = json.at("cluster_id").get<std::string>();
  manifest.identity.partition_count = json.at("partition_count").get<std::int32_t>();
  manifest.full_hash = json.at("full_hash").get<std::string>();
  manifest.facts_hash = json.at("facts_hash").get<std::string>();
  manifest.created_at = json.at("created_at").get<std::string>();
  for (const Json& file : json.at("files")) {
    manifest.files.push_back({file.at("name").get<std::string>(),
                              file.at("bytes").get<std::uint64_t>(),
                              file.at("sha256").get<std::string>()});
  }
  return manifest;
}

bool has_sound_files(const Manifest& manifest) {
  return !manifest.files.empty() &&
         std::ranges::all_of(manifest.files, [](const SnapshotFile& file) {
           return is_file_name(file.name) && is_sha256(file.sha256);
         });
}

}  // namespace

std::uint64_t Manifest::bytes() const {
  return std::accumulate(
      files.begin(), files.end(), std::uint64_t{0},
      [](std::uint64_t sum, const SnapshotFile& file) { return sum + file.bytes; });
}

bool read_meta(std::string_view bytes, Manifest& manifest) {
  state::v1::StoreMeta meta;
  if (!meta.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return false;
  manifest.identity = {meta.cluster_id(), meta.partition_count(), meta.fold_version()};
  manifest.shard = {meta.topic(), meta.partition()};
  manifest.next_offset = meta.next_offset();
  manifest.log_hash = meta.log_hash();
  manifest.full_hash = fmt::format("{:016x}{:016x}", meta.full_hash_high(), meta.full_hash_low());
  manifest.facts_hash =
      fmt::format("{:016x}{:016x}", meta.facts_hash_high(), meta.facts_hash_low());
  return true;
}

std::string manifest_text(const Manifest& manifest) {
  Json json = json_of(manifest);
  json["sha256"] = sha256_of(text_of(json));
  return text_of(json);
}

tl::expected<Manifest, BadManifest> parse_manifest(std::string_view text) {
  const tl::unexpected<BadManifest> damaged(
      BadManifest{"the manifest is not what was written", false});
  try {
    const Json json = Json::parse(text);
    const auto schema = json.at("schema").get<std::int32_t>();
    Json unsigned_json = json;
    unsigned_json["sha256"] = "";
    if (json.at("sha256").get<std::string>() != sha256_of(text_of(unsigned_json))) return damaged;
    if (schema > kManifestSchema) {
      return tl::unexpected(
          BadManifest{fmt::format("the manifest is of schema {}, this binary reads {}", schema,
                                  kManifestSchema),
                      true});
    }
    Manifest manifest = manifest_of(json);
    if (!has_sound_files(manifest) || manifest_text(manifest) != text) return damaged;
    return manifest;
  } catch (const std::exception&) {  // of nlohmann and std::stoull: no JSON, or not of this shape
    return damaged;
  }
}

std::string shard_folder(const TopicPartition& shard) {
  return fmt::format("{}/{}", shard.topic, shard.partition);
}

std::string files_folder(const TopicPartition& shard) {
  return shard_folder(shard) + "/files";
}

std::string manifest_name(const TopicPartition& shard, std::int64_t next_offset) {
  return fmt::format("{}/{:020}.json", shard_folder(shard), next_offset);
}

std::string object_name(const TopicPartition& shard, const SnapshotFile& file) {
  return fmt::format("{}/{}", files_folder(shard), file.sha256);
}

}  // namespace encours
