// Every setting once: its place in encours.yaml, its member, its bounds, what it means. Reading,
// printing, the example and the JSON Schema all go by this table.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "src/config/settings.h"

namespace encours {

// What a text stands for.
enum class SettingText : std::uint8_t {
  kPath,  // of a file or folder; counts from the file that names it
  kListenAddress,
  kPlain,     // anything, but not nothing
  kPlace,     // of snapshots: a path, or s3://BUCKET/PREFIX
  kEndpoint,  // http(s)://HOST[:PORT]
  kSecret,    // as kPlain, and never printed
};

struct SettingRow {
  std::string_view section;  // empty: at the top
  std::string_view key;
  std::string_view meaning;
  // A text, a whole number within bounds, or a map of names that are not ours.
  std::variant<std::string Settings::*, std::int64_t Settings::*, SettingMap Settings::*> member;
  std::int64_t min = 0;
  std::int64_t max = 0;
  SettingText text = SettingText::kPath;
  std::string_view sample = "";  // stands in the example where the default is empty

  std::string path() const {
    return section.empty() ? std::string(key) : std::string(section) + "." + std::string(key);
  }
  bool is_number() const { return member.index() == 1; }
  bool is_map() const { return member.index() == 2; }
  const SettingMap& map_of(const Settings& settings) const { return settings.*std::get<2>(member); }
  // Empty for a map.
  std::string text_of(const Settings& settings) const {
    if (is_map()) return {};
    return is_number() ? std::to_string(settings.*std::get<1>(member))
                       : settings.*std::get<0>(member);
  }
};

// Rows of one section stand together.
inline constexpr std::array kSettingRows{
    SettingRow{"", "data", "folder of the log and the rows", &Settings::data_folder},
    SettingRow{"", "inbox", "files dropped into this folder are read", &Settings::inbox_folder},
    SettingRow{"", "policy", "the policy to begin with; left out = the default policy",
               &Settings::policy_file, 0, 0, SettingText::kPath, "policy.yaml"},
    SettingRow{"", "partitions", "partitions of a new log; they cannot be changed later",
               &Settings::partitions, 1, 1'024},
    SettingRow{"memory", "row_cache_mb", "rows kept in memory, all shards together",
               &Settings::row_cache_mb, 16, 1'048'576},
    SettingRow{"memory", "flush_set_mb", "changed rows that wait to be written, per worker",
               &Settings::flush_set_mb, 1, 4'096},
    SettingRow{"memory", "rocksdb_mb", "blocks and write buffers of RocksDB, all together",
               &Settings::rocksdb_mb, 16, 1'048'576},
    SettingRow{"flush", "interval_ms", "changed rows are written at least this often",
               &Settings::flush_interval_ms, 100, 600'000},
    SettingRow{"commit", "interval_min_ms", "shortest time between two commits under light load",
               &Settings::commit_interval_min_ms, 1, 1'000},
    SettingRow{"commit", "interval_max_ms", "longest time between two commits under heavy load",
               &Settings::commit_interval_max_ms, 1, 1'000},
    SettingRow{"metrics", "listen", "address and port of /metrics, /livez, /readyz; \"\" = none",
               &Settings::metrics_listen, 0, 0, SettingText::kListenAddress},
    SettingRow{"kafka", "brokers", "host:port,host:port; left out = the embedded log",
               &Settings::kafka_brokers, 0, 0, SettingText::kPlain, "localhost:9092"},
    SettingRow{"kafka", "group", "instances of one group share the shards", &Settings::kafka_group,
               0, 0, SettingText::kPlain},
    SettingRow{"kafka", "ordinal", "number of this instance in its group; no two have the same",
               &Settings::kafka_ordinal, 0, 9'999},
    SettingRow{"kafka", "session_timeout_ms", "an instance silent for so long loses its shards",
               &Settings::kafka_session_timeout_ms, 500, 1'800'000},
    SettingRow{"kafka", "transaction_timeout_ms", "what an instance leaves open ends after so long",
               &Settings::kafka_transaction_timeout_ms, 2'000, 900'000},
    SettingRow{"kafka", "standby_after_ms",
               "a standby takes the place of an instance silent for so long; below the session's",
               &Settings::kafka_standby_after_ms, 2'000, 1'800'000},
    SettingRow{"kafka", "client",
               "settings of librdkafka by their names, such as security.protocol",
               &Settings::kafka_client, 0, 0, SettingText::kPlain,
               "{security.protocol: SASL_SSL, sasl.password: \"${file:/run/secrets/kafka}\"}"},
    SettingRow{"snapshots", "store", "copies of the rows go to this folder or s3://BUCKET/PREFIX",
               &Settings::snapshot_store, 0, 0, SettingText::kPlace, "s3://bucket/encours"},
    SettingRow{"snapshots", "interval_s", "time between two snapshots of a shard",
               &Settings::snapshot_interval_s, 1, 604'800},
    SettingRow{"snapshots", "keep", "snapshots kept of each shard, the newest good ones",
               &Settings::snapshot_keep, 1, 1'000},
    SettingRow{"snapshots", "s3_endpoint", "the S3 server; left out = Amazon's, of the region",
               &Settings::s3_endpoint, 0, 0, SettingText::kEndpoint, "https://s3.example.com:9000"},
    SettingRow{"snapshots", "s3_region", "its region", &Settings::s3_region, 0, 0,
               SettingText::kPlain},
    SettingRow{"snapshots", "s3_access_key", "left out = AWS_ACCESS_KEY_ID of the environment",
               &Settings::s3_access_key, 0, 0, SettingText::kSecret, "${file:/run/s3_access_key}"},
    SettingRow{"snapshots", "s3_secret_key", "left out = AWS_SECRET_ACCESS_KEY",
               &Settings::s3_secret_key, 0, 0, SettingText::kSecret, "${file:/run/s3_secret_key}"},
};

}  // namespace encours
