// Shows that the table of schemas/topics.cc says what schemas/topics.yaml says, and that every kind
// of event has exactly one route. Both are read whole and compared as text, so that a difference
// reads as one.
#include "schemas/topics.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include "encours/v1/event.pb.h"

namespace encours {
namespace {

using v1::Event;

constexpr std::array<std::string_view, 10> kKeyNames = {
    "client",    "company",   "group", "client_segment", "shard",
    "portfolio", "reference", "input", "feed",           "ordinal"};
constexpr std::array<std::string_view, 2> kCleanupNames = {"delete", "compact"};
constexpr std::array<std::string_view, 3> kRouteNames = {"keyed", "broadcast", "shard"};
constexpr std::array kLogs = {Log::kEvents, Log::kCompanies, Log::kGroups};

template <class Names, class Enum>
std::string name_in(const Names& names, Enum value) {
  return std::string(names.at(static_cast<std::size_t>(value)));
}

const YAML::Node& topics_yaml() {
  static const YAML::Node node = YAML::LoadFile("schemas/topics.yaml");
  return node;
}

std::string topics_of_the_file() {
  std::string text;
  for (const YAML::Node& topic : topics_yaml()["topics"]) {
    for (const char* key : {"name", "message", "key", "partitions", "cleanup", "retention"}) {
      text += topic[key].as<std::string>() + " ";
    }
    text += topic["planned"].as<bool>(false) ? "planned\n" : "\n";
  }
  return text;
}

std::string topics_of_the_code() {
  std::string text;
  for (const Topic& topic : topics()) {
    text.append(topic.name).append(" ").append(topic.message).append(" ");
    text += name_in(kKeyNames, topic.key) + " " + std::to_string(topic.partitions) + " ";
    text += name_in(kCleanupNames, topic.cleanup) + " ";
    text +=
        topic.retention_days == kForever ? "forever " : std::to_string(topic.retention_days) + " ";
    text += topic.planned ? "planned\n" : "\n";
  }
  return text;
}

// One line for each kind and log: "invoice keyed credit.events". A multiset would hide nothing, so
// a kind named twice is two lines.
std::string kinds_of_the_file() {
  std::vector<std::string> lines;
  const YAML::Node kinds = topics_yaml()["kinds"];
  for (const char* route : {"keyed", "broadcast"}) {
    for (const auto& log : kinds[route]) {
      for (const YAML::Node& kind : log.second) {
        lines.push_back(kind.as<std::string>() + " " + route + " " + log.first.as<std::string>());
      }
    }
  }
  for (const YAML::Node& kind : kinds["shard"]) {
    for (const Log log : kLogs) {
      lines.push_back(kind.as<std::string>() + " shard " + std::string(topic_of(log)));
    }
  }
  std::ranges::sort(lines);
  std::string text;
  for (const std::string& line : lines) {
    text += line + "\n";
  }
  return text;
}

std::string kinds_of_the_code() {
  std::vector<std::string> lines;
  for (const KindBinding& binding : kind_bindings()) {
    const auto* field = Event::descriptor()->FindFieldByNumber(binding.kind);
    const std::string kind = field == nullptr ? std::to_string(binding.kind) : field->name();
    for (const Log log : kLogs) {
      if (binding.on(log)) {
        lines.push_back(kind + " " + name_in(kRouteNames, binding.route) + " " +
                        std::string(topic_of(log)));
      }
    }
  }
  std::ranges::sort(lines);
  std::string text;
  for (const std::string& line : lines) {
    text += line + "\n";
  }
  return text;
}

// A shard writes the partition of its own number everywhere.
TEST(Topics, AllHaveAsManyPartitionsAsTheLogs) {
  for (const Topic& topic : topics()) {
    EXPECT_EQ(topic.partitions, topics().front().partitions) << topic.name;
  }
}

TEST(Topics, TheCodeSaysWhatTheFileSays) {
  EXPECT_EQ(topics_of_the_file(), topics_of_the_code());
}

TEST(Topics, EachIsNamedOnce) {
  std::set<std::string_view> names;
  for (const Topic& topic : topics()) {
    EXPECT_TRUE(names.insert(topic.name).second) << topic.name;
    EXPECT_EQ(find_topic(topic.name), &topic);
  }
  EXPECT_EQ(find_topic("credit.nothing"), nullptr);
}

TEST(Topics, EveryLogHasItsTopicAndItsDeadLetters) {
  for (const Log log : kLogs) {
    const Topic* topic = find_topic(topic_of(log));
    ASSERT_NE(topic, nullptr);
    EXPECT_EQ(topic->message, "Event");
    EXPECT_EQ(topic->retention_days, kForever) << "state is folded from the whole log";
    EXPECT_EQ(topic->cleanup, Cleanup::kDelete) << "a compacted log is another log";
    EXPECT_EQ(dead_letters_of(log), std::string(topic_of(log)) + ".dlq");
    EXPECT_NE(find_topic(dead_letters_of(log)), nullptr);
  }
}

TEST(Kinds, TheCodeSaysWhatTheFileSays) {
  EXPECT_EQ(kinds_of_the_file(), kinds_of_the_code());
}

TEST(Kinds, EveryBodyOfAnEventHasOneRoute) {
  const auto* body = Event::descriptor()->FindOneofByName("body");
  ASSERT_NE(body, nullptr);
  EXPECT_EQ(kind_bindings().size(), static_cast<std::size_t>(body->field_count()));
  for (int i = 0; i < body->field_count(); ++i) {
    const KindBinding* binding = find_kind(body->field(i)->number());
    ASSERT_NE(binding, nullptr) << body->field(i)->name() << " is not in schemas/topics.cc";
    EXPECT_EQ(binding->kind, body->field(i)->number());
    EXPECT_NE(binding->logs, 0) << body->field(i)->name();
  }
}

TEST(Kinds, NoOtherNumberHasARoute) {
  for (const int number : {-1, 0, 1, 99, 106, 254, 100000}) {
    EXPECT_EQ(find_kind(number), nullptr) << number;
    EXPECT_EQ(log_of(number), std::nullopt) << number;
  }
}

TEST(Kinds, AKeyedKindHasOneLogAndOnlyIt) {
  EXPECT_EQ(log_of(Event::kInvoice), Log::kEvents);
  EXPECT_EQ(log_of(Event::kLegalNotice), Log::kCompanies);
  EXPECT_EQ(log_of(Event::kMemberState), Log::kGroups);
  EXPECT_EQ(log_of(Event::kPolicy), std::nullopt) << "broadcast";
  EXPECT_EQ(log_of(Event::kBeat), std::nullopt) << "shard";
}

TEST(Keys, AreSpeltAsTheContractsSay) {
  EXPECT_EQ(broadcast_key(3), "~all/3");
  EXPECT_EQ(shard_key(0), "~shard/0");
  EXPECT_EQ(client_segment_key("C|42", "main"), "C|42|main");
  EXPECT_EQ(position_key("credit.events", 7), "credit.events/7");
}

}  // namespace
}  // namespace encours
