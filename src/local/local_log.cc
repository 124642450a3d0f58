#include "src/local/local_log.h"

#include "fmt/format.h"
#include "src/local/local_session.h"
#include "src/local/log_core.h"
#include "src/local/log_layout.h"
#include "src/local/partition_reader.h"

namespace encours {
namespace {

Error read_only() {
  return {Fault::kRefused, "the log is open for reading only"};
}

}  // namespace

LocalLog::LocalLog(std::shared_ptr<LogCore> core) : core_(std::move(core)) {}

LocalLog::~LocalLog() = default;

Result<std::unique_ptr<LocalLog>> LocalLog::open(const std::filesystem::path& path,
                                                 LocalLogOptions options) {
  auto core = LogCore::open(path, OpenMode::kReadWrite, std::move(options));
  if (!core) return tl::unexpected(core.error());
  return std::unique_ptr<LocalLog>(new LocalLog(std::move(*core)));
}

Result<std::unique_ptr<LocalLog>> LocalLog::open_reader(const std::filesystem::path& path,
                                                        std::shared_ptr<const Budget> budget) {
  LocalLogOptions options;
  options.budget = std::move(budget);
  auto core = LogCore::open(path, OpenMode::kBeside, std::move(options));
  if (!core) return tl::unexpected(core.error());
  return std::unique_ptr<LocalLog>(new LocalLog(std::move(*core)));
}

std::string LocalLog::cluster_id() const {
  return core_->cluster_id();
}

Result<std::int32_t> LocalLog::partition_count(std::string_view topic) const {
  for (const TopicPartitions& known : core_->topics()) {
    if (known.name == topic) return known.partitions;
  }
  return tl::unexpected(Error{Fault::kRefused, fmt::format("this log has no topic {}", topic)});
}

Result<std::unique_ptr<LogSession>> LocalLog::open_session(std::int32_t ordinal) {
  if (core_->is_reader()) return tl::unexpected(read_only());
  return std::make_unique<LocalSession>(core_, ordinal);
}

Result<std::unique_ptr<FeedSession>> LocalLog::open_feed(std::string_view feed) {
  if (core_->is_reader()) return tl::unexpected(read_only());
  return std::make_unique<LocalFeed>(core_, feed);
}

Result<std::unique_ptr<Batch>> LocalLog::read(const TopicPartition& from, std::int64_t offset,
                                              std::size_t records_max) {
  const auto place = core_->find(from);
  if (!place) return tl::unexpected(place.error());
  auto batch = std::make_unique<LocalBatch>();
  PartitionReader reader(core_->database(), from, *place, offset);
  const std::int64_t end = core_->queue().end(place->slot);
  if (auto status = reader.read(end, /*source=*/0, records_max, *batch); !status) {
    return tl::unexpected(status.error());
  }
  return batch;
}

Result<Bounds> LocalLog::bounds(const TopicPartition& partition) {
  return core_->bounds(partition);
}

Result<std::optional<std::int64_t>> LocalLog::committed(const TopicPartition& shard) const {
  return core_->committed(shard);
}

Result<std::optional<std::string>> LocalLog::cursor_of(std::string_view feed) const {
  return core_->row(cursor_key(feed));
}

Result<std::optional<std::string>> LocalLog::last_position(const TopicPartition& shard) {
  return core_->last_position(shard);
}

std::vector<TopicPartitions> LocalLog::topics() const {
  return core_->topics();
}

Status LocalLog::catch_up() {
  return core_->catch_up();
}

Status LocalLog::sync() {
  return core_->database().sync();
}

}  // namespace encours
