// Settings as text: what is in force, the example, the JSON Schema.
#include <algorithm>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "src/config/settings.h"
#include "src/config/settings_table.h"

namespace encours {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kHidden = "\"(from a file, not shown)\"";
constexpr std::string_view kHiddenKey = "\"(not shown)\"";

// Plain where YAML reads it back as the same text, else in quotes.
std::string yaml_scalar(const std::string& text) {
  const bool plain = !text.empty() && std::ranges::all_of(text, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '/' || letter == '.' || letter == '_';
  });
  return plain ? text : Json(text).dump();
}

// The line of a row's section, when that begins with this row.
std::string section_line(const SettingRow& row, std::string_view& section) {
  if (row.section == section) return "";
  section = row.section;
  return fmt::format("{}:\n", section);
}

// A key and its value; `mark` stands before the key.
std::string yaml_line(const SettingRow& row, std::string_view mark, const std::string& value) {
  return fmt::format("{}{}{}: {}", row.section.empty() ? "" : "  ", mark, row.key, value);
}

}  // namespace

std::string print_settings(const Settings& settings) {
  std::string text;
  std::string_view section;
  for (const SettingRow& row : kSettingRows) {
    const auto source = std::ranges::find(settings.sources, row.path(), &SettingSource::path);
    const bool known = source != settings.sources.end();
    const bool is_key = row.text == SettingText::kSecret && !row.text_of(settings).empty();
    const std::string value = known && source->is_secret ? std::string(kHidden)
                              : is_key                   ? std::string(kHiddenKey)
                                                         : yaml_scalar(row.text_of(settings));
    text += section_line(row, section);
    text += fmt::format("{}  # {}\n", yaml_line(row, "", value), known ? source->place : "default");
  }
  return text;
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
    text += section_line(row, section);
    text += fmt::format(
        "{}  # {}{}\n",
        yaml_line(row, unset ? "# " : "", unset ? std::string(row.example) : yaml_scalar(value)),
        row.meaning, row.is_number() ? fmt::format(", {} to {}", row.min, row.max) : "");
  }
  return text;
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
  const Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                       {"title", "Encours settings"},
                       {"type", "object"},
                       {"additionalProperties", false},
                       {"properties", properties}};
  return schema.dump(2) + "\n";
}

}  // namespace encours
