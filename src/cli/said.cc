#include "src/cli/said.h"

#include "schemas/topics.h"
#include "src/cli/export_outputs.h"
#include "src/engine/letter_reader.h"

namespace encours::cli {
namespace {

constexpr std::size_t kPageRecords = 1'000;

Status count_reasons(EventLog& log, const TopicPartition& letters, std::int64_t from,
                     std::map<std::string, std::uint64_t>& refused) {
  while (true) {
    const auto page = log.read(letters, from, kPageRecords);
    if (!page) return tl::unexpected(page.error());
    if ((*page)->records.empty()) return {};
    for (const Record& record : (*page)->records) {
      ++refused[std::string(read_letter(record).reason)];
      from = record.offset + 1;
    }
  }
}

}  // namespace

tl::expected<Ends, Failure> output_ends(EventLog& log) {
  Ends ends;
  for (const std::string& topic : output_topics()) {
    const auto partitions = log.partition_count(topic);
    if (!partitions) return tl::unexpected(failure_of(partitions.error()));
    for (std::int32_t partition = 0; partition < *partitions; ++partition) {
      const auto bounds = log.bounds({topic, partition});
      if (!bounds) return tl::unexpected(failure_of(bounds.error()));
      ends[{topic, partition}] = bounds->end;
    }
  }
  return ends;
}

tl::expected<Said, Failure> said_since(EventLog& log, const Ends& since) {
  const auto now = output_ends(log);
  if (!now) return tl::unexpected(now.error());
  Said said;
  for (const auto& [partition, end] : *now) {
    const auto before = since.find(partition);
    const std::int64_t from = before == since.end() ? 0 : before->second;
    said.records[partition.topic] += static_cast<std::uint64_t>(end - from);
    if (partition.topic != dead_letters_of(Log::kEvents)) continue;
    if (const Status counted = count_reasons(log, partition, from, said.refused); !counted) {
      return tl::unexpected(failure_of(counted.error()));
    }
  }
  return said;
}

}  // namespace encours::cli
