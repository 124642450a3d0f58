#include "src/engine/worker_reports.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "operators/domain/day.h"
#include "schemas/topics.h"
#include "src/engine/log_reading.h"
#include "src/engine/shard.h"
#include "src/engine/timestamp.h"

namespace encours {
namespace {

constexpr std::string_view kWorkersTopic = "credit.workers";
// Offsets looked back at first: some hours of one ordinal, whose last report is the end of its
// partition.
constexpr std::int64_t kOffsetsBack = 10'000;

TopicPartition partition_of_ordinal(std::int32_t ordinal, std::int32_t partitions) {
  return {std::string(kWorkersTopic), ordinal % partitions};
}

}  // namespace

v1::ShardReport shard_report(const TopicPartition& log, Shard* shard, v1::ShardState state) {
  v1::ShardReport report;
  report.set_topic(log.topic);
  report.set_partition(log.partition);
  report.set_state(state);
  if (shard == nullptr) {
    return report;
  }
  if (shard->poisoned().has_value()) {
    report.set_state(v1::SHARD_STATE_POISONED);
  }
  report.set_next_offset(shard->next_offset());
  report.set_stored_offset(shard->stored_offset());
  if (shard->day() != kNoDay) {
    report.set_day(date_from_day(shard->day()));
  }
  return report;
}

Reporter::Reporter(const Clock& clock, std::chrono::milliseconds interval, Speaker speaker)
    : clock_(clock),
      interval_(interval),
      speaker_(std::move(speaker)),
      started_at_us_(clock.now_us()) {}

Status Reporter::open(const EventLog& log) {
  if (interval_.count() == 0) {
    return {};
  }
  const auto partitions = log.partition_count(kWorkersTopic);
  if (!partitions) {
    return tl::unexpected(Error{partitions.error().fault,
                                fmt::format("{}; `encours topics create` makes what is missing",
                                            partitions.error().message)});
  }
  to_ = partition_of_ordinal(speaker_.ordinal, *partitions);
  return {};
}

bool Reporter::is_due() const {
  return interval_.count() != 0 && clock_.steady() >= due_at_;
}

Append Reporter::report(std::vector<v1::ShardReport> shards) {
  due_at_ = clock_.steady() + interval_;
  v1::WorkerReport report;
  report.set_ordinal(speaker_.ordinal);
  report.set_host(speaker_.host);
  report.set_standby(speaker_.is_standby);
  set_micros(*report.mutable_started_at(), started_at_us_);
  set_micros(*report.mutable_said_at(), clock_.now_us());
  report.set_fold_version(speaker_.fold_version);
  std::ranges::sort(shards, {}, [](const v1::ShardReport& shard) {
    return TopicPartition{shard.topic(), shard.partition()};
  });
  report.mutable_shards()->Assign(shards.begin(), shards.end());
  return {to_, worker_key(speaker_.ordinal, speaker_.is_standby), report.SerializeAsString(), {}};
}

Status ReportReader::catch_up() {
  const auto partitions = log_.partition_count(kWorkersTopic);
  if (!partitions) {
    return tl::unexpected(partitions.error());
  }
  Status status;
  for (std::int32_t partition = 0; status && partition < *partitions; ++partition) {
    status = catch_up({std::string(kWorkersTopic), partition});
  }
  return status;
}

Status ReportReader::catch_up(std::int32_t ordinal) {
  const auto partitions = log_.partition_count(kWorkersTopic);
  return partitions ? catch_up(partition_of_ordinal(ordinal, *partitions))
                    : tl::unexpected(partitions.error());
}

Status ReportReader::catch_up(const TopicPartition& partition) {
  const auto bounds = log_.bounds(partition);
  if (!bounds) {
    return tl::unexpected(bounds.error());
  }
  std::int64_t& next =
      next_offsets_.try_emplace(partition, std::max(bounds->first, bounds->end - kOffsetsBack))
          .first->second;
  return for_each_record(
      log_, partition, next, std::numeric_limits<std::int64_t>::max(), [&](const Record& record) {
        next = record.offset + 1;
        v1::WorkerReport report;
        if (report.ParseFromArray(record.value.data(), static_cast<int>(record.value.size()))) {
          newest_[std::string(record.key)] = {std::move(report), record.offset};
        }
        return Status();
      });
}

}  // namespace encours
