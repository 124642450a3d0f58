#include "src/kafka/topic_plan.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "schemas/topics.h"
#include "src/installation_topics.h"

namespace encours::kafka {
namespace {

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1'000;
// The largest record (1 MB), its headers and the frame of a batch, twice over: a batch of one large
// record must pass, whatever the client packs with it.
constexpr std::int64_t kBatchBytesMax = 2LL << 20U;

// Where more than what is planned is as good.
bool is_at_least(std::string_view name) {
  return name == "min.insync.replicas" || name == "max.message.bytes";
}

std::optional<std::int64_t> number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_as_planned(const std::string& name, const std::string& found, const std::string& wanted) {
  if (found == wanted) return true;
  if (!is_at_least(name)) return false;
  const auto has = number(found);
  const auto needs = number(wanted);
  return has && needs && *has >= *needs;
}

class Comparison {
 public:
  explicit Comparison(const std::string& brokers) : brokers_(brokers) {}

  void missing(const TopicSetup& planned) {
    list_.push_back({planned.name, "topic", "", fmt::format("{} partitions", planned.partitions),
                     fmt::format("encours topics create --brokers {}", brokers_)});
  }

  void compare(const TopicSetup& planned, const TopicSetup& found) {
    partitions(planned, found);
    if (found.replicas < planned.replicas) {
      list_.push_back({planned.name, "copies", std::to_string(found.replicas),
                       fmt::format("at least {}", planned.replicas),
                       "kafka-reassign-partitions.sh, with more brokers for each partition"});
    }
    for (const auto& [name, wanted] : planned.config) {
      const auto config = found.config.find(name);
      const std::string has = config == found.config.end() ? "" : config->second;
      if (!is_as_planned(name, has, wanted)) {
        list_.push_back({planned.name, name, has,
                         is_at_least(name) ? fmt::format("at least {}", wanted) : wanted,
                         fmt::format("kafka-configs.sh --bootstrap-server {} --alter --entity-type "
                                     "topics --entity-name {} --add-config {}={}",
                                     brokers_, planned.name, name, wanted)});
      }
    }
  }

  std::vector<TopicDifference> take() { return std::move(list_); }

 private:
  void partitions(const TopicSetup& planned, const TopicSetup& found) {
    if (found.partitions == planned.partitions) return;
    list_.push_back({planned.name, "partitions", std::to_string(found.partitions),
                     std::to_string(planned.partitions), mend_partitions(planned, found)});
  }

  // Keys of a log would move to other partitions, and their history would stay behind.
  std::string mend_partitions(const TopicSetup& planned, const TopicSetup& found) const {
    const bool is_log = planned.name == topic_of(Log::kEvents) ||
                        planned.name == topic_of(Log::kCompanies) ||
                        planned.name == topic_of(Log::kGroups);
    if (is_log || found.partitions > planned.partitions) {
      return fmt::format(
          "while it is empty: kafka-topics.sh --bootstrap-server {} --delete "
          "--topic {}, then encours topics create",
          brokers_, planned.name);
    }
    return fmt::format("kafka-topics.sh --bootstrap-server {} --alter --topic {} --partitions {}",
                       brokers_, planned.name, planned.partitions);
  }

  const std::string& brokers_;
  std::vector<TopicDifference> list_;
};

TopicSetup setup_of(const Topic& topic, const std::string& name, std::int32_t partitions,
                    const TopicRules& rules) {
  const bool is_kept = topic.retention_days == kForever;
  return {name,
          partitions,
          rules.replicas,
          {{"cleanup.policy", topic.cleanup == Cleanup::kCompact ? "compact" : "delete"},
           {"retention.ms", is_kept ? "-1" : std::to_string(topic.retention_days * kDayMs)},
           {"retention.bytes", "-1"},
           {"min.insync.replicas", std::to_string(rules.in_sync)},
           {"max.message.bytes", std::to_string(kBatchBytesMax)},
           {"unclean.leader.election.enable", "false"}}};
}

}  // namespace

TopicRules usual_rules(std::int32_t partitions, int brokers) {
  const std::int32_t replicas = std::clamp(brokers, 1, 3);
  return {partitions, replicas, replicas == 3 ? 2 : 1};
}

std::vector<TopicSetup> planned_topics(const TopicRules& rules,
                                       const std::set<std::string>& feed_letters) {
  std::vector<TopicSetup> planned;
  for (const TopicPartitions& one : installation_topics(rules.partitions)) {
    const Topic& topic = *find_topic(one.name);
    if (!topic.planned) planned.push_back(setup_of(topic, one.name, one.partitions, rules));
  }
  const Topic& letters = *find_topic(dead_letters_of(Log::kEvents));
  for (const std::string& name : feed_letters) {
    planned.push_back(setup_of(letters, name, rules.partitions, rules));
  }
  return planned;
}

std::vector<TopicDifference> differences(std::span<const TopicSetup> planned,
                                         std::span<const TopicSetup> found,
                                         const std::string& brokers) {
  Comparison comparison(brokers);
  for (const TopicSetup& topic : planned) {
    const auto there = std::ranges::find(found, topic.name, &TopicSetup::name);
    if (there == found.end()) {
      comparison.missing(topic);
    } else {
      comparison.compare(topic, *there);
    }
  }
  return comparison.take();
}

}  // namespace encours::kafka
