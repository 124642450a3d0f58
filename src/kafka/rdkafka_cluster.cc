#include "src/kafka/rdkafka_cluster.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "src/kafka/rdkafka_config.h"
#include "src/kafka/rdkafka_error.h"

namespace encours::kafka {
namespace {

using Metadata = std::unique_ptr<const rd_kafka_metadata_t, FreedBy<rd_kafka_metadata_destroy>>;

// Of one topic, or of all when there is none.
Answer<Metadata> metadata_of(RdkafkaHandle& handle, rd_kafka_topic_t* topic, Deadline deadline,
                             const std::string& doing) {
  const rd_kafka_metadata_t* metadata = nullptr;
  const rd_kafka_resp_err_t code = rd_kafka_metadata(handle.get(), topic == nullptr ? 1 : 0, topic,
                                                     &metadata, milliseconds_left(deadline));
  // Errors come by the queue that this serves.
  rd_kafka_poll(handle.get(), 0);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return tl::unexpected(handle.failed(doing, code));
  return Metadata(metadata);
}

TopicShape shape_of(const rd_kafka_metadata_topic_t& topic) {
  TopicShape shape{topic.partition_cnt, 0};
  for (int i = 0; i < topic.partition_cnt; ++i) {
    const int replicas = topic.partitions[i].replica_cnt;
    shape.replicas = i == 0 ? replicas : std::min(shape.replicas, replicas);
  }
  return shape;
}

}  // namespace

Answer<std::shared_ptr<RdkafkaCluster>> RdkafkaCluster::open(const RdkafkaOptions& options) {
  auto conf = reader_conf(options, Isolation::kCommitted);
  if (!conf) return tl::unexpected(conf.error());
  auto handle = RdkafkaHandle::open(RD_KAFKA_CONSUMER, std::move(*conf), options);
  if (!handle) return tl::unexpected(handle.error());
  return std::shared_ptr<RdkafkaCluster>(
      new RdkafkaCluster(std::move(*handle), options.call_timeout));
}

Answer<std::string> RdkafkaCluster::cluster_id() {
  char* const id =
      rd_kafka_clusterid(handle_->get(), milliseconds_left(deadline_in(call_timeout_)));
  rd_kafka_poll(handle_->get(), 0);
  if (id == nullptr) return tl::unexpected(handle_->timed_out("asking for the cluster's id"));
  std::string copy(id);
  rd_kafka_mem_free(handle_->get(), id);
  return copy;
}

Answer<std::int32_t> RdkafkaCluster::partition_count(const std::string& topic) {
  const std::string doing = fmt::format("asking for the partitions of {}", topic);
  const RdkafkaTopic handle(rd_kafka_topic_new(handle_->get(), topic.c_str(), nullptr));
  if (handle == nullptr) {
    return tl::unexpected(handle_->failed(doing, rd_kafka_last_error()));
  }
  const auto metadata = metadata_of(*handle_, handle.get(), deadline_in(call_timeout_), doing);
  if (!metadata) return tl::unexpected(metadata.error());
  if ((*metadata)->topic_cnt != 1) {
    return tl::unexpected(handle_->failed(doing, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART));
  }
  const rd_kafka_metadata_topic_t& answer = (*metadata)->topics[0];
  if (answer.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) {
    return tl::unexpected(Failure{
        Trouble::kRefused,
        fmt::format("there is no topic {} in this cluster; `encours topics create` makes those "
                    "of Encours",
                    topic)});
  }
  if (answer.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return tl::unexpected(handle_->failed(doing, answer.err));
  }
  return answer.partition_cnt;
}

Answer<std::map<std::string, TopicShape>> RdkafkaCluster::topics() {
  const auto metadata =
      metadata_of(*handle_, nullptr, deadline_in(call_timeout_), "asking for the topics");
  if (!metadata) return tl::unexpected(metadata.error());
  std::map<std::string, TopicShape> topics;
  for (int i = 0; i < (*metadata)->topic_cnt; ++i) {
    const rd_kafka_metadata_topic_t& topic = (*metadata)->topics[i];
    if (topic.err == RD_KAFKA_RESP_ERR_NO_ERROR) topics.emplace(topic.topic, shape_of(topic));
  }
  return topics;
}

Answer<int> RdkafkaCluster::broker_count() {
  const auto metadata =
      metadata_of(*handle_, nullptr, deadline_in(call_timeout_), "asking for the brokers");
  if (!metadata) return tl::unexpected(metadata.error());
  return (*metadata)->broker_cnt;
}

}  // namespace encours::kafka
