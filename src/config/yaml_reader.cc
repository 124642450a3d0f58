#include "src/config/yaml_reader.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "src/config/did_you_mean.h"

namespace encours {

std::string ConfigError::text() const {
  std::string place = fmt::format("{}:{}:{}: ", file, position.line, position.column);
  if (!key.empty()) {
    place += key + ": ";
  }
  return place + problem + did_you_mean(suggestion);
}

void YamlErrors::add(YamlPosition position, std::string_view key, std::string problem,
                     std::string suggestion) {
  if (errors_.size() < kConfigErrorsMax) {
    errors_.push_back(
        {file_, position, std::string(key), std::move(problem), std::move(suggestion)});
  }
}

void YamlValue::error(std::string problem, std::string suggestion) const {
  errors_->add(node_->position, path_, std::move(problem), std::move(suggestion));
}

std::optional<std::string> YamlValue::text() const {
  if (!is_scalar()) {
    error("must be one word or text");
    return std::nullopt;
  }
  return node_->text;
}

std::optional<std::int64_t> YamlValue::integer(std::int64_t min, std::int64_t max) const {
  std::int64_t number = 0;
  const std::string& digits = node_->text;
  const char* end = digits.data() + digits.size();
  const auto [stop, failure] = std::from_chars(digits.data(), end, number);
  if (!is_scalar() || digits.empty() || stop != end || failure != std::errc{} || number < min ||
      number > max) {
    error(fmt::format("must be a whole number from {} to {}", min, max));
    return std::nullopt;
  }
  return number;
}

std::optional<bool> YamlValue::boolean() const {
  if (is_scalar() && !node_->quoted && (node_->text == "true" || node_->text == "false")) {
    return node_->text == "true";
  }
  error("must be true or false");
  return std::nullopt;
}

std::optional<std::size_t> YamlValue::choice(std::span<const std::string> words) const {
  if (is_scalar()) {
    const auto found = std::ranges::find(words, node_->text);
    if (found != words.end()) {
      return static_cast<std::size_t>(found - words.begin());
    }
  }
  error(fmt::format("must be one of {}", fmt::join(words, ", ")),
        is_scalar() ? nearest_word(node_->text, words) : "");
  return std::nullopt;
}

std::vector<YamlValue> YamlValue::list() const {
  std::vector<YamlValue> values;
  if (!is_list()) {
    error("must be a list");
    return values;
  }
  for (std::size_t i = 0; i < node_->items.size(); ++i) {
    values.emplace_back(node_->items[i], *errors_, fmt::format("{}[{}]", path_, i));
  }
  return values;
}

YamlMap YamlValue::map() const {
  if (!is_map()) {
    error("must be a map of keys and values");
  }
  return YamlMap(*this);
}

YamlMap::YamlMap(YamlValue value) : value_(std::move(value)) {}

YamlValue YamlMap::child(const YamlEntry& entry) const {
  const std::string& path = value_.path();
  return {entry.value, value_.errors(), path.empty() ? entry.key : path + "." + entry.key};
}

std::optional<YamlValue> YamlMap::optional(const std::string& key) {
  asked_.push_back(key);
  const auto found = std::ranges::find(value_.node().entries, key, &YamlEntry::key);
  if (found == value_.node().entries.end()) {
    return std::nullopt;
  }
  return child(*found);
}

std::optional<YamlValue> YamlMap::required(const std::string& key) {
  std::optional<YamlValue> found = optional(key);
  if (!found && value_.is_map()) {
    value_.error(fmt::format("the key \"{}\" is missing", key));
  }
  return found;
}

bool YamlMap::has(const std::string& key) const {
  return std::ranges::find(value_.node().entries, key, &YamlEntry::key) !=
         value_.node().entries.end();
}

std::vector<YamlMap::Entry> YamlMap::entries() {
  std::vector<Entry> found;
  for (const YamlEntry& entry : value_.node().entries) {
    asked_.push_back(entry.key);
    found.push_back({entry.key, entry.key_position, child(entry)});
  }
  return found;
}

void YamlMap::allow(std::span<const std::string> keys) {
  asked_.insert(asked_.end(), keys.begin(), keys.end());
}

void YamlMap::finish() {
  for (const YamlEntry& entry : value_.node().entries) {
    if (std::ranges::find(asked_, entry.key) == asked_.end()) {
      value_.errors().add(entry.key_position, child(entry).path(), "unknown key",
                          nearest_word(entry.key, asked_));
    }
  }
}

}  // namespace encours
