#include "tests/kafka/feed_judge.h"

#include <optional>
#include <set>
#include <string_view>

#include "encours/v1/event.pb.h"
#include "schemas/topics.h"

namespace encours {
namespace {

constexpr std::size_t kRecordsAtOnce = 1'000;

std::optional<std::string_view> nullable(std::string_view bytes) {
  return bytes.data() == nullptr ? std::nullopt : std::optional(bytes);
}

// All of a record but the stamp of ingest, as one text: lengths keep its parts apart.
template <class Headers>
std::string text_of(const TopicPartition& place, std::string_view key, std::string_view value,
                    const Headers& headers) {
  std::string stripped(value);
  v1::Event event;
  if (place.topic == topic_of(Log::kEvents) && event.ParseFromString(stripped)) {
    event.clear_logged_at();
    stripped = event.SerializeAsString();
  }
  std::string text = place.topic + "/" + std::to_string(place.partition);
  const auto add = [&text](std::string_view part) {
    text += " " + std::to_string(part.size()) + ":" + std::string(part);
  };
  add(key);
  add(stripped);
  for (const auto& header : headers) {
    add(header.name);
    add(header.value);
  }
  return text;
}

std::string said(const Error& error, const TopicPartition& place) {
  return place.topic + "/" + std::to_string(place.partition) + ": " + error.message;
}

}  // namespace

Result<FeedVerdict> FeedJudge::judge() {
  std::set<std::string> found_in{std::string(topic_of(Log::kEvents))};
  for (FeedIntake& feed : feeds_) {
    found_in.insert(feed.settings().dead_letters);
    const auto partitions = log_.partition_count(feed.settings().topic);
    if (!partitions) return tl::unexpected(partitions.error());
    for (std::int32_t partition = 0; partition < *partitions; ++partition) {
      if (Status done = expect(feed, {feed.settings().topic, partition}); !done) {
        return tl::unexpected(done.error());
      }
    }
  }
  for (const std::string& topic : found_in) {
    const auto partitions = log_.partition_count(topic);
    if (!partitions) return tl::unexpected(partitions.error());
    for (std::int32_t partition = 0; partition < *partitions; ++partition) {
      if (Status done = find({topic, partition}); !done) return tl::unexpected(done.error());
    }
  }
  for (const auto& [text, expected] : expected_) {
    verdict_.lost += expected.is_found ? 0U : 1U;
  }
  return verdict_;
}

template <class Take>
Status FeedJudge::read(const TopicPartition& place, Take take) {
  for (std::int64_t offset = 0;;) {
    const auto batch = log_.read(place, offset, kRecordsAtOnce);
    if (!batch) {
      return tl::unexpected(Error{batch.error().fault, said(batch.error(), place)});
    }
    if ((*batch)->records.empty()) return {};
    for (const Record& record : (*batch)->records) {
      take(record);
      offset = record.offset + 1;
    }
  }
}

// What the records of one partition of a feed must have become.
Status FeedJudge::expect(FeedIntake& feed, const TopicPartition& stream) {
  std::uint64_t rank = 0;
  return read(stream, [&](const Record& record) {
    ++verdict_.records;
    std::vector<Append> becomes;
    feed.take({stream, record.offset, nullable(record.key), nullable(record.value), record.headers,
               record.timestamp_ms},
              0, becomes);
    for (const Append& one : becomes) {
      expected_[text_of(one.to, one.key, one.value, one.headers)] = {stream, ++rank, false};
    }
  });
}

Status FeedJudge::find(const TopicPartition& place) {
  std::map<TopicPartition, std::uint64_t> last;  // rank that each stream has reached here
  return read(place, [&](const Record& record) {
    const auto found = expected_.find(text_of(place, record.key, record.value, record.headers));
    if (found == expected_.end()) {
      ++verdict_.foreign;
      return;
    }
    Expected& expected = found->second;
    ++(place.topic == topic_of(Log::kEvents) ? verdict_.events : verdict_.letters);
    verdict_.repeated += expected.is_found ? 1U : 0U;
    expected.is_found = true;
    verdict_.out_of_order += expected.rank <= last[expected.stream] ? 1U : 0U;
    last[expected.stream] = expected.rank;
  });
}

}  // namespace encours
