#include "src/cli/service_process.h"

#include <csignal>
#include <memory>
#include <utility>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace encours::cli {
namespace {

std::atomic<bool> stop_asked = false;

void on_signal(int signal) {
  if (stop_asked.exchange(true)) ::_exit(128 + signal);
}

}  // namespace

const std::atomic<bool>& listen_to_signals() {
  struct sigaction action {};
  action.sa_handler = &on_signal;
  sigemptyset(&action.sa_mask);
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGINT, &action, nullptr);
  return stop_asked;
}

void log_to_standard_error() {
  auto logger = std::make_shared<spdlog::logger>(
      "encours", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %v");
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace encours::cli
