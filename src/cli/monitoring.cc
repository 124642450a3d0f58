#include "src/cli/monitoring.h"

#include <filesystem>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "src/cli/build.h"
#include "src/config/listen_address.h"
#include "src/metrics/collector.h"
#include "src/metrics/pages.h"
#include "src/serve/http_server.h"

namespace encours::cli {
namespace {

constexpr std::chrono::seconds kPublishInterval{1};

// Of the files in a folder, as far as they can be seen: RocksDB makes and removes them meanwhile.
std::uint64_t folder_bytes(const std::filesystem::path& folder) {
  std::error_code error;
  std::uint64_t bytes = 0;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    std::error_code gone;
    const auto size = entry->file_size(gone);
    bytes += gone ? 0 : size;
  }
  return bytes;
}

metrics::Surroundings surroundings_of(const DataFolder& folder) {
  metrics::Surroundings surroundings;
  surroundings.version = kVersion;
  surroundings.commit = kCommit;
  surroundings.state_bytes = [&folder](const TopicPartition& shard) {
    return folder_bytes(folder.state_path(shard));
  };
  return surroundings;
}

}  // namespace

// In the order in which they depend on each other: the server, which has a thread, ends first.
struct Monitoring::Parts {
  Parts(DataFolder& folder, Worker& worker, const Clock& its_clock)
      : clock(its_clock),
        collector(folder.log(), worker, clock, publication),
        pages(publication, clock, surroundings_of(folder)) {}

  const Clock& clock;
  std::chrono::steady_clock::time_point publish_at;  // of a standby's numbers
  metrics::Publication publication;
  metrics::Collector collector;
  metrics::Pages pages;
  std::unique_ptr<HttpServer> server;
};

Monitoring::Monitoring() = default;
Monitoring::~Monitoring() = default;

tl::expected<void, Failure> Monitoring::begin(DataFolder& folder, Worker& worker,
                                              const Clock& clock, const Settings& settings) {
  const auto address = parse_listen_address(settings.metrics_listen);
  if (!address) return {};
  auto parts = std::make_unique<Parts>(folder, worker, clock);
  const metrics::Pages& pages = parts->pages;
  auto server = HttpServer::start(
      *address, [&pages](std::string_view path) { return pages.page(path); }, HttpLimits{});
  if (!server) {
    return tl::unexpected(Failure{
        ExitCode::kUnavailable,
        fmt::format("metrics: {}; choose another metrics.listen (ENCOURS__METRICS__LISTEN), or "
                    "\"\" to go without",
                    server.error().message)});
  }
  parts->server = std::move(*server);
  parts_ = std::move(parts);
  spdlog::info("metrics: http://{}/metrics", parts_->server->address().text());
  return {};
}

void Monitoring::stands_by(const Standby& standby) {
  if (!parts_) return;
  const auto now = parts_->clock.steady();
  parts_->publication.turned(now);
  if (now < parts_->publish_at) return;
  parts_->publish_at = now + kPublishInterval;
  metrics::Snapshot snapshot;
  snapshot.standby = {standby.has_heard(), standby.behind(), standby.figures()};
  parts_->publication.publish(std::move(snapshot));
  parts_->publication.set_phase(metrics::Phase::kStandingBy);
}

void Monitoring::started() {
  if (parts_) parts_->collector.started();
}

void Monitoring::turned(bool moved) {
  if (parts_) parts_->collector.turned(moved);
}

void Monitoring::stopping() {
  if (parts_) parts_->collector.stopping();
}

}  // namespace encours::cli
