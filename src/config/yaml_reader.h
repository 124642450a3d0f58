// Reading YAML that people write (mappings, policies, settings) so that every mistake is told where
// it stands.
//
//   file:line:column: path.to.key: problem; did you mean "x"?
//
// Two layers. parse_yaml gives a plain tree with positions and refuses what configuration has no
// use for: duplicate keys, aliases, tags, several documents, keys that are no text. YamlValue and
// YamlMap walk that tree: the keys that a reader asks for are the keys there are, and finish()
// refuses all others by the nearest of them. Mistakes are collected, so that one run tells all of
// them. No exception leaves this file; yaml-cpp is not seen outside it.
//
//   YamlErrors errors("policy.yaml");
//   YamlMap top = YamlValue(root, errors).map();
//   if (auto zone = top.required("time_zone")) policy.set_time_zone(zone->text().value_or(""));
//   if (auto rules = top.optional("rules")) for (YamlValue rule : rules->list()) read_rule(rule);
//   top.finish();
//   if (!errors.empty()) return tl::unexpected(errors.take());
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace encours {

// Where something stands in its file, counted from 1.
struct YamlPosition {
  int line = 1;
  int column = 1;
};

// One mistake in a file that a person wrote.
struct ConfigError {
  std::string file;
  YamlPosition position;
  std::string key;         // dotted path, "rules[0].threshold_days"; empty for the file as a whole
  std::string problem;     // a sentence without its full stop
  std::string suggestion;  // the word that was probably meant, empty if none is near

  // "m.yaml:3:7: numbers.decimal: must be one character; did you mean "."?"
  std::string text() const;
};

// Larger files and deeper nesting are no configuration; the limits keep hostile files cheap.
inline constexpr std::size_t kYamlBytesMax = 4U << 20U;
inline constexpr int kYamlDepthMax = 64;
// After this many mistakes the rest is mostly consequences.
inline constexpr std::size_t kConfigErrorsMax = 20;

struct YamlEntry;

// A node of the tree, with its own copy of the text.
struct YamlNode {
  enum class Kind { kNull, kScalar, kList, kMap };

  Kind kind = Kind::kNull;
  YamlPosition position;
  bool quoted = false;             // a scalar written in quotes: "12" is then text
  std::string text;                // of a scalar
  std::vector<YamlNode> items;     // of a list
  std::vector<YamlEntry> entries;  // of a map, in the order of the file
};

struct YamlEntry {
  std::string key;
  YamlPosition key_position;
  YamlNode value;
};

// The tree of a text; `file` is only for the message. An empty text is a null node.
tl::expected<YamlNode, ConfigError> parse_yaml(std::string_view text, const std::string& file);
// The same of a file on disk.
tl::expected<YamlNode, ConfigError> load_yaml(const std::string& file);

// The mistakes found in one file, in the order they were found.
class YamlErrors {
 public:
  explicit YamlErrors(std::string file) : file_(std::move(file)) {}

  void add(YamlPosition position, std::string_view key, std::string problem,
           std::string suggestion = "");
  bool empty() const { return errors_.empty(); }
  std::size_t size() const { return errors_.size(); }
  const std::string& file() const { return file_; }
  std::vector<ConfigError> take() { return std::move(errors_); }

 private:
  std::string file_;
  std::vector<ConfigError> errors_;
};

class YamlMap;

// A node with the path that leads to it. Every reading function reports what is wrong and then
// gives nothing, so that a caller may go on and find more. Tree and errors must outlive it.
class YamlValue {
 public:
  YamlValue(const YamlNode& node, YamlErrors& errors, std::string path = "")
      : node_(&node), errors_(&errors), path_(std::move(path)) {}

  const YamlNode& node() const { return *node_; }
  const std::string& path() const { return path_; }
  YamlErrors& errors() const { return *errors_; }
  bool is_null() const { return node_->kind == YamlNode::Kind::kNull; }
  bool is_scalar() const { return node_->kind == YamlNode::Kind::kScalar; }
  bool is_list() const { return node_->kind == YamlNode::Kind::kList; }
  bool is_map() const { return node_->kind == YamlNode::Kind::kMap; }

  // Any scalar as it is written.
  std::optional<std::string> text() const;
  // A whole number within the bounds, both inclusive.
  std::optional<std::int64_t> integer(std::int64_t min, std::int64_t max) const;
  // true or false, unquoted.
  std::optional<bool> boolean() const;
  // One of the words: its place in the list.
  std::optional<std::size_t> choice(std::span<const std::string> words) const;
  // The items of a list; none, and an error, for anything else.
  std::vector<YamlValue> list() const;
  // The entries of a map; an empty one, and an error, for anything else.
  YamlMap map() const;

  // Reports a mistake at this place.
  void error(std::string problem, std::string suggestion = "") const;

 private:
  const YamlNode* node_;
  YamlErrors* errors_;
  std::string path_;
};

// The entries of a map, asked for by key. finish() must be called when all keys have been asked
// for.
class YamlMap {
 public:
  // `node` may be of another kind: the map is then empty.
  explicit YamlMap(YamlValue value);

  // The value of a key, nothing if the key is not there. A key without a value ("key:") is there,
  // as null.
  std::optional<YamlValue> optional(const std::string& key);
  // The same, and a mistake if the key is not there.
  std::optional<YamlValue> required(const std::string& key);
  bool has(const std::string& key) const;

  // All entries, for maps whose keys are names that the writer chose. They count as asked for.
  struct Entry {
    std::string key;
    YamlPosition key_position;
    YamlValue value;
  };
  std::vector<Entry> entries();

  // Keys that are allowed although nobody asked for them here.
  void allow(std::span<const std::string> keys);
  // Refuses every key that was not asked for.
  void finish();

  const YamlValue& value() const { return value_; }

 private:
  YamlValue child(const YamlEntry& entry) const;

  YamlValue value_;
  std::vector<std::string> asked_;
};

}  // namespace encours
