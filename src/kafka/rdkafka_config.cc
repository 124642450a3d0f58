#include "src/kafka/rdkafka_config.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace encours::kafka {
namespace {

using std::chrono::milliseconds;

struct Setting {
  std::string name;
  std::string value;
};
using SettingList = std::vector<Setting>;

// A setting that is not the operator's to choose, and what is said to those who try.
struct Reserved {
  std::string_view name;
  std::string_view why;
};

constexpr std::string_view kOurs = "the promises of exactly once and of order rest on its value";
constexpr std::string_view kOwnSetting = "it follows from the settings under `kafka`";
constexpr std::string_view kNoCode = "it loads code or replaces the brokers";

// Aliases too: librdkafka knows several settings by two names.
constexpr auto kReserved = std::to_array<Reserved>({
    {"bootstrap.servers", "write kafka.brokers"},
    {"metadata.broker.list", "write kafka.brokers"},
    {"group.id", "write kafka.group"},
    {"client.id", kOwnSetting},
    {"group.instance.id", "it follows from kafka.ordinal"},
    {"transactional.id", "it follows from kafka.ordinal"},
    {"session.timeout.ms", "write kafka.session_timeout_ms"},
    {"transaction.timeout.ms", "write kafka.transaction_timeout_ms"},
    {"message.timeout.ms", "it follows from kafka.transaction_timeout_ms"},
    {"delivery.timeout.ms", "it follows from kafka.transaction_timeout_ms"},
    {"statistics.interval.ms", kOwnSetting},
    {"enable.auto.commit", kOurs},
    {"auto.commit.enable", kOurs},
    {"auto.commit.interval.ms", kOurs},
    {"enable.auto.offset.store", kOurs},
    {"offset.store.method", kOurs},
    {"offset.store.path", kOurs},
    {"auto.offset.reset", kOurs},
    {"isolation.level", kOurs},
    {"partition.assignment.strategy", kOurs},
    {"group.protocol", kOurs},
    {"group.remote.assignor", kOurs},
    {"group.protocol.type", kOurs},
    {"enable.partition.eof", kOurs},
    {"check.crcs", kOurs},
    {"allow.auto.create.topics", kOurs},
    {"enable.idempotence", kOurs},
    {"enable.gapless.guarantee", kOurs},
    {"acks", kOurs},
    {"request.required.acks", kOurs},
    {"retries", kOurs},
    {"message.send.max.retries", kOurs},
    {"max.in.flight", kOurs},
    {"max.in.flight.requests.per.connection", kOurs},
    {"queuing.strategy", kOurs},
    {"message.max.bytes", "the largest record is fixed"},
    {"message.copy.max.bytes", kOurs},
    {"delivery.report.only.error", kOurs},
    {"produce.offset.report", kOurs},
    {"partitioner", kOurs},
    {"enabled_events", kOurs},
    {"log.queue", kOurs},
    {"log_level", kOwnSetting},
    {"opaque", kNoCode},
    {"plugin.library.paths", kNoCode},
    {"interceptors", kNoCode},
    {"test.mock.num.brokers", kNoCode},
});

std::string text_of(milliseconds time) {
  return std::to_string(time.count());
}

Failure refused(std::string message) {
  return {Trouble::kRefused, std::move(message)};
}

// What all clients share.
SettingList usual_settings() {
  return {
      // Its own default became "true" only in 2.10; without it each commit waits 20 ms more.
      {"socket.nagle.disable", "true"},
      {"socket.keepalive.enable", "true"},
      {"log.connection.close", "false"},
      // Back soon after a broker's restart.
      {"reconnect.backoff.ms", "100"},
      {"reconnect.backoff.max.ms", "1000"},
      {"topic.metadata.refresh.fast.interval.ms", "100"},
  };
}

SettingList binding_settings(const RdkafkaOptions& options) {
  return {
      {"bootstrap.servers", options.bootstrap},
      {"client.id", options.client_id},
      {"allow.auto.create.topics", "false"},
      {"statistics.interval.ms", "0"},
      {"log_level", "6"},
  };
}

// Of those who fetch. Where the library does not look again by itself after a full queue (before
// 2.2) a partition stands still for up to a second then, so the queue holds a second of records.
SettingList usual_fetch_settings(bool has_backoff_setting) {
  SettingList list = {
      {"fetch.wait.max.ms", "20"},
      {"fetch.min.bytes", "1"},
      {"fetch.message.max.bytes", "1048576"},
      {"fetch.max.bytes", "52428800"},
      {"fetch.error.backoff.ms", "100"},
      {"queued.min.messages", "1000000"},
      {"queued.max.messages.kbytes", has_backoff_setting ? "16384" : "131072"},
      {"socket.timeout.ms", "10000"},
  };
  if (has_backoff_setting) list.push_back({"fetch.queue.backoff.ms", "5"});
  return list;
}

SettingList binding_fetch_settings(Isolation isolation) {
  return {
      {"isolation.level",
       isolation == Isolation::kCommitted ? "read_committed" : "read_uncommitted"},
      {"enable.auto.commit", "false"},
      {"enable.auto.offset.store", "false"},
      // A record that is not there must be an error, never a silent jump.
      {"auto.offset.reset", "error"},
      {"check.crcs", "true"},
  };
}

SettingList binding_member_settings(const RdkafkaOptions& options, const std::string& instance_id) {
  return {
      {"group.id", options.group},
      // Static membership: a restart within the session's time-out moves no shard.
      {"group.instance.id", instance_id},
      {"session.timeout.ms", text_of(options.session_timeout)},
      // Eager: what is given is whole, and nobody works while it changes hands. The cooperative
      // ones have lost assignments in every version up to 2.10.
      {"partition.assignment.strategy", options.assignment},
      {"enable.partition.eof", "false"},
      {"statistics.interval.ms", text_of(options.statistics_interval)},
  };
}

SettingList usual_producer_settings() {
  return {
      {"linger.ms", "5"},
      {"batch.size", "1000000"},
      {"compression.type", "lz4"},
      // A transaction that begins while the markers of the last are still being written is told to
      // wait: with the library's own 100 ms, commits one after the other take 90 ms instead of 25.
      {"retry.backoff.ms", "20"},
      // Several transactions of the largest size.
      {"queue.buffering.max.messages", "500000"},
      {"queue.buffering.max.kbytes", "131072"},
  };
}

SettingList binding_producer_settings(const RdkafkaOptions& options,
                                      const std::string& transactional_id) {
  return {
      {"transactional.id", transactional_id},
      {"enable.idempotence", "true"},
      {"acks", "all"},
      {"max.in.flight.requests.per.connection", "5"},
      {"transaction.timeout.ms", text_of(options.transaction_timeout)},
      // Given up before the broker gives up the transaction, so that an abort still finds it.
      {"message.timeout.ms", text_of(options.transaction_timeout - milliseconds{1'000})},
      {"message.max.bytes", std::to_string(kMessageBytesMax)},
  };
}

class Builder {
 public:
  Builder() : conf_(rd_kafka_conf_new()) {}

  bool knows(const char* name) const {
    std::size_t size = 0;
    return rd_kafka_conf_get(conf_.get(), name, nullptr, &size) == RD_KAFKA_CONF_OK;
  }

  void set(const SettingList& settings) {
    for (const Setting& setting : settings)
      set(setting.name, setting.value, "librdkafka");
  }

  void pass_on(const std::map<std::string, std::string>& extra) {
    for (const auto& [name, value] : extra) {
      const auto* const reserved = std::ranges::find(kReserved, name, &Reserved::name);
      if (reserved != kReserved.end()) {
        fail(fmt::format("kafka.client: {} cannot be set: {}", name, reserved->why));
      } else {
        set(name, value, "kafka.client");
      }
    }
  }

  Answer<RdkafkaConf> take() {
    if (!problem_.empty()) return tl::unexpected(refused(problem_));
    return std::move(conf_);
  }

 private:
  void set(const std::string& name, const std::string& value, std::string_view place) {
    std::array<char, 512> text{};
    if (rd_kafka_conf_set(conf_.get(), name.c_str(), value.c_str(), text.data(), text.size()) !=
        RD_KAFKA_CONF_OK) {
      fail(fmt::format("{}: {}: {}", place, name, text.data()));
    }
  }

  // The first problem is told.
  void fail(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
  }

  RdkafkaConf conf_;
  std::string problem_;
};

Builder builder_with(const SettingList& usual, const RdkafkaOptions& options) {
  Builder builder;
  builder.set(usual_settings());
  // The library would report to the cluster on its own work, and to whoever reads that there.
  if (builder.knows("enable.metrics.push")) builder.set({{"enable.metrics.push", "false"}});
  builder.set(usual);
  builder.pass_on(options.extra);
  builder.set(binding_settings(options));
  return builder;
}

bool knows_fetch_backoff() {
  return Builder().knows("fetch.queue.backoff.ms");
}

}  // namespace

Done check_options(const RdkafkaOptions& options) {
  if (options.bootstrap.empty()) {
    return tl::unexpected(refused("kafka.brokers is empty: write host:port, several with commas"));
  }
  if (options.group.empty()) return tl::unexpected(refused("kafka.group is empty"));
  if (options.client_id.size() > kClientIdBytesMax) {
    return tl::unexpected(
        refused(fmt::format("the client id is longer than {} bytes", kClientIdBytesMax)));
  }
  if (options.transaction_timeout < kTransactionTimeoutMin) {
    return tl::unexpected(refused(fmt::format("kafka.transaction_timeout_ms is less than {}",
                                              kTransactionTimeoutMin.count())));
  }
  for (const auto& conf : {member_conf(options, "check"), producer_conf(options, "check"),
                           reader_conf(options, Isolation::kCommitted)}) {
    if (!conf) return tl::unexpected(conf.error());
  }
  return {};
}

Answer<RdkafkaConf> member_conf(const RdkafkaOptions& options, const std::string& instance_id) {
  SettingList usual = usual_fetch_settings(knows_fetch_backoff());
  usual.push_back({"max.poll.interval.ms", "300000"});
  // Three are missed before the session is over, and a fence is noticed within three seconds.
  const milliseconds beat = std::min(options.session_timeout / 3, milliseconds{3'000});
  usual.push_back({"heartbeat.interval.ms", text_of(beat)});
  Builder builder = builder_with(usual, options);
  builder.set(binding_fetch_settings(Isolation::kCommitted));
  builder.set(binding_member_settings(options, instance_id));
  return builder.take();
}

Answer<RdkafkaConf> producer_conf(const RdkafkaOptions& options,
                                  const std::string& transactional_id) {
  Builder builder = builder_with(usual_producer_settings(), options);
  builder.set(binding_producer_settings(options, transactional_id));
  return builder.take();
}

Answer<RdkafkaConf> reader_conf(const RdkafkaOptions& options, Isolation isolation) {
  Builder builder = builder_with(usual_fetch_settings(knows_fetch_backoff()), options);
  builder.set(binding_fetch_settings(isolation));
  // The end of what is committed is an event here: a reader must know that it is there.
  builder.set({{"enable.partition.eof", "true"},
               // Of no use here, but checked against max.poll.interval.ms.
               {"session.timeout.ms", text_of(options.session_timeout)}});
  return builder.take();
}

}  // namespace encours::kafka
