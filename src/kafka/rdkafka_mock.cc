#include "src/kafka/rdkafka_mock.h"

#include <charconv>
#include <filesystem>
#include <string_view>

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "src/kafka/rdkafka_error.h"
#include "src/kafka/rdkafka_handle.h"

namespace encours::kafka {
namespace {

bool listens(int socket) {
  int answer = 0;
  socklen_t size = sizeof answer;
  return getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &answer, &size) == 0 && answer != 0;
}

// Connections inherit it from the sockets that listen. Without it each answer of the mock, which is
// written in two pieces, waits 40 ms for an acknowledgement of the first.
void send_without_delay() {
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    const std::string name = entry.path().filename();
    int socket = -1;
    std::from_chars(name.data(), name.data() + name.size(), socket);
    if (!listens(socket)) continue;
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
}

}  // namespace

Answer<std::unique_ptr<RdkafkaMock>> RdkafkaMock::start(int brokers) {
  std::string text(512, '\0');
  RdkafkaConf conf(rd_kafka_conf_new());
  // Warnings and worse: that it has no server to connect to is as it should be.
  rd_kafka_conf_set(conf.get(), "log_level", "4", nullptr, 0);
  rd_kafka_t* const owner = rd_kafka_new(RD_KAFKA_PRODUCER, conf.get(), text.data(), text.size());
  if (owner == nullptr) return tl::unexpected(Failure{Trouble::kRefused, text.c_str()});
  conf.release();  // the client owns it now
  rd_kafka_mock_cluster_t* const cluster = rd_kafka_mock_cluster_new(owner, brokers);
  if (cluster == nullptr) {
    rd_kafka_destroy(owner);
    return tl::unexpected(Failure{Trouble::kRefused, "there is no port for a Kafka of our own"});
  }
  send_without_delay();
  return std::unique_ptr<RdkafkaMock>(new RdkafkaMock(owner, cluster));
}

RdkafkaMock::~RdkafkaMock() {
  rd_kafka_mock_cluster_destroy(cluster_);
  rd_kafka_destroy(owner_);
}

std::string RdkafkaMock::address() const {
  return rd_kafka_mock_cluster_bootstraps(cluster_);
}

Done RdkafkaMock::make_topics(std::span<const TopicSetup> topics) {
  for (const TopicSetup& topic : topics) {
    const rd_kafka_resp_err_t code =
        rd_kafka_mock_topic_create(cluster_, topic.name.c_str(), topic.partitions, topic.replicas);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return tl::unexpected(Failure{trouble_of(code), error_message("making " + topic.name, code)});
    }
  }
  return {};
}

}  // namespace encours::kafka
