#include "src/ingest/feed/feed_intake.h"

#include <algorithm>

#include "operators/domain/assert.h"
#include "src/engine/dead_letter.h"

namespace encours {
namespace {

// The message as UTF-8, with the column that is to blame.
std::string message_of(const Failure& failure) {
  const std::string message =
      (failure.column.empty() ? "" : failure.column + ": ") + failure.detail;
  return is_utf8(message) ? message : in_quotes(message);
}

}  // namespace

Append feed_letter(const FeedSettings& feed, std::int32_t letters_partitions,
                   const FeedRecord& record, const Failure& failure) {
  ENCOURS_ASSERT(letters_partitions > 0, "a topic has partitions");
  const std::string message = message_of(failure);
  Refused refused;
  refused.from = record.from;
  refused.offset = record.offset;
  refused.key = record.key;
  refused.value = record.value;
  refused.headers = record.headers;
  if (record.timestamp_ms != kNoTimestamp) refused.timestamp_ms = record.timestamp_ms;
  refused.feed = feed.name;
  refused.reason = reject_reason_name(failure.reason);
  refused.message = message;
  return dead_letter({feed.dead_letters, record.from.partition % letters_partitions}, refused);
}

FeedFigures& FeedFigures::operator+=(const FeedFigures& more) {
  records += more.records;
  accepted += more.accepted;
  ignored += more.ignored;
  refused += more.refused;
  events += more.events;
  derived_ids += more.derived_ids;
  for (std::size_t reason = 0; reason < refused_by_reason.size(); ++reason) {
    refused_by_reason[reason] += more.refused_by_reason[reason];
  }
  return *this;
}

bool FeedIntake::take(const FeedRecord& record, std::int64_t now_us, std::vector<Append>& out) {
  ++figures_.records;
  events_.clear();
  const FeedAnswer answer = codec_.decode(record, events_);
  if (answer.outcome == FeedAnswer::Outcome::kNothing) {
    ++figures_.ignored;
    return false;
  }
  if (answer.outcome == FeedAnswer::Outcome::kRefused) {
    refuse(record, answer.failure, out);
    return false;
  }
  const std::size_t before = out.size();
  for (v1::Event& event : events_) {
    stamp_live(event, now_us);
    if (const auto failure = router_.add(event, out)) {
      // All of a record or none of it.
      out.erase(out.begin() + static_cast<std::ptrdiff_t>(before), out.end());
      refuse(record, *failure, out);
      return false;
    }
  }
  ++figures_.accepted;
  figures_.events += events_.size();
  figures_.derived_ids += answer.derived_id ? 1 : 0;
  return std::ranges::any_of(events_, &v1::Event::urgent);
}

void FeedIntake::refuse(const FeedRecord& record, const Failure& failure,
                        std::vector<Append>& out) {
  ++figures_.refused;
  ++figures_.refused_by_reason.at(static_cast<std::size_t>(failure.reason));
  out.push_back(feed_letter(settings(), letters_partitions_, record, failure));
}

}  // namespace encours
