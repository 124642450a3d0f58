#include "src/kafka/rdkafka_broker.h"

#include <utility>

#include "src/kafka/rdkafka_cluster.h"
#include "src/kafka/rdkafka_config.h"
#include "src/kafka/rdkafka_member.h"
#include "src/kafka/rdkafka_producer.h"
#include "src/kafka/rdkafka_reader.h"

namespace encours::kafka {

Answer<std::unique_ptr<Broker>> RdkafkaBroker::open(RdkafkaOptions options) {
  if (const Done checked = check_options(options); !checked) return tl::unexpected(checked.error());
  auto cluster = RdkafkaCluster::open(options);
  if (!cluster) return tl::unexpected(cluster.error());
  return std::unique_ptr<Broker>(new RdkafkaBroker(std::move(options), std::move(*cluster)));
}

RdkafkaBroker::RdkafkaBroker(RdkafkaOptions options, std::shared_ptr<RdkafkaCluster> cluster)
    : options_(std::move(options)), cluster_(std::move(cluster)) {}

RdkafkaBroker::~RdkafkaBroker() = default;

Answer<std::string> RdkafkaBroker::cluster_id() {
  return cluster_->cluster_id();
}

Answer<std::int32_t> RdkafkaBroker::partition_count(const std::string& topic) {
  return cluster_->partition_count(topic);
}

Answer<std::unique_ptr<Member>> RdkafkaBroker::join(const std::string& instance_id,
                                                    std::span<const std::string> topics) {
  for (const std::string& topic : topics) {
    if (const auto count = partition_count(topic); !count) return tl::unexpected(count.error());
  }
  return RdkafkaMember::join(options_, instance_id, topics);
}

Answer<std::unique_ptr<Producer>> RdkafkaBroker::open_producer(
    const std::string& transactional_id) {
  return RdkafkaProducer::open(options_, transactional_id, cluster_);
}

Answer<std::unique_ptr<Reader>> RdkafkaBroker::open_reader() {
  return RdkafkaReader::open(options_, cluster_);
}

}  // namespace encours::kafka
