#include "src/engine/letter_search.h"

#include <algorithm>

namespace encours {
namespace {

constexpr std::size_t kPageRecords = 500;

bool matches(const LetterFilter& filter, const TopicPartition& at, const Letter& letter) {
  const bool topic =
      filter.topic.empty() || filter.topic == at.topic || filter.topic == letter.from.topic;
  return topic && (filter.reason.empty() || filter.reason == letter.reason);
}

// False when `seen` has had enough.
Result<bool> walk(EventLog& log, const TopicPartition& at, const LetterFilter& filter,
                  const LetterSeen& seen) {
  const auto bounds = log.bounds(at);
  if (!bounds) return tl::unexpected(bounds.error());
  std::int64_t offset = std::max(filter.first_offset, bounds->first);
  while (offset < bounds->end && offset <= filter.last_offset) {
    const auto page = log.read(at, offset, kPageRecords);
    if (!page) return tl::unexpected(page.error());
    if ((*page)->records.empty()) break;
    for (const Record& record : (*page)->records) {
      offset = record.offset + 1;
      if (record.offset > filter.last_offset) return true;
      const Letter letter = read_letter(record);
      if (matches(filter, at, letter) && !seen(at, record, letter)) return false;
    }
  }
  return true;
}

}  // namespace

Status for_each_letter(EventLog& log, std::span<const std::string> topics,
                       const LetterFilter& filter, const LetterSeen& seen) {
  for (const std::string& topic : topics) {
    const auto partitions = log.partition_count(topic);
    if (!partitions) return tl::unexpected(partitions.error());
    for (std::int32_t partition = 0; partition < *partitions; ++partition) {
      if (filter.partition >= 0 && filter.partition != partition) continue;
      const auto go_on = walk(log, {topic, partition}, filter, seen);
      if (!go_on) return tl::unexpected(go_on.error());
      if (!*go_on) return {};
    }
  }
  return {};
}

}  // namespace encours
