#include "src/cli/kafka_options.h"

#include <spdlog/spdlog.h>

namespace encours::cli {
namespace {

// Severities of syslog, as librdkafka has them.
spdlog::level::level_enum level_of(int severity) {
  if (severity <= 3) return spdlog::level::err;
  if (severity == 4) return spdlog::level::warn;
  return severity <= 6 ? spdlog::level::info : spdlog::level::debug;
}

}  // namespace

kafka::RdkafkaOptions kafka_options_of(const Settings& settings) {
  kafka::RdkafkaOptions options;
  options.bootstrap = settings.kafka_brokers;
  options.group = settings.kafka_group;
  options.extra = settings.kafka_client;
  options.session_timeout = std::chrono::milliseconds{settings.kafka_session_timeout_ms};
  options.transaction_timeout = std::chrono::milliseconds{settings.kafka_transaction_timeout_ms};
  options.on_log = [](int severity, std::string_view line) {
    spdlog::log(level_of(severity), "kafka: {}", line);
  };
  return options;
}

Failure failure_of(const kafka::Failure& failure) {
  const bool may_pass = failure.trouble == kafka::Trouble::kRetry;
  return {may_pass ? ExitCode::kUnavailable : ExitCode::kFailed, failure.message};
}

}  // namespace encours::cli
