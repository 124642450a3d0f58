#include "src/config/settings.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "src/config/did_you_mean.h"
#include "src/config/feed_table.h"
#include "src/config/feeds_reader.h"
#include "src/config/listen_address.h"
#include "src/config/settings_table.h"
#include "src/config/text_file.h"
#include "src/snapshot/store_place.h"

namespace encours {
namespace {

constexpr std::string_view kVariablePrefix = "ENCOURS__";

std::string variable_of(const SettingRow& row) {
  std::string name(kVariablePrefix);
  for (const char letter : row.path()) {
    if (letter == '.') {
      name += "__";
    } else {
      name += letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    }
  }
  return name;
}

// Whether a value is hidden for its name alone, wherever it came from.
bool names_a_secret(std::string_view name) {
  constexpr std::array<std::string_view, 6> kWords{"password", "secret",     "token",
                                                   "key.pem",  "credential", "oauthbearer.config"};
  return std::ranges::any_of(
      kWords, [name](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

class SettingsReader {
 public:
  SettingsReader(const std::string& file_name, const Environment& environment)
      : file_name_(file_name), environment_(environment), errors_(file_name) {}

  SettingsOrErrors read(const YamlNode& root) {
    YamlNode nothing_written;
    nothing_written.kind = YamlNode::Kind::kMap;
    const bool is_empty = root.kind == YamlNode::Kind::kNull;
    read_map(YamlValue(is_empty ? nothing_written : root, errors_).map());
    refuse_unknown_variables();
    check_together();
    if (!errors_.empty() || !variable_errors_.empty()) {
      std::vector<ConfigError> all = errors_.take();
      all.insert(all.end(), variable_errors_.begin(), variable_errors_.end());
      return tl::unexpected(std::move(all));
    }
    return std::move(settings_);
  }

 private:
  void read_map(YamlMap top) {
    std::optional<YamlMap> section;
    std::string_view section_name;
    for (const SettingRow& row : kSettingRows) {
      if (row.section != section_name) {
        finish(section);
        section_name = row.section;
        const std::optional<YamlValue> value = top.optional(std::string(section_name));
        section = value ? std::optional(value->map()) : std::nullopt;
      }
      const std::string key(row.key);
      read_row(row, row.section.empty() ? top.optional(key)
                    : section           ? section->optional(key)
                                        : std::nullopt);
    }
    finish(section);
    if (const auto feeds = top.optional(std::string(kFeedsKey)); feeds && !feeds->is_null()) {
      read_feed_list(*feeds);
    }
    top.finish();
  }

  static void finish(std::optional<YamlMap>& section) {
    if (section) {
      section->finish();
    }
  }

  void read_row(const SettingRow& row, const std::optional<YamlValue>& value) {
    const std::string variable = variable_of(row);
    if (row.is_map()) {
      read_setting_map(row, value);
      return;
    }
    if (const auto found = environment_.find(variable); found != environment_.end()) {
      YamlErrors errors("environment variable " + variable);
      set(row, plain(found->second), YamlPosition{}, errors);
      for (ConfigError& error : errors.take()) {
        variable_errors_.push_back(std::move(error));
      }
      settings_.sources.push_back({row.path(), variable, false});
      return;
    }
    if (!value) {
      settings_.sources.push_back({row.path(), "default", false});
      return;
    }
    const YamlPosition position = value->node().position;
    const std::optional<Expanded> expanded = expand(*value, environment_);
    if (!expanded) {
      return;
    }
    set(row, plain(expanded->text), position, errors_);
    if (!row.is_number()) {
      make_relative_to_file(row, settings_.*std::get<0>(row.member));
    }
    settings_.sources.push_back({row.path(), place_of(*value), expanded->is_secret});
  }

  // Names with dots in them: they have no environment variables, but may refer to some.
  void read_setting_map(const SettingRow& row, const std::optional<YamlValue>& value) {
    if (!value) {
      settings_.sources.push_back({row.path(), "default", false});
      return;
    }
    for (const YamlMap::Entry& entry : value->map().entries()) {
      const std::optional<Expanded> expanded = expand(entry.value, environment_);
      if (!expanded) continue;
      (settings_.*std::get<2>(row.member))[entry.key] = expanded->text;
      settings_.sources.push_back({row.path() + "." + entry.key, place_of(entry.value),
                                   expanded->is_secret || names_a_secret(entry.key)});
    }
  }

  static YamlNode plain(std::string text) {
    YamlNode node;
    node.kind = YamlNode::Kind::kScalar;
    node.text = std::move(text);
    return node;
  }

  void set(const SettingRow& row, YamlNode node, YamlPosition position, YamlErrors& errors) {
    node.position = position;
    const YamlValue value(node, errors, row.path());
    if (row.is_number()) {
      if (const auto number = value.integer(row.min, row.max)) {
        settings_.*std::get<1>(row.member) = *number;
      }
    } else if (const std::string problem = text_problem(row.text, node.text); !problem.empty()) {
      value.error(problem);
    } else {
      settings_.*std::get<0>(row.member) = node.text;
    }
  }

  // What is wrong with a text; empty when nothing is.
  static std::string text_problem(SettingText kind, const std::string& text) {
    const bool is_path = kind == SettingText::kPath;
    if (kind == SettingText::kListenAddress) {
      return text.empty() || parse_listen_address(text)
                 ? ""
                 : "must be an address and a port, as 127.0.0.1:9464; \"\" for none";
    }
    if (text.empty() || text.find('\0') != std::string::npos) {
      return is_path ? "must be the path of a file or folder" : "must not be empty";
    }
    if (kind == SettingText::kEndpoint) return endpoint_problem(text);
    if (kind != SettingText::kPlace) return "";
    const auto place = parse_store_place(text);
    return place ? "" : place.error();
  }

  void make_relative_to_file(const SettingRow& row, std::string& path) const {
    const bool is_path =
        row.text == SettingText::kPath || (row.text == SettingText::kPlace && !is_s3_place(path));
    if (!is_path || path.empty()) return;
    path = (std::filesystem::path(folder()) / path).lexically_normal().string();
  }
  std::string folder() const { return std::filesystem::path(file_name_).parent_path().string(); }

  void read_feed_list(const YamlValue& list) {
    settings_.feeds = read_feeds(
        list, environment_, folder(),
        [this](const std::string& path, const YamlValue& value, const Expanded& expanded) {
          settings_.sources.push_back({path, place_of(value), expanded.is_secret});
        });
  }

  std::string place_of(const YamlValue& value) const {
    const YamlPosition position = value.node().position;
    return fmt::format("{}:{}:{}", file_name_, position.line, position.column);
  }

  // A misspelt variable would otherwise be passed over in silence.
  void refuse_unknown_variables() {
    std::vector<std::string> known;
    for (const SettingRow& row : kSettingRows) {
      if (!row.is_map()) known.push_back(variable_of(row));
    }
    for (const auto& [name, value] : environment_) {
      if (name.starts_with(kVariablePrefix) && std::ranges::find(known, name) == known.end()) {
        variable_errors_.push_back({"environment variable " + name,
                                    {},
                                    "",
                                    "there is no such setting",
                                    nearest_word(name, known)});
      }
    }
  }

  void check_together() {
    if (settings_.commit_interval_min_ms > settings_.commit_interval_max_ms) {
      errors_.add({}, "commit", "interval_min_ms is longer than interval_max_ms");
    }
    if (settings_.flush_set_mb > settings_.row_cache_mb) {
      errors_.add({}, "memory", "flush_set_mb is larger than row_cache_mb, of which it is a part");
    }
    if (settings_.kafka_standby_after_ms >= settings_.kafka_session_timeout_ms) {
      errors_.add({}, "kafka",
                  "standby_after_ms is not below session_timeout_ms: the group would give the "
                  "shards to others before a standby takes over");
    }
    if (settings_.s3_access_key.empty() != settings_.s3_secret_key.empty()) {
      errors_.add({}, "snapshots", "s3_access_key and s3_secret_key are given together or not");
    }
  }

  const std::string& file_name_;
  const Environment& environment_;
  YamlErrors errors_;
  std::vector<ConfigError> variable_errors_;
  Settings settings_;
};

}  // namespace

Environment process_environment() {
  Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t sign = text.find('=');
    if (sign != std::string_view::npos) {
      environment.emplace(text.substr(0, sign), text.substr(sign + 1));
    }
  }
  return environment;
}

SettingsOrErrors read_settings(std::string_view text, const std::string& file_name,
                               const Environment& environment) {
  const auto tree = parse_yaml(text, file_name);
  if (!tree) {
    return tl::unexpected(std::vector{tree.error()});
  }
  return SettingsReader(file_name, environment).read(*tree);
}

SettingsOrErrors load_settings(const std::string& file) {
  const auto text = read_text_file(file, kYamlBytesMax);
  if (!text) {
    return tl::unexpected(std::vector{text.error()});
  }
  return read_settings(*text, file, process_environment());
}

SettingsOrErrors settings_without_file() {
  return read_settings("", "settings", process_environment());
}

}  // namespace encours
