#include "src/cli/live_feed.h"

#include "schemas/topics.h"

namespace encours::cli {

tl::expected<LiveFeed, Failure> LiveFeed::open(EventLog& log, const Clock& clock,
                                               const std::string& feed) {
  auto session = log.open_feed(feed);
  if (!session) return tl::unexpected(failure_of(session.error()));
  const auto partitions = log.partition_count(topic_of(Log::kEvents));
  if (!partitions) return tl::unexpected(failure_of(partitions.error()));
  LiveFeed live(clock, std::move(*session), *partitions);
  const auto cursor = live.session_->cursor();
  if (!cursor) return tl::unexpected(failure_of(cursor.error()));
  live.cursor_ = cursor->value_or("");
  return live;
}

std::optional<encours::Failure> LiveFeed::take(v1::Event& event) {
  stamp_live(event, clock_->now_us());
  auto refusal = router_.add(event, records_);
  if (!refusal) ++events_;
  return refusal;
}

tl::expected<void, Failure> LiveFeed::append(std::string cursor) {
  if (const Status appended = session_->append(records_, cursor); !appended) {
    return tl::unexpected(failure_of(appended.error()));
  }
  cursor_ = std::move(cursor);
  records_.clear();
  events_ = 0;
  return {};
}

}  // namespace encours::cli
