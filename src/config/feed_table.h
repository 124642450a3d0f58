// Every setting of a feed once: its key, its member, what it means. Reading, printing, the example
// and the JSON Schema all go by this table, as settings_table.h has it for the others.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <variant>

#include "src/config/feed_settings.h"

namespace encours {

struct FeedSettingRow {
  enum class Kind { kName, kTopic, kPath, kFormat };

  std::string_view key;
  std::string_view meaning;
  Kind kind = Kind::kName;
  std::variant<std::string FeedSettings::*, FeedFormat FeedSettings::*> member;
  bool required = false;
  std::string_view example;  // of the text in `encours config example`; empty: left out there

  std::string text_of(const FeedSettings& feed) const {
    return kind == Kind::kFormat ? std::string(feed_format_name(feed.*std::get<1>(member)))
                                 : feed.*std::get<0>(member);
  }
};

inline constexpr std::string_view kFeedsKey = "feeds";
inline constexpr std::string_view kFeedsMeaning =
    "topics of any shape whose records become events; there are none unless told";
// Figures are kept of each feed by its name.
inline constexpr std::size_t kFeedsMax = 256;
inline constexpr std::size_t kFeedNameBytesMax = 64;
// The longest name that Kafka takes.
inline constexpr std::size_t kTopicBytesMax = 249;
inline constexpr std::string_view kDeadLettersSuffix = ".dlq";

inline constexpr std::array kFeedSettingRows{
    FeedSettingRow{"name", "stands in events, figures and dead letters",
                   FeedSettingRow::Kind::kName, &FeedSettings::name, true, "erp-documents"},
    FeedSettingRow{"topic", "where its records come from", FeedSettingRow::Kind::kTopic,
                   &FeedSettings::topic, true, "erp.documents"},
    FeedSettingRow{"codec",
                   "what they are: auto, protobuf, json, cloudevents, debezium, csv, jsonl",
                   FeedSettingRow::Kind::kFormat, &FeedSettings::codec, false, "csv"},
    FeedSettingRow{"mapping", "how csv and jsonl become events; see src/ingest/mapping",
                   FeedSettingRow::Kind::kPath, &FeedSettings::mapping, false, "documents.yaml"},
    FeedSettingRow{"dead_letters", "the topic of refused records; TOPIC.dlq unless told",
                   FeedSettingRow::Kind::kTopic, &FeedSettings::dead_letters, false,
                   "erp.documents.dlq"},
};

}  // namespace encours
