// The tree of a YAML text, built from yaml-cpp's events. Its own Node is not used: it resolves
// aliases (a page of text can stand for a billion nodes), forgets where keys stand, and keeps the
// last of duplicate keys in silence.
#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "src/config/utf8.h"
#include "src/config/yaml_reader.h"

namespace encours {
namespace {

YamlPosition position_of(const YAML::Mark& mark) {
  return {mark.line + 1, mark.column + 1};
}

// Thrown inside a parse and caught by parse_yaml: yaml-cpp offers no other way to stop.
struct Refused {
  YamlPosition position;
  std::string key;
  std::string problem;
};

// Puts the events together. The stack holds the collections that are still open; a map waits for a
// key or a value.
class TreeBuilder : public YAML::EventHandler {
 public:
  YamlNode take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) {
      throw Refused{position_of(mark), "", "only one document is read; take out the line ---"};
    }
  }
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
    throw Refused{position_of(mark), "&" + name, "anchors are not read; write the value out"};
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{position_of(mark), "", "aliases are not read; write the value out"};
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    YamlNode node;
    node.position = position_of(mark);
    place(std::move(node));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override {
    refuse_tag(mark, tag);
    YamlNode node;
    node.kind = YamlNode::Kind::kScalar;
    node.position = position_of(mark);
    node.quoted = tag == "!";
    node.text = value;
    // "~", "null" and a missing value are nothing; yaml-cpp says OnNull for the last alone.
    if (!node.quoted && !awaits_key() && (value == "~" || value == "null")) {
      node.kind = YamlNode::Kind::kNull;
    }
    place(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, YamlNode::Kind::kList);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, YamlNode::Kind::kMap);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    YamlNode node;
    std::set<std::string> keys;
    std::string key;
    YamlPosition key_position;
    bool has_key = false;
  };

  // Plain scalars and collections have the tag "?" or none, quoted ones "!".
  static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw Refused{position_of(mark), tag, "tags are not read; take it out"};
    }
  }

  bool awaits_key() const {
    return !stack_.empty() && stack_.back().node.kind == YamlNode::Kind::kMap &&
           !stack_.back().has_key;
  }

  void open(const YAML::Mark& mark, const std::string& tag, YamlNode::Kind kind) {
    refuse_tag(mark, tag);
    if (awaits_key()) {
      throw Refused{position_of(mark), "", "a key must be one word or quoted text"};
    }
    if (stack_.size() >= static_cast<std::size_t>(kYamlDepthMax)) {
      throw Refused{position_of(mark), "",
                    fmt::format("nested deeper than {} levels", kYamlDepthMax)};
    }
    Open level;
    level.node.kind = kind;
    level.node.position = position_of(mark);
    stack_.push_back(std::move(level));
  }

  void close() {
    YamlNode node = std::move(stack_.back().node);
    stack_.pop_back();
    place(std::move(node));
  }

  void place(YamlNode node) {
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = stack_.back();
    if (parent.node.kind == YamlNode::Kind::kList) {
      parent.node.items.push_back(std::move(node));
    } else if (parent.has_key) {
      parent.node.entries.push_back({parent.key, parent.key_position, std::move(node)});
      parent.has_key = false;
    } else {
      take_key(parent, std::move(node));
    }
  }

  static void take_key(Open& map, YamlNode node) {
    if (node.kind != YamlNode::Kind::kScalar) {
      throw Refused{node.position, "", "a key must be one word or quoted text"};
    }
    if (!map.keys.insert(node.text).second) {
      throw Refused{node.position, node.text, "this key stands here twice"};
    }
    map.key = std::move(node.text);
    map.key_position = node.position;
    map.has_key = true;
  }

  YamlNode root_;
  std::vector<Open> stack_;
  int documents_ = 0;
};

// The place of the first byte that is no UTF-8; nothing if all of it is. yaml-cpp would pass it on.
std::optional<YamlPosition> first_bad_utf8(std::string_view text) {
  YamlPosition position;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) {
      return position;
    }
    position = text.front() == '\n' ? YamlPosition{position.line + 1, 1}
                                    : YamlPosition{position.line, position.column + 1};
    text.remove_prefix(length);
  }
  return std::nullopt;
}

}  // namespace

tl::expected<YamlNode, ConfigError> parse_yaml(std::string_view text, const std::string& file) {
  if (text.size() > kYamlBytesMax) {
    return tl::unexpected(
        ConfigError{file,
                    {},
                    "",
                    fmt::format("larger than {} bytes: this is no configuration", kYamlBytesMax),
                    ""});
  }
  if (const auto bad = first_bad_utf8(text)) {
    return tl::unexpected(ConfigError{file, *bad, "", "this is not UTF-8 text", ""});
  }
  TreeBuilder builder;
  try {
    std::istringstream input{std::string(text)};
    YAML::Parser parser(input);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Refused& refused) {
    return tl::unexpected(ConfigError{file, refused.position, refused.key, refused.problem, ""});
  } catch (const YAML::Exception& exception) {
    return tl::unexpected(ConfigError{file, position_of(exception.mark), "",
                                      "this is not YAML: " + exception.msg, ""});
  } catch (const std::exception& exception) {
    return tl::unexpected(ConfigError{file, {}, "", exception.what(), ""});
  }
  return builder.take();
}

tl::expected<YamlNode, ConfigError> load_yaml(const std::string& file) {
  std::ifstream input(file, std::ios::binary);
  if (!input) {
    return tl::unexpected(ConfigError{file, {}, "", "the file cannot be opened", ""});
  }
  std::string text;
  text.resize(kYamlBytesMax + 1);
  input.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (input.bad()) {
    return tl::unexpected(ConfigError{file, {}, "", "the file cannot be read", ""});
  }
  text.resize(static_cast<std::size_t>(input.gcount()));
  return parse_yaml(text, file);
}

}  // namespace encours
