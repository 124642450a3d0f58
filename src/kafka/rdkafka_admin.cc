#include "src/kafka/rdkafka_admin.h"

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "src/kafka/rdkafka_cluster.h"
#include "src/kafka/rdkafka_config.h"
#include "src/kafka/rdkafka_error.h"

namespace encours::kafka {
namespace {

using NewTopic = std::unique_ptr<rd_kafka_NewTopic_t, FreedBy<rd_kafka_NewTopic_destroy>>;
using ConfigResource =
    std::unique_ptr<rd_kafka_ConfigResource_t, FreedBy<rd_kafka_ConfigResource_destroy>>;

// Between two looks whether new topics have reached all brokers.
constexpr std::chrono::milliseconds kLookPause{50};

// Sends one request and waits for its answer.
template <class Send>
Answer<RdkafkaEvent> ask(RdkafkaCluster& cluster, rd_kafka_admin_op_t operation,
                         const std::string& doing, Send send) {
  rd_kafka_t* const client = cluster.handle()->get();
  const Deadline deadline = deadline_in(cluster.call_timeout());
  const RdkafkaQueue answers(rd_kafka_queue_new(client));
  const RdkafkaAdminOptions options(rd_kafka_AdminOptions_new(client, operation));
  rd_kafka_AdminOptions_set_request_timeout(options.get(), milliseconds_left(deadline), nullptr, 0);
  send(client, options.get(), answers.get());
  RdkafkaEvent event(rd_kafka_queue_poll(answers.get(), milliseconds_left(deadline) + 1'000));
  rd_kafka_poll(client, 0);
  if (event == nullptr) return tl::unexpected(cluster.handle()->timed_out(doing));
  if (const auto code = rd_kafka_event_error(event.get()); code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return tl::unexpected(
        cluster.handle()->failed(doing, code, rd_kafka_event_error_string(event.get())));
  }
  return event;
}

NewTopic new_topic(const TopicSetup& setup) {
  std::array<char, 256> text{};
  NewTopic topic(rd_kafka_NewTopic_new(setup.name.c_str(), setup.partitions,
                                       setup.replicas == 0 ? -1 : setup.replicas, text.data(),
                                       text.size()));
  if (topic == nullptr) return topic;
  for (const auto& [name, value] : setup.config) {
    rd_kafka_NewTopic_set_config(topic.get(), name.c_str(), value.c_str());
  }
  return topic;
}

}  // namespace

Answer<std::unique_ptr<RdkafkaAdmin>> RdkafkaAdmin::open(const RdkafkaOptions& options) {
  if (const Done checked = check_options(options); !checked) return tl::unexpected(checked.error());
  auto cluster = RdkafkaCluster::open(options);
  if (!cluster) return tl::unexpected(cluster.error());
  return std::unique_ptr<RdkafkaAdmin>(new RdkafkaAdmin(std::move(*cluster)));
}

RdkafkaAdmin::RdkafkaAdmin(std::shared_ptr<RdkafkaCluster> cluster)
    : cluster_(std::move(cluster)) {}

RdkafkaAdmin::~RdkafkaAdmin() = default;

Answer<int> RdkafkaAdmin::broker_count() {
  return cluster_->broker_count();
}

Answer<std::vector<TopicSetup>> RdkafkaAdmin::describe(std::span<const std::string> names) {
  const auto shapes = cluster_->topics();
  if (!shapes) return tl::unexpected(shapes.error());
  std::vector<TopicSetup> found;
  for (const std::string& name : names) {
    const auto shape = shapes->find(name);
    if (shape == shapes->end()) continue;
    found.push_back({name, shape->second.partitions, shape->second.replicas, {}});
  }
  if (const Done read = read_config(found); !read) return tl::unexpected(read.error());
  return found;
}

Done RdkafkaAdmin::read_config(std::vector<TopicSetup>& topics) {
  if (topics.empty()) return {};
  std::vector<ConfigResource> owned;
  std::vector<rd_kafka_ConfigResource_t*> resources;
  for (const TopicSetup& topic : topics) {
    owned.emplace_back(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.name.c_str()));
    resources.push_back(owned.back().get());
  }
  const std::string doing = "asking for the topics' settings";
  const auto event =
      ask(*cluster_, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, doing,
          [&](rd_kafka_t* client, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* answers) {
            rd_kafka_DescribeConfigs(client, resources.data(), resources.size(), options, answers);
          });
  if (!event) return tl::unexpected(event.error());
  std::size_t count = 0;
  const rd_kafka_ConfigResource_t** const described = rd_kafka_DescribeConfigs_result_resources(
      rd_kafka_event_DescribeConfigs_result(event->get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = rd_kafka_ConfigResource_name(described[i]);
    const rd_kafka_resp_err_t code = rd_kafka_ConfigResource_error(described[i]);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return tl::unexpected(cluster_->handle()->failed(fmt::format("{} ({})", doing, name), code));
    }
    const auto topic = std::ranges::find(topics, name, &TopicSetup::name);
    if (topic == topics.end()) continue;
    std::size_t entries = 0;
    const rd_kafka_ConfigEntry_t** const list =
        rd_kafka_ConfigResource_configs(described[i], &entries);
    for (std::size_t entry = 0; entry < entries; ++entry) {
      const char* const value = rd_kafka_ConfigEntry_value(list[entry]);
      topic->config.emplace(rd_kafka_ConfigEntry_name(list[entry]), value == nullptr ? "" : value);
    }
  }
  return {};
}

Done RdkafkaAdmin::create(std::span<const TopicSetup> topics) {
  if (topics.empty()) return {};
  std::vector<NewTopic> owned;
  std::vector<rd_kafka_NewTopic_t*> wanted;
  for (const TopicSetup& setup : topics) {
    owned.push_back(new_topic(setup));
    if (owned.back() == nullptr) {
      return tl::unexpected(Failure{
          Trouble::kRefused,
          fmt::format("{} with {} partitions cannot be made", setup.name, setup.partitions)});
    }
    wanted.push_back(owned.back().get());
  }
  const auto event =
      ask(*cluster_, RD_KAFKA_ADMIN_OP_CREATETOPICS, "making topics",
          [&](rd_kafka_t* client, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* answers) {
            // The controller answers when the topics are made, not when they are asked for.
            rd_kafka_AdminOptions_set_operation_timeout(
                options, static_cast<int>(cluster_->call_timeout().count()), nullptr, 0);
            rd_kafka_CreateTopics(client, wanted.data(), wanted.size(), options, answers);
          });
  if (!event) return tl::unexpected(event.error());
  std::size_t count = 0;
  const rd_kafka_topic_result_t** const results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event->get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const rd_kafka_resp_err_t code = rd_kafka_topic_result_error(results[i]);
    // Somebody else was quicker; the check says what is different.
    if (code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) continue;
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
      const char* const text = rd_kafka_topic_result_error_string(results[i]);
      return tl::unexpected(cluster_->handle()->failed(
          fmt::format("making the topic {}", rd_kafka_topic_result_name(results[i])), code,
          text == nullptr ? "" : text));
    }
  }
  return await(topics);
}

Done RdkafkaAdmin::await(std::span<const TopicSetup> topics) {
  const Deadline deadline = deadline_in(cluster_->call_timeout());
  for (;;) {
    const auto shapes = cluster_->topics();
    if (!shapes) return tl::unexpected(shapes.error());
    const auto missing = std::ranges::find_if(
        topics, [&](const TopicSetup& topic) { return !shapes->contains(topic.name); });
    if (missing == topics.end()) return {};
    if (is_over(deadline)) {
      return tl::unexpected(
          cluster_->handle()->timed_out("waiting for the new topic " + missing->name));
    }
    std::this_thread::sleep_for(kLookPause);
  }
}

}  // namespace encours::kafka
