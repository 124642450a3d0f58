#include "src/config/feeds_reader.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "schemas/topics.h"
#include "src/config/did_you_mean.h"
#include "src/config/feed_table.h"

namespace encours {
namespace {

// The letters that Kafka takes in the name of a topic.
bool is_topic_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '.' || letter == '_' || letter == '-';
}

bool is_word(std::string_view text, std::size_t bytes_max) {
  return !text.empty() && text.size() <= bytes_max && text != "." && text != ".." &&
         std::ranges::all_of(text, &is_topic_letter);
}

class FeedsReader {
 public:
  FeedsReader(const Environment& environment, const std::string& folder,
              const FeedSourceNoted& noted)
      : environment_(environment), folder_(folder), noted_(noted) {}

  std::vector<FeedSettings> read(const YamlValue& list) {
    std::vector<FeedSettings> feeds;
    const std::vector<YamlValue> items = list.list();
    if (items.size() > kFeedsMax) list.error(fmt::format("more than {} feeds", kFeedsMax));
    for (const YamlValue& item : items) {
      feeds.push_back(read_feed(item));
    }
    for (std::size_t i = 0; i < feeds.size(); ++i) {
      check_dead_letters(items[i], feeds[i]);
    }
    return feeds;
  }

 private:
  FeedSettings read_feed(const YamlValue& item) {
    FeedSettings feed;
    if (!item.is_map()) {
      item.error("must be a map of keys and values");
      return feed;
    }
    YamlMap map = item.map();
    for (const FeedSettingRow& row : kFeedSettingRows) {
      const std::string key(row.key);
      const auto value = row.required ? map.required(key) : map.optional(key);
      if (value) read_row(row, *value, feed);
    }
    map.finish();
    if (feed.dead_letters.empty()) {
      feed.dead_letters = feed.topic + std::string(kDeadLettersSuffix);
    }
    check_mapping(item, feed);
    return feed;
  }

  void read_row(const FeedSettingRow& row, const YamlValue& value, FeedSettings& feed) {
    const std::optional<Expanded> expanded = expand(value, environment_);
    if (!expanded) return;
    if (row.kind == FeedSettingRow::Kind::kFormat) {
      if (!read_format(value, expanded->text, feed.*std::get<1>(row.member))) return;
    } else {
      if (!check_text(row, value, expanded->text)) return;
      feed.*std::get<0>(row.member) =
          row.kind == FeedSettingRow::Kind::kPath
              ? (std::filesystem::path(folder_) / expanded->text).lexically_normal().string()
              : expanded->text;
    }
    noted_(value.path(), value, *expanded);
  }

  static bool read_format(const YamlValue& value, const std::string& text, FeedFormat& format) {
    const auto found = std::ranges::find(kFeedFormatNames, text);
    if (found == kFeedFormatNames.end()) {
      const std::vector<std::string> names(kFeedFormatNames.begin(), kFeedFormatNames.end());
      value.error(fmt::format("must be one of {}", fmt::join(names, ", ")),
                  nearest_word(text, names));
      return false;
    }
    format = static_cast<FeedFormat>(found - kFeedFormatNames.begin());
    return true;
  }

  bool check_text(const FeedSettingRow& row, const YamlValue& value, const std::string& text) {
    switch (row.kind) {
      case FeedSettingRow::Kind::kName:
        return check(value, is_word(text, kFeedNameBytesMax), name_problem()) &&
               check_first(value, names_, text);
      case FeedSettingRow::Kind::kTopic:
        return check(value, is_word(text, kTopicBytesMax), topic_problem()) &&
               check(value, find_topic(text) == nullptr,
                     "is a topic of ours: canonical events may be written there without a feed") &&
               (!row.required || check_first(value, topics_, text));
      case FeedSettingRow::Kind::kPath:
        return check(value, !text.empty() && text.find('\0') == std::string::npos,
                     "must be the path of a file");
      case FeedSettingRow::Kind::kFormat:
        break;
    }
    return true;
  }

  static std::string name_problem() {
    return fmt::format("must be a name of letters, digits and . _ -, at most {}",
                       kFeedNameBytesMax);
  }
  static std::string topic_problem() {
    return fmt::format("no topic has such a name: letters, digits and . _ -, at most {}",
                       kTopicBytesMax);
  }

  static bool check(const YamlValue& value, bool holds, const std::string& problem) {
    if (!holds) value.error(problem);
    return holds;
  }

  // A name or topic that an earlier feed has.
  static bool check_first(const YamlValue& value, std::map<std::string, std::string>& seen,
                          const std::string& text) {
    const auto [place, added] = seen.emplace(text, value.path());
    return check(value, added, fmt::format("stands already at {}", place->second));
  }

  static void check_mapping(const YamlValue& item, const FeedSettings& feed) {
    if (needs_mapping(feed.codec) == !feed.mapping.empty()) return;
    item.error(feed.mapping.empty()
                   ? fmt::format("codec {} needs a mapping", feed_format_name(feed.codec))
                   : fmt::format("a mapping goes with codec csv or jsonl, not with {}",
                                 feed_format_name(feed.codec)));
  }

  // Else what was refused would come in again, for ever.
  void check_dead_letters(const YamlValue& item, const FeedSettings& feed) const {
    const auto input = topics_.find(feed.dead_letters);
    if (input != topics_.end()) {
      item.error(fmt::format("its dead letters go to {}, which is the topic of a feed ({})",
                             feed.dead_letters, input->second));
    }
  }

  const Environment& environment_;
  const std::string& folder_;
  const FeedSourceNoted& noted_;
  std::map<std::string, std::string> names_;   // to the path of the first that has it
  std::map<std::string, std::string> topics_;  // the same
};

}  // namespace

std::vector<FeedSettings> read_feeds(const YamlValue& list, const Environment& environment,
                                     const std::string& folder, const FeedSourceNoted& noted) {
  return FeedsReader(environment, folder, noted).read(list);
}

}  // namespace encours
