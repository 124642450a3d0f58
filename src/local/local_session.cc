#include "src/local/local_session.h"

#include "fmt/format.h"
#include "operators/domain/assert.h"

namespace encours {
namespace {

constexpr std::size_t kRecordsReservedMax = 1024;

}  // namespace

LocalSession::LocalSession(std::shared_ptr<LogCore> core, std::int32_t ordinal)
    : core_(std::move(core)), holder_{fmt::format("ordinal {}", ordinal), 0} {}

Status LocalSession::init() {
  if (state_ != State::kNew) {
    // Somebody else may have come since: then it is not ours to take back.
    if (auto status = in_force(); !status) return status;
  } else if (auto status = core_->database().writable(); !status) {
    return status;
  }
  transaction_.clear();
  holder_ = core_->queue().take(holder_.name);
  state_ = State::kReady;
  return {};
}

Status LocalSession::in_force() const {
  ENCOURS_ASSERT(state_ != State::kNew, "init() comes first");
  if (!core_->queue().holds(holder_)) return tl::unexpected(CommitQueue::fenced(holder_));
  return core_->database().writable();
}

Result<std::optional<std::int64_t>> LocalSession::committed(const TopicPartition& shard) {
  if (auto status = in_force(); !status) return tl::unexpected(status.error());
  return core_->committed(shard);
}

Result<std::optional<std::string>> LocalSession::last_position(const TopicPartition& shard) {
  if (auto status = in_force(); !status) return tl::unexpected(status.error());
  return core_->last_position(shard);
}

Result<Bounds> LocalSession::bounds(const TopicPartition& shard) {
  return core_->bounds(shard);
}

Result<std::uint32_t> LocalSession::assign(const TopicPartition& shard, std::int64_t from) {
  if (auto status = in_force(); !status) return tl::unexpected(status.error());
  const auto place = core_->find(shard);
  if (!place) return tl::unexpected(place.error());
  ENCOURS_ASSERT(from >= 0, "a log begins at offset 0");
  ENCOURS_ASSERT(!source_of_.contains(shard), "a shard is assigned once");
  const auto source = static_cast<std::uint32_t>(sources_.size());
  sources_.push_back(std::make_unique<PartitionReader>(core_->database(), shard, *place, from));
  source_of_.emplace(shard, source);
  return source;
}

void LocalSession::unassign(const TopicPartition& shard) {
  const auto source = source_of_.find(shard);
  if (source == source_of_.end()) return;
  sources_[source->second].reset();
  source_of_.erase(source);
}

bool LocalSession::has_records() const {
  for (const auto& source : sources_) {
    if (source && source->next_offset() < core_->queue().end(source->place().slot)) return true;
  }
  return false;
}

Result<std::unique_ptr<Batch>> LocalSession::poll(std::size_t records_max,
                                                  std::chrono::milliseconds timeout) {
  if (auto status = in_force(); !status) return tl::unexpected(status.error());
  auto batch = std::make_unique<LocalBatch>();
  if (!has_records()) {
    core_->queue().wait_for_records(timeout, [this] { return has_records(); });
  }
  batch->records.reserve(std::min(records_max, kRecordsReservedMax));
  for (std::size_t i = 0; i < sources_.size() && batch->records.size() < records_max; ++i) {
    const std::size_t source = (first_source_ + i) % sources_.size();
    PartitionReader* reader = sources_[source].get();
    if (reader == nullptr) continue;
    const std::int64_t end = core_->queue().end(reader->place().slot);
    if (auto status = reader->read(end, static_cast<std::uint32_t>(source), records_max, *batch);
        !status) {
      // What was read before the error is delivered first; the next poll meets the error again.
      if (batch->records.empty()) return tl::unexpected(status.error());
      break;
    }
  }
  if (!sources_.empty()) first_source_ = (first_source_ + 1) % sources_.size();
  return batch;
}

Status LocalSession::begin() {
  ENCOURS_ASSERT(state_ == State::kNew || state_ == State::kReady, "one transaction at a time");
  if (auto status = in_force(); !status) return status;
  state_ = State::kOpen;
  return {};
}

Status LocalSession::append(const Append& record) {
  ENCOURS_ASSERT(state_ == State::kOpen, "begin() comes before append(), an error leaves abort()");
  auto status = in_force();
  if (status) status = core_->add(record, transaction_);
  if (!status) state_ = State::kBroken;
  return status;
}

CommitOutcome LocalSession::commit(std::span<const CommittedOffset> offsets) {
  ENCOURS_ASSERT(state_ == State::kOpen, "what is committed was begun and has no error");
  for (const CommittedOffset& offset : offsets) {
    const auto place = core_->find(offset.shard);
    ENCOURS_ASSERT(place.has_value(), "offsets are committed of shards that are there");
    transaction_.add_row(committed_key(place->numbers), encode_offset(offset.next_offset));
  }
  const CommitQueue::Answer answer = core_->queue().commit(holder_, transaction_);
  transaction_.clear();
  state_ = State::kReady;
  return answer.outcome;
}

Status LocalSession::abort() {
  transaction_.clear();
  if (state_ != State::kNew) state_ = State::kReady;
  return {};
}

LocalFeed::LocalFeed(std::shared_ptr<LogCore> core, std::string_view feed)
    : core_(std::move(core)),
      feed_(feed),
      holder_(core_->queue().take(fmt::format("feed {}", feed))) {}

Result<std::optional<std::string>> LocalFeed::cursor() {
  return core_->row(cursor_key(feed_));
}

Status LocalFeed::append(std::span<const Append> records, std::string_view cursor) {
  Transaction transaction;
  for (const Append& record : records) {
    if (auto status = core_->add(record, transaction); !status) return status;
  }
  transaction.add_row(cursor_key(feed_), std::string(cursor));
  const CommitQueue::Answer answer = core_->queue().commit(holder_, transaction);
  if (answer.outcome == CommitOutcome::kCommitted) return {};
  return tl::unexpected(answer.error);
}

}  // namespace encours
