#include "src/metrics/pages.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace encours::metrics {
namespace {

constexpr unsigned kOk = 200;
constexpr unsigned kNotFound = 404;
constexpr unsigned kUnavailable = 503;
// Folded in less than a second.
constexpr std::int64_t kStandbyBehindMax = 50'000;

HttpPage text_page(unsigned status, std::string_view text) {
  HttpPage page;
  page.status = status;
  page.body = fmt::format("{}\n", text);
  return page;
}

std::string name_of(const TopicPartition& log) {
  return fmt::format("{}/{}", log.topic, log.partition);
}

// Why a standby could not go on in its worker's place within moments; empty when it could.
std::string standby_waits(const Snapshot& snapshot) {
  const StandbyNumbers standby = snapshot.standby.value_or(StandbyNumbers());
  if (!standby.has_heard) return "stands by: nothing was heard of its worker yet";
  if (standby.behind <= kStandbyBehindMax) return {};
  return fmt::format("stands by: {} records to be folded", standby.behind);
}

}  // namespace

HttpPage Pages::page(std::string_view path) const {
  if (path == "/metrics") return metrics();
  if (path == "/livez") return live();
  if (path == "/readyz") return ready();
  constexpr std::string_view kThereIs = "/metrics\n/livez\n/readyz";
  if (path == "/") return text_page(kOk, kThereIs);
  return text_page(kNotFound, fmt::format("there is no such page; there is\n{}", kThereIs));
}

HttpPage Pages::metrics() const {
  const auto snapshot = publication_.latest();
  HttpPage page;
  page.content_type = "text/plain; version=0.0.4; charset=utf-8";
  page.body = metrics_text(snapshot == nullptr ? Snapshot() : *snapshot, surroundings_);
  return page;
}

HttpPage Pages::live() const {
  const std::string why = hangs();
  return why.empty() ? text_page(kOk, "live") : text_page(kUnavailable, why);
}

HttpPage Pages::ready() const {
  const std::vector<std::string> why = not_ready();
  const bool stands_by = publication_.phase() == Phase::kStandingBy;
  return why.empty() ? text_page(kOk, stands_by ? "ready: stands by" : "ready")
                     : text_page(kUnavailable, fmt::format("{}", fmt::join(why, "\n")));
}

std::string Pages::hangs() const {
  const Phase phase = publication_.phase();
  if (phase != Phase::kRunning && phase != Phase::kStandingBy) return {};
  const auto still = clock_.steady() - publication_.turned_at();
  if (still <= kTurnTimeMax) return {};
  return fmt::format("the worker's loop has not turned for {} s",
                     std::chrono::duration_cast<std::chrono::seconds>(still).count());
}

std::vector<std::string> Pages::not_ready() const {
  std::vector<std::string> why;
  const auto snapshot = publication_.latest();
  const Phase phase = publication_.phase();
  if (phase == Phase::kStopping) why.emplace_back("stopping");
  if (phase == Phase::kStarting) why.emplace_back("starting");
  if (const std::string hanging = hangs(); !hanging.empty()) why.push_back(hanging);
  if (snapshot == nullptr) return why;
  if (phase == Phase::kStandingBy) {
    if (const std::string waits = standby_waits(*snapshot); !waits.empty()) why.push_back(waits);
    return why;
  }
  if (snapshot->restoring > 0) {
    why.push_back(fmt::format("shards that are being brought up: {}", snapshot->restoring));
  } else if (phase == Phase::kRunning && snapshot->shards.empty()) {
    why.emplace_back("no shard is assigned to this process");
  }
  for (const auto& [log, remaining] : snapshot->restore_remaining) {
    if (remaining > 0) {
      why.push_back(fmt::format("{}: {} records to be folded again", name_of(log), remaining));
    }
  }
  for (const ShardNumbers& shard : snapshot->shards) {
    if (shard.poisoned) {
      why.push_back(fmt::format("{}: stopped by a mistake of ours at offset {}: {}",
                                name_of(shard.log), shard.poisoned->offset,
                                shard.poisoned->message));
    }
  }
  return why;
}

}  // namespace encours::metrics
