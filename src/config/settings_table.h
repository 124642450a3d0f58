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
enum class SettingText : std::uint8_t { kPath, kListenAddress };

struct SettingRow {
  std::string_view section;  // empty: at the top
  std::string_view key;
  std::string_view meaning;
  // A text, or a whole number within bounds.
  std::variant<std::string Settings::*, std::int64_t Settings::*> member;
  std::int64_t min = 0;
  std::int64_t max = 0;
  SettingText text = SettingText::kPath;

  std::string path() const {
    return section.empty() ? std::string(key) : std::string(section) + "." + std::string(key);
  }
  bool is_number() const { return member.index() == 1; }
  std::string text_of(const Settings& settings) const {
    return is_number() ? std::to_string(settings.*std::get<1>(member))
                       : settings.*std::get<0>(member);
  }
};

// Rows of one section stand together.
inline constexpr std::array kSettingRows{
    SettingRow{"", "data", "folder of the log and the rows", &Settings::data_folder},
    SettingRow{"", "inbox", "files dropped into this folder are read", &Settings::inbox_folder},
    SettingRow{"", "policy", "the policy to begin with; left out = the default policy",
               &Settings::policy_file},
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
};

}  // namespace encours
