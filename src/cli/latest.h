// The newest record of each subject on an output topic: what was said last about a case, an order.
// Used by the commands that show them; reads the topic from its beginning.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "src/cli/command.h"
#include "src/ports.h"

namespace encours::cli {

inline constexpr std::size_t kLatestPageRecords = 1'000;

// By subject, which `subject_of` names. `partition` of the topic alone.
template <class Message, class SubjectOf>
tl::expected<void, Failure> read_latest(EventLog& log, const TopicPartition& from,
                                        SubjectOf subject_of,
                                        std::map<std::string, Message>& latest) {
  std::int64_t offset = 0;
  while (true) {
    const auto page = log.read(from, offset, kLatestPageRecords);
    if (!page) return tl::unexpected(failure_of(page.error()));
    if ((*page)->records.empty()) return {};
    for (const Record& record : (*page)->records) {
      Message message;
      if (message.ParseFromArray(record.value.data(), static_cast<int>(record.value.size()))) {
        std::string subject = subject_of(message);
        latest.insert_or_assign(std::move(subject), std::move(message));
      }
      offset = record.offset + 1;
    }
  }
}

}  // namespace encours::cli
