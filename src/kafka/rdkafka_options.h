// What a connection to Kafka is told. Filled by src/cli from the settings, section `kafka`.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace encours::kafka {

struct RdkafkaOptions {
  std::string bootstrap;  // "host:port,host:port"
  std::string group = "encours";
  // Seen in the broker's logs and quotas. Short: librdkafka 2.0.2 fails on long ones.
  std::string client_id = "encours";
  // Settings of librdkafka passed on as they are: security.protocol, sasl.*, ssl.*, linger.ms ...
  // Those by which a promise would be lost are refused, see rdkafka_config.h.
  std::map<std::string, std::string> extra;

  // How the group shares out partitions: "range" keeps partitions of one number of several topics
  // together, "roundrobin" spreads topics of few partitions.
  std::string assignment = "range";

  // A member that is silent for so long is dead, and its shards are given to others.
  std::chrono::milliseconds session_timeout{10'000};
  // A transaction that is open for so long is aborted by the broker. Until then, all who read
  // committed records of its partitions wait. At least kTransactionTimeoutMin.
  std::chrono::milliseconds transaction_timeout{10'000};
  // Every other call answers kRetry after this time.
  std::chrono::milliseconds call_timeout{10'000};

  // Zero: no statistics. Else librdkafka's JSON on each member at this interval, on the thread that
  // polls it. Of members alone: those of a client that nobody polls would pile up.
  std::chrono::milliseconds statistics_interval{0};
  std::function<void(std::string)> on_statistics;
  // Lines of librdkafka's log, from any of its threads. `level` is a syslog severity: 3 is an
  // error, 4 a warning, 6 information.
  std::function<void(int level, std::string_view line)> on_log;
};

inline constexpr std::chrono::milliseconds kTransactionTimeoutMin{2'000};
inline constexpr std::size_t kClientIdBytesMax = 64;

}  // namespace encours::kafka
