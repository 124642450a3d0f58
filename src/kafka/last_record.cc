#include "src/kafka/last_record.h"

#include <algorithm>

#include "fmt/format.h"
#include "src/kafka/patience.h"

namespace encours::kafka {
namespace {

// Offsets read first from the end, and how much more each time that the key was not among them.
constexpr std::int64_t kWindow = 512;
constexpr std::int64_t kWindowGrowth = 8;
constexpr std::size_t kRecordsAtOnce = 1'000;

// The last record of the key in [from, until).
Answer<std::optional<std::string>> last_within(Reader& reader, const TopicPartition& partition,
                                               const std::string& key, std::int64_t from,
                                               std::int64_t until) {
  std::optional<std::string> found;
  while (from < until) {
    const Answer<std::unique_ptr<Batch>> batch = reader.read(partition, from, kRecordsAtOnce);
    if (!batch) {
      return tl::unexpected(batch.error());
    }
    if ((*batch)->records.empty()) {
      break;  // markers alone are left
    }
    for (const Record& record : (*batch)->records) {
      from = record.offset + 1;
      if (record.key == key && record.offset < until) {
        found = std::string(record.value);
      }
    }
  }
  return found;
}

// All that was written until now, once all of it is decided.
Answer<Bounds> decided_bounds(Reader& reader, const KafkaLogOptions& options,
                              const TopicPartition& partition) {
  const Answer<Bounds> all =
      patiently(options, [&] { return reader.bounds(partition, Isolation::kAll); });
  if (!all) {
    return all;
  }
  return patiently(options, [&]() -> Answer<Bounds> {
    const Answer<Bounds> stable = reader.bounds(partition, Isolation::kCommitted);
    if (stable && stable->end < all->end) {
      return tl::unexpected(
          Failure{Trouble::kRetry, fmt::format("{}/{} waits for the end of a transaction",
                                               partition.topic, partition.partition)});
    }
    return stable ? Answer<Bounds>(Bounds{stable->first, all->end}) : stable;
  });
}

}  // namespace

Answer<std::optional<std::string>> last_record(Reader& reader, const KafkaLogOptions& options,
                                               const TopicPartition& partition,
                                               const std::string& key) {
  const Answer<Bounds> bounds = decided_bounds(reader, options, partition);
  if (!bounds) {
    return tl::unexpected(bounds.error());
  }
  std::int64_t until = bounds->end;
  for (std::int64_t window = kWindow; until > bounds->first; window *= kWindowGrowth) {
    const std::int64_t from = std::max(bounds->first, until - window);
    auto found =
        patiently(options, [&] { return last_within(reader, partition, key, from, until); });
    if (!found || found->has_value()) {
      return found;
    }
    until = from;
  }
  return std::optional<std::string>();
}

}  // namespace encours::kafka
