#include "src/cli/standings.h"

#include <algorithm>
#include <map>

#include "src/cli/shard_views.h"
#include "src/engine/log_reading.h"
#include "src/engine/timestamp.h"
#include "src/engine/worker_reports.h"

namespace encours::cli {
namespace {

using Done = tl::expected<void, Failure>;

std::int64_t age_us(const google::protobuf::Timestamp& at, std::int64_t now_us) {
  return std::max<std::int64_t>(0, now_us - micros_of(at));
}

// What the log alone says.
Done look_at_log(DataFolder& folder, std::int64_t now_us, Standing& standing) {
  const auto position = position_of(folder.log(), standing.shard);
  if (!position) return tl::unexpected(failure_of(position.error()));
  const auto bounds = folder.log().bounds(standing.shard);
  if (!bounds) return tl::unexpected(failure_of(bounds.error()));
  standing.end = bounds->end;
  if (position->has_value()) {
    standing.folded = (*position)->next_offset();
    standing.log_hash = (*position)->log_hash();
  }
  const auto waiting =
      first_logged_at_us(folder.log(), folder.identity(standing.shard), standing.folded);
  if (!waiting) return tl::unexpected(failure_of(waiting.error()));
  if (!waiting->has_value()) return {};
  standing.lag = std::max<std::int64_t>(0, standing.end - standing.folded);
  if (**waiting != 0) standing.waiting_us = std::max<std::int64_t>(0, now_us - **waiting);
  return {};
}

// What its rows say, brought to the position of the log.
Done look_at_rows(DataFolder& folder, bool hashes, std::vector<Standing>& standings) {
  const auto views = views_of_now(folder);
  if (!views) return tl::unexpected(views.error());
  for (std::size_t place = 0; place < standings.size(); ++place) {
    Shard& shard = (*views)[place]->shard();
    standings[place].day = shard.day();
    standings[place].stored = shard.stored_offset();
    if (hashes) {
      const RowCache::Hashes sums = shard.hashes();
      standings[place].full_hash = sums.full.hex();
      standings[place].facts_hash = sums.facts.hex();
    }
  }
  return {};
}

// A worker that is gone may still claim a shard in its last words: the newest word counts.
void take_claim(const v1::ShardReport& said, Claim claim, Standing& standing) {
  claim.state = said.state();
  claim.next_offset = said.next_offset();
  claim.until = said.until_offset();
  const bool is_standby = said.state() == v1::SHARD_STATE_SHADOWED;
  std::optional<Claim>& place = is_standby ? standing.standby : standing.worker;
  if (place.has_value() && place->said_age_us <= claim.said_age_us) return;
  place = std::move(claim);
  if (is_standby) return;
  if (!standing.stored.has_value()) standing.stored = said.stored_offset();
  if (standing.day == kNoDay) standing.day = day_from_date(said.day()).value_or(kNoDay);
}

void take_report(const v1::WorkerReport& report, std::int64_t now_us, Standings& standings) {
  Claim claim;
  claim.ordinal = report.ordinal();
  claim.host = report.host();
  claim.said_age_us = age_us(report.said_at(), now_us);
  for (const v1::ShardReport& said : report.shards()) {
    const auto standing = std::ranges::find(
        standings.shards, TopicPartition{said.topic(), said.partition()}, &Standing::shard);
    if (standing == standings.shards.end()) continue;
    Claim of_shard = claim;
    if (said.has_last_commit_at()) of_shard.commit_age_us = age_us(said.last_commit_at(), now_us);
    take_claim(said, std::move(of_shard), *standing);
  }
  if (report.shards().empty() && !report.standby()) standings.idle.push_back(std::move(claim));
}

}  // namespace

tl::expected<Standings, Failure> read_standings(DataFolder& folder, bool hashes,
                                                const Clock& clock) {
  Standings standings;
  for (const TopicPartition& shard : folder.shards()) {
    standings.shards.emplace_back().shard = shard;
    if (auto done = look_at_log(folder, clock.now_us(), standings.shards.back()); !done) {
      return tl::unexpected(done.error());
    }
  }
  if (hashes || folder.has_own_log()) {
    if (auto done = look_at_rows(folder, hashes, standings.shards); !done) {
      return tl::unexpected(done.error());
    }
  }
  if (!folder.has_own_log()) {
    ReportReader reports(folder.log());
    if (const Status read = reports.catch_up(); !read) {
      return tl::unexpected(failure_of(read.error()));
    }
    for (const auto& [key, heard] : reports.newest()) {
      take_report(heard.report, clock.now_us(), standings);
    }
  }
  return standings;
}

}  // namespace encours::cli
