#include "src/ingest/feed/feed_worker.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "operators/domain/assert.h"
#include "src/engine/limits.h"

namespace encours {
namespace {

std::optional<std::string_view> nullable(std::string_view bytes) {
  return bytes.data() == nullptr ? std::nullopt : std::optional(bytes);
}

// What may pass is asked again in the next round.
Result<bool> later(const Error& error) {
  if (error.fault == Fault::kRetry) return false;
  return tl::unexpected(error);
}

}  // namespace

FeedWorker::FeedWorker(EventLog& log, const Clock& clock, FeedWorkerSettings settings,
                       std::vector<FeedIntake> feeds)
    : log_(log),
      clock_(clock),
      settings_(std::move(settings)),
      feeds_(std::move(feeds)),
      committed_(feeds_.size()),
      pace_(settings_.commit_interval_min, settings_.commit_interval_max) {}

Status FeedWorker::start() {
  auto session = log_.open_session(settings_.ordinal);
  if (!session) return tl::unexpected(session.error());
  session_ = std::move(*session);
  ENCOURS_ASSERT(session_->is_grouped(), "a group shares out the topics of feeds");
  return session_->init();
}

Result<bool> FeedWorker::turn() {
  Result<bool> moved = take_up_next();
  if (!moved) return moved;
  auto batch = session_->poll(kPollRecordsMax, poll_timeout(*moved));
  if (!batch) {
    return pass_gaps(batch.error());
  }
  if (const auto news = session_->news()) {
    if (Status status = hear(*news); !status) return tl::unexpected(status.error());
    if (news->kind != GroupNews::Kind::kGiven) return true;  // what was polled is ours no more
    moved = true;
  }
  const std::size_t size = (*batch)->records.size();
  if (size == 0) pace_.caught_up();
  if (size == kPollRecordsMax) pace_.fell_behind();
  if (Status status = take(**batch); !status) return tl::unexpected(status.error());
  if (since_ && (size == 0 || is_due())) {
    if (Status status = commit(); !status) return tl::unexpected(status.error());
    moved = true;
  }
  return *moved || size > 0;
}

Status FeedWorker::stop() {
  return session_ != nullptr && since_ ? commit() : Status();
}

std::vector<FeedPlace> FeedWorker::places() const {
  std::vector<FeedPlace> places;
  for (const Source& source : sources_) {
    places.push_back({source.from, source.next});
  }
  return places;
}

// --- what the group says

Status FeedWorker::hear(const GroupNews& news) {
  if (news.kind == GroupNews::Kind::kGiven) {
    ++figures_.assignments;
    given_at_ = clock_.steady();
    waiting_.insert(waiting_.end(), news.shards.begin(), news.shards.end());
    return {};
  }
  if (news.kind == GroupNews::Kind::kTaken && since_) {
    if (Status status = commit(); !status) return status;
  }
  drop_all();
  return session_->let_go();
}

// One partition a round, so that the group hears of us between two.
Result<bool> FeedWorker::take_up_next() {
  if (waiting_.empty()) return false;
  const TopicPartition next = waiting_.front();
  const Result<bool> taken_up = take_up(next);
  if (!taken_up) return taken_up;
  waiting_.erase(waiting_.begin());
  if (!*taken_up) waiting_.push_back(next);
  return taken_up;
}

// A partition goes on where its group has committed; without that, at its beginning.
Result<bool> FeedWorker::take_up(const TopicPartition& from) {
  const auto committed = session_->committed(from);
  if (!committed) return later(committed.error());
  const auto bounds = session_->bounds(from);
  if (!bounds) return later(bounds.error());
  Source source;
  source.from = from;
  source.committed = *committed;
  source.stands = source.next = committed->value_or(bounds->first);
  if (!is_believed(source.next, *bounds)) return false;
  if (source.next < bounds->first || source.next > bounds->end) {
    source.next = bounds->first;
    tell_gap(from, source.stands, source.next);
  }
  const auto feed = std::ranges::find(feeds_, from.topic,
                                      [](const FeedIntake& one) { return one.settings().topic; });
  ENCOURS_ASSERT(feed != feeds_.end(), "the group gives topics of feeds");
  source.feed = static_cast<std::size_t>(feed - feeds_.begin());
  const auto index = session_->assign(from, source.next);
  if (!index) return later(index.error());
  source.index = *index;
  sources_.push_back(std::move(source));
  return true;
}

bool FeedWorker::is_believed(std::int64_t next, const Bounds& bounds) const {
  return next <= bounds.end || clock_.steady() - given_at_ >= kFeedEndPatience;
}

// A poll fails for records that left their topic before they were read; other reasons are no gaps.
Result<bool> FeedWorker::pass_gaps(const Error& why) {
  if (why.fault != Fault::kRefused) return tl::unexpected(why);
  bool passed = false;
  for (Source& source : sources_) {
    const auto bounds = session_->bounds(source.from);
    if (!bounds) return tl::unexpected(bounds.error());
    if (source.next >= bounds->first) continue;
    tell_gap(source.from, source.next, bounds->first);
    session_->unassign(source.from);
    const auto index = session_->assign(source.from, bounds->first);
    if (!index) return tl::unexpected(index.error());
    source.index = *index;
    source.next = bounds->first;
    passed = true;
  }
  if (passed) return true;
  return tl::unexpected(why);
}

void FeedWorker::tell_gap(const TopicPartition& from, std::int64_t expected, std::int64_t first) {
  ++figures_.gaps;
  if (settings_.on_gap) settings_.on_gap({from, expected, first});
}

// --- records in

Status FeedWorker::take(const Batch& batch) {
  for (const Record& record : batch.records) {
    Source* const source = source_of(record.source);
    if (source == nullptr) continue;
    take(*source, record);
    if (!is_full()) continue;
    if (Status status = commit(); !status) return status;
  }
  return {};
}

void FeedWorker::take(Source& source, const Record& record) {
  if (!since_) since_ = clock_.steady();
  const std::size_t before = taken_.size();
  const FeedRecord fed{source.from,          record.offset,
                       nullable(record.key), nullable(record.value),
                       record.headers,       record.timestamp_ms};
  urgent_ = feeds_[source.feed].take(fed, clock_.now_us(), taken_) || urgent_;
  source.next = record.offset + 1;
  for (std::size_t i = before; i < taken_.size(); ++i) {
    bytes_ += taken_[i].key.size() + taken_[i].value.size();
  }
}

FeedWorker::Source* FeedWorker::source_of(std::uint32_t index) {
  const auto found = std::ranges::find(sources_, index, &Source::index);
  return found == sources_.end() ? nullptr : &*found;
}

bool FeedWorker::is_full() const {
  return taken_.size() >= kFeedTransactionRecordsMax || bytes_ >= kFeedTransactionBytesMax;
}

bool FeedWorker::is_due() const {
  return urgent_ || clock_.steady() - *since_ >= pace_.interval();
}

// What was taken waits no longer than the rest of its interval for company.
std::chrono::milliseconds FeedWorker::poll_timeout(bool moved) const {
  using std::chrono::milliseconds;
  if (moved) return milliseconds(0);
  if (!since_) return settings_.poll_timeout;
  const auto age = std::chrono::duration_cast<milliseconds>(clock_.steady() - *since_);
  return std::max(milliseconds(0), pace_.interval() - age);
}

// --- transactions

Status FeedWorker::commit() {
  for (int tries = 0; tries < kTransactionTriesMax; ++tries) {
    Result<CommitOutcome> outcome = write();
    if (outcome && *outcome == CommitOutcome::kUnknown) {
      ++figures_.unknown_outcomes;
      outcome = resolve_unknown();
    }
    if (!outcome) return tl::unexpected(outcome.error());
    switch (*outcome) {
      case CommitOutcome::kCommitted:
        committed();
        return {};
      case CommitOutcome::kExpelled:
        // Others may have our partitions. The group's own word follows.
        ++figures_.aborted;
        ++figures_.expulsions;
        drop_all();
        return {};
      case CommitOutcome::kFenced:
        return tl::unexpected(
            Error{Fault::kFenced, "another process has taken the place of this one"});
      default:
        ++figures_.aborted;
    }
  }
  return tl::unexpected(
      Error{Fault::kRetry, fmt::format("a transaction of the feeds was aborted {} times in a row",
                                       kTransactionTriesMax)});
}

// One transaction, from its beginning to its end.
Result<CommitOutcome> FeedWorker::write() {
  if (Status status = session_->begin(); !status) return tl::unexpected(status.error());
  for (const Append& record : taken_) {
    if (Status status = session_->append(record); !status) {
      (void)session_->abort();  // or readers would wait for its time-out
      return tl::unexpected(status.error());
    }
  }
  std::vector<CommittedOffset> ends;
  for (const Source& source : sources_) {
    if (source.is_touched()) ends.push_back({source.from, source.next});
  }
  return session_->commit(ends);
}

// C, read once our place is secure again, tells what became of the transaction.
Result<CommitOutcome> FeedWorker::resolve_unknown() {
  if (Status status = session_->init(); !status) return tl::unexpected(status.error());
  bool took_effect = true;
  bool had_none = true;
  for (const Source& source : sources_) {
    if (!source.is_touched()) continue;
    const auto now = session_->committed(source.from);
    if (!now) return tl::unexpected(now.error());
    took_effect = took_effect && *now == source.next;
    had_none = had_none && *now == source.committed;
  }
  if (took_effect) return CommitOutcome::kCommitted;
  // Neither: somebody else has gone on from where we stood.
  return had_none ? CommitOutcome::kAborted : CommitOutcome::kExpelled;
}

void FeedWorker::committed() {
  ++figures_.transactions;
  for (std::size_t feed = 0; feed < feeds_.size(); ++feed) {
    committed_[feed] += feeds_[feed].take_figures();
  }
  for (Source& source : sources_) {
    if (!source.is_touched()) continue;
    source.stands = source.next;
    source.committed = source.next;
  }
  drop_taken();
}

void FeedWorker::drop_taken() {
  taken_.clear();
  bytes_ = 0;
  urgent_ = false;
  since_.reset();
}

void FeedWorker::drop_all() {
  drop_taken();
  for (FeedIntake& feed : feeds_) {
    (void)feed.take_figures();
  }
  sources_.clear();
  waiting_.clear();
}

}  // namespace encours
