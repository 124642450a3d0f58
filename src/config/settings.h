// The settings of the service, read from encours.yaml and the environment. Used by the commands
// that run and by `encours config`. What is watched stands in the policy, not here: settings may
// change when something is said, never what.
//
// A value comes from, the first that has it: the environment variable ENCOURS__SECTION__KEY, the
// file, the default. In the file ${NAME} stands for an environment variable, ${file:PATH} for the
// content of a file (a secret: it is never printed), $$ for a dollar sign. Unknown keys, unknown
// ENCOURS__ variables and values out of bounds are refused, all of them in one run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "src/config/expansion.h"
#include "src/config/feed_settings.h"
#include "src/config/yaml_reader.h"

namespace encours {

// Where a value came from, in the order of settings_example().
struct SettingSource {
  std::string path;        // "memory.row_cache_mb", "feeds[0].topic"
  std::string place;       // "encours.yaml:4:17", "ENCOURS__MEMORY__ROW_CACHE_MB" or "default"
  bool is_secret = false;  // read with ${file:...}, or its name says so
};

// Names and values that the settings only pass on.
using SettingMap = std::map<std::string, std::string>;

struct Settings {
  // Paths written in the file count from its folder, others from the working directory.
  std::string data_folder = "data";
  std::string inbox_folder = "inbox";
  std::string policy_file;  // empty: the default policy
  std::int64_t partitions = 8;
  std::int64_t row_cache_mb = 512;
  std::int64_t flush_set_mb = 32;
  std::int64_t rocksdb_mb = 256;
  std::int64_t flush_interval_ms = 5'000;
  std::int64_t commit_interval_min_ms = 20;
  std::int64_t commit_interval_max_ms = 250;
  std::string metrics_listen = "127.0.0.1:9464";  // empty: nobody listens

  // Empty: the log is embedded, in the data folder.
  std::string kafka_brokers;
  std::string kafka_group = "encours";
  std::int64_t kafka_ordinal = 0;
  std::int64_t kafka_session_timeout_ms = 10'000;
  std::int64_t kafka_transaction_timeout_ms = 10'000;
  std::int64_t kafka_standby_after_ms = 5'000;
  // Settings of librdkafka by its names; src/kafka/rdkafka_config.h says which it refuses.
  SettingMap kafka_client;

  // A folder or s3://BUCKET/PREFIX; empty: no snapshots. Keys left empty come from
  // AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
  std::string snapshot_store;
  std::int64_t snapshot_interval_s = 3'600;
  std::int64_t snapshot_keep = 3;
  std::string s3_endpoint;  // empty: Amazon's, of the region
  std::string s3_region = "us-east-1";
  std::string s3_access_key;
  std::string s3_secret_key;
  // In the file alone: no environment variable can give a list.
  std::vector<FeedSettings> feeds;

  std::vector<SettingSource> sources;
};

Environment process_environment();

using SettingsOrErrors = tl::expected<Settings, std::vector<ConfigError>>;

// Reads a text; `file_name` is for messages and for relative paths.
SettingsOrErrors read_settings(std::string_view text, const std::string& file_name,
                               const Environment& environment);
// Reads a file with the environment of this process. Without a file: environment and defaults.
SettingsOrErrors load_settings(const std::string& file);
SettingsOrErrors settings_without_file();

// What is in force, as encours.yaml with a comment on where each value came from; secrets hidden.
std::string print_settings(const Settings& settings);

// encours.yaml with every key, its default and its meaning.
std::string settings_example();

// JSON Schema (2020-12) of encours.yaml.
std::string settings_json_schema();

}  // namespace encours
