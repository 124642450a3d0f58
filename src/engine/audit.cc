#include "src/engine/audit.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "src/engine/hash128.h"
#include "src/engine/log_reading.h"
#include "src/engine/nothing_store.h"

namespace encours {
namespace {

// A record as its readers see it, in a few bytes: all of a log's words are kept at once.
using Print = std::pair<std::uint64_t, std::uint64_t>;

template <class Headers>
Print print_of(std::string_view topic, std::string_view key, std::string_view value,
               const Headers& headers) {
  std::string spelled = fmt::format("{}\x1f{}\x1f{}\x1f{}", topic, key.size(), key, value.size());
  for (const auto& header : headers) {
    spelled += fmt::format("\x1f{}\x1f{}\x1f{}", header.name, header.value.size(), header.value);
  }
  spelled += value;
  const Hash128 hash = hash_of(spelled);
  return {hash.low, hash.high};
}

class Auditor {
 public:
  Auditor(EventLog& log, ShardIdentity identity, const Topology& topology)
      : log_(log),
        identity_(std::move(identity)),
        shard_(identity_, topology, store_, std::numeric_limits<std::size_t>::max(), true) {}

  Status fold(const v1::Position& position) {
    audit_.until = position.next_offset();
    audit_.state_hash_known = position.state_hash_offset() != 0;
    if (Status status = shard_.open(); !status) {
      return status;
    }
    Decoded input;
    Status status =
        for_each_record(log_, identity_.log, 0, audit_.until, [&](const Record& record) {
          const Verdict verdict = decode(record, identity_.log, identity_.partition_count, input);
          return fold_one(record, input, verdict, position);
        });
    audit_.log_hash_equal = status && shard_.log_hash() == position.log_hash();
    audit_.full = shard_.hashes().full;
    return status;
  }

  Status see(const std::string& topic) {
    return for_each_record(
        log_, {topic, identity_.log.partition}, 0, std::numeric_limits<std::int64_t>::max(),
        [&](const Record& record) {
          seen_.push_back(print_of(topic, record.key, record.value, record.headers));
          return Status();
        });
  }

  Audit compared() {
    std::sort(said_.begin(), said_.end());
    std::sort(seen_.begin(), seen_.end());
    audit_.said = said_.size();
    auto said = said_.begin();
    auto seen = seen_.begin();
    while (said != said_.end() || seen != seen_.end()) {
      const bool is_lost = seen == seen_.end() || (said != said_.end() && *said < *seen);
      const bool is_extra = !is_lost && (said == said_.end() || *seen < *said);
      if (is_lost) {
        ++audit_.lost;
        ++said;
      } else if (is_extra) {
        const bool was_said = said != said_.begin() && *std::prev(said) == *seen;
        ++(was_said ? audit_.repeated : audit_.foreign);
        ++seen;
      } else {
        ++said;
        ++seen;
      }
    }
    return audit_;
  }

 private:
  Status fold_one(const Record& record, const Decoded& input, const Verdict& verdict,
                  const v1::Position& position) {
    outputs_.clear();
    if (Status status = shard_.fold(record, input, verdict, &outputs_); !status) {
      return status;
    }
    if (shard_.poisoned().has_value()) {
      return tl::unexpected(Error{Fault::kRefused, fmt::format("offset {}: {}", record.offset,
                                                               shard_.poisoned()->message)});
    }
    shard_.commit_transaction();
    ++audit_.events;
    for (const Append& output : outputs_) {
      said_.push_back(print_of(output.to.topic, output.key, output.value, output.headers));
    }
    // What the log's owner appended for itself: slices are said by the fold, ticks are not.
    if (input.kind == Kind::kSweep && verdict.accepted()) {
      seen_.push_back(print_of(identity_.log.topic, record.key, record.value, record.headers));
    }
    if (audit_.state_hash_known && record.offset + 1 == position.state_hash_offset()) {
      const Hash128 full = shard_.hashes().full;
      audit_.state_hash_equal =
          full.low == position.state_hash_low() && full.high == position.state_hash_high();
    }
    return {};
  }

  EventLog& log_;
  const ShardIdentity identity_;
  NothingStore store_;
  Shard shard_;
  Audit audit_;
  std::vector<Append> outputs_;
  std::vector<Print> said_;
  std::vector<Print> seen_;
};

}  // namespace

Result<Audit> audit(EventLog& log, const ShardIdentity& identity, const Topology& topology,
                    const std::vector<std::string>& output_topics) {
  const auto position = position_of(log, identity.log);
  if (!position) {
    return tl::unexpected(position.error());
  }
  Auditor auditor(log, identity, topology);
  if (Status status = auditor.fold(position->value_or(v1::Position())); !status) {
    return tl::unexpected(status.error());
  }
  for (const std::string& topic : output_topics) {
    if (Status status = auditor.see(topic); !status) {
      return tl::unexpected(status.error());
    }
  }
  const auto position_after = position_of(log, identity.log);
  if (!position_after) {
    return tl::unexpected(position_after.error());
  }
  if (position_after->has_value() != position->has_value() ||
      (position->has_value() && (*position)->next_offset() != (*position_after)->next_offset())) {
    return tl::unexpected(Error{
        Fault::kRetry, fmt::format("{}/{} was folded on meanwhile; ask again when nothing comes",
                                   identity.log.topic, identity.log.partition)});
  }
  return auditor.compared();
}

}  // namespace encours
