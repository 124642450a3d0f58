#include "src/cli/live_feed.h"

#include <google/protobuf/util/time_util.h>

#include "schemas/topics.h"
#include "src/cli/feed_event.h"

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

std::string_view LiveFeed::take(v1::Event& event) {
  if (const std::string_view refusal = refusal_of(event); !refusal.empty()) return refusal;
  if (event.has_logged_at() && !event.has_entered_at()) {
    *event.mutable_entered_at() = event.logged_at();
  }
  *event.mutable_logged_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(clock_->now_us());
  add_records(key_of(event), event.SerializeAsString(), partitions_, records_);
  ++events_;
  return {};
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
