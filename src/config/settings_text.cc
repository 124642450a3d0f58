// Settings as text: what is in force, the example, the JSON Schema.
#include <algorithm>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "src/config/feed_table.h"
#include "src/config/settings.h"
#include "src/config/settings_table.h"

namespace encours {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kHidden = "\"(from a file, not shown)\"";
constexpr std::string_view kHiddenValue = "\"(a secret, not shown)\"";

// Plain where YAML reads it back as the same text, else in quotes.
std::string yaml_scalar(const std::string& text) {
  const bool plain = !text.empty() && std::ranges::all_of(text, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '/' || letter == '.' || letter == '_' ||
           letter == '-';
  });
  // A dash at the front begins a list.
  return plain && text.front() != '-' ? text : Json(text).dump();
}

// A key and its value, under its section when that begins with this row; as a comment when it has
// no value of its own.
std::string yaml_line(const SettingRow& row, std::string_view& section, const std::string& value,
                      bool is_comment = false) {
  std::string text;
  if (row.section != section) {
    section = row.section;
    text += fmt::format("{}:\n", section);
  }
  return text + fmt::format("{}{}{}: {}", section.empty() ? "" : "  ", is_comment ? "# " : "",
                            row.key, value);
}

// The entries of a map, each with its place; an empty map on the line of its key.
std::string yaml_map(const SettingRow& row, std::string_view& section, const Settings& settings) {
  const SettingMap& map = row.map_of(settings);
  if (map.empty()) return yaml_line(row, section, "{}") + "  # default\n";
  std::string text = yaml_line(row, section, "");
  text.back() = '\n';
  for (const auto& [name, value] : map) {
    const auto source =
        std::ranges::find(settings.sources, row.path() + "." + name, &SettingSource::path);
    const bool known = source != settings.sources.end();
    const bool is_secret = known && source->is_secret;
    text += fmt::format("    {}: {}  # {}\n", name,
                        is_secret ? std::string(kHiddenValue) : yaml_scalar(value),
                        known ? source->place : "default");
  }
  return text;
}

// The value at a path as it may be printed, and where it came from.
std::string value_and_place(const Settings& settings, const std::string& path,
                            const std::string& value, bool is_key = false) {
  const auto source = std::ranges::find(settings.sources, path, &SettingSource::path);
  const bool known = source != settings.sources.end();
  return fmt::format("{}  # {}",
                     known && source->is_secret ? std::string(kHidden)
                     : is_key                   ? std::string(kHiddenValue)
                                                : yaml_scalar(value),
                     known ? source->place : "default");
}

// The key of a feed after its dash, or below it.
std::string feed_line(const FeedSettingRow& row, bool first, std::string_view value) {
  return fmt::format("  {} {}: {}", first ? "-" : " ", row.key, value);
}

std::string feeds_text(const Settings& settings) {
  if (settings.feeds.empty()) return "";
  std::string text = fmt::format("{}:\n", kFeedsKey);
  for (std::size_t i = 0; i < settings.feeds.size(); ++i) {
    for (const FeedSettingRow& row : kFeedSettingRows) {
      const std::string value = row.text_of(settings.feeds[i]);
      if (value.empty()) continue;
      const std::string path = fmt::format("{}[{}].{}", kFeedsKey, i, row.key);
      text +=
          feed_line(row, &row == kFeedSettingRows.data(), value_and_place(settings, path, value)) +
          "\n";
    }
  }
  return text;
}

// A feed to copy, as a comment: there is none unless somebody has its topic.
std::string feeds_example() {
  std::string text = fmt::format("# {}:  # {}\n", kFeedsKey, kFeedsMeaning);
  for (const FeedSettingRow& row : kFeedSettingRows) {
    text += fmt::format("# {}  # {}\n",
                        feed_line(row, &row == kFeedSettingRows.data(), row.example), row.meaning);
  }
  return text;
}

Json feeds_schema() {
  Json properties = Json::object();
  Json required = Json::array();
  for (const FeedSettingRow& row : kFeedSettingRows) {
    Json value = {{"description", row.meaning}, {"type", "string"}};
    if (row.kind == FeedSettingRow::Kind::kFormat) {
      value["enum"] = kFeedFormatNames;
      value["default"] = row.text_of({});
    }
    properties[std::string(row.key)] = value;
    if (row.required) required.push_back(row.key);
  }
  return {{"description", kFeedsMeaning},
          {"type", "array"},
          {"items",
           {{"type", "object"},
            {"additionalProperties", false},
            {"required", required},
            {"properties", properties}}}};
}

}  // namespace

std::string print_settings(const Settings& settings) {
  std::string text;
  std::string_view section;
  for (const SettingRow& row : kSettingRows) {
    if (row.is_map()) {
      text += yaml_map(row, section, settings);
      continue;
    }
    const bool is_key = row.text == SettingText::kSecret && !row.text_of(settings).empty();
    text += yaml_line(row, section,
                      value_and_place(settings, row.path(), row.text_of(settings), is_key)) +
            "\n";
  }
  return text + feeds_text(settings);
}

std::string settings_example() {
  const Settings defaults;
  std::string text =
      "# Settings of the service. Every key may be left out and then has the value shown. A key "
      "of\n"
      "# a section may also be given as an environment variable: ENCOURS__MEMORY__ROW_CACHE_MB.\n"
      "# ${NAME} stands for an environment variable, ${file:PATH} for the content of a file.\n\n";
  std::string_view section;
  for (const SettingRow& row : kSettingRows) {
    const std::string value = row.text_of(defaults);
    const bool unset = value.empty();
    text += fmt::format(
        "{}  # {}{}\n",
        yaml_line(row, section, unset ? std::string(row.sample) : yaml_scalar(value), unset),
        row.meaning, row.is_number() ? fmt::format(", {} to {}", row.min, row.max) : "");
  }
  return text + feeds_example();
}

std::string settings_json_schema() {
  const Settings defaults;
  Json properties = Json::object();
  for (const SettingRow& row : kSettingRows) {
    Json value = {{"description", row.meaning}};
    if (row.is_number()) {
      // A reference such as ${PARTITIONS} is text until it is read.
      value["anyOf"] =
          Json::array({Json{{"type", "integer"}, {"minimum", row.min}, {"maximum", row.max}},
                       Json{{"type", "string"}, {"pattern", R"(\$\{.+\})"}}});
      value["default"] = defaults.*std::get<1>(row.member);
    } else if (row.is_map()) {
      value["type"] = "object";
      value["additionalProperties"] = {{"type", Json::array({"string", "number", "boolean"})}};
    } else {
      value["type"] = "string";
      value["default"] = defaults.*std::get<0>(row.member);
    }
    if (row.section.empty()) {
      properties[std::string(row.key)] = value;
    } else {
      Json& section = properties[std::string(row.section)];
      section["type"] = "object";
      section["additionalProperties"] = false;
      section["properties"][std::string(row.key)] = value;
    }
  }
  properties[std::string(kFeedsKey)] = feeds_schema();
  const Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                       {"title", "Encours settings"},
                       {"type", "object"},
                       {"additionalProperties", false},
                       {"properties", properties}};
  return schema.dump(2) + "\n";
}

}  // namespace encours
