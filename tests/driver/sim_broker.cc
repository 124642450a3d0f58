#include "tests/driver/sim_broker.h"

#include <algorithm>

#include "fmt/format.h"
#include "operators/domain/assert.h"
#include "schemas/topics.h"

namespace encours {
namespace {

Error not_yet(std::string_view what) {
  return {Fault::kRetry, fmt::format("{} waits for the end of a transaction", what)};
}

}  // namespace

SimBroker::SimBroker(SimLogOptions options) : options_(std::move(options)), chance_(options_.seed) {
  for (const auto& [topic, count] : options_.topics) {
    for (std::int32_t partition = 0; partition < count; ++partition) {
      partitions_.try_emplace({topic, partition});
    }
  }
}

std::size_t SimBroker::any(std::size_t below) {
  // Not std::uniform_int_distribution: its numbers differ between standard libraries.
  return below == 0 ? 0 : static_cast<std::size_t>(chance_() % below);
}

// --- transactions -----------------------------------------------------------------------------

std::uint64_t SimBroker::take(const std::string& producer) {
  decide(producer, false);
  finish(producer);
  return ++epochs_[producer];
}

// The markers of what the producer decided arrive.
void SimBroker::finish(const std::string& producer) {
  std::erase_if(on_their_way_, [&](const std::shared_ptr<Transaction>& transaction) {
    return transaction->producer == producer && transaction->fate != Fate::kOpen &&
           advance(transaction, true);
  });
}

bool SimBroker::holds(const std::string& producer, std::uint64_t epoch) const {
  const auto current = epochs_.find(producer);
  return current != epochs_.end() && current->second == epoch;
}

// The producer's open transaction; a new one if it has none.
std::shared_ptr<SimBroker::Transaction> SimBroker::open_of(const std::string& producer) {
  for (const auto& transaction : on_their_way_) {
    if (transaction->producer == producer && transaction->fate == Fate::kOpen) return transaction;
  }
  // As with Kafka the next transaction begins when the last one is over (CONCURRENT_TRANSACTIONS).
  finish(producer);
  auto transaction = std::make_shared<Transaction>();
  transaction->producer = producer;
  on_their_way_.push_back(transaction);
  return transaction;
}

void SimBroker::append(const std::string& producer, const Append& record) {
  const auto transaction = open_of(producer);
  Partition& partition = partitions_.at(record.to);
  transaction->markers.try_emplace(record.to, 0U);
  partition.undecided.try_emplace(transaction, static_cast<std::int64_t>(partition.entries.size()));
  auto stored = std::make_shared<SimRecord>();
  stored->key = record.key;
  stored->value = record.value;
  stored->headers = record.headers;
  for (const Header& header : stored->headers) {
    stored->header_views.push_back({header.name, header.value});
  }
  partition.entries.push_back({transaction, std::move(stored)});
}

void SimBroker::add_offsets(const std::string& producer, std::span<const CommittedOffset> offsets) {
  const auto transaction = open_of(producer);
  transaction->offsets.assign(offsets.begin(), offsets.end());
}

void SimBroker::add_cursor(const std::string& producer, const std::string& feed,
                           std::string cursor) {
  open_of(producer)->cursors[feed] = std::move(cursor);
}

void SimBroker::decide(const std::string& producer, bool commit) {
  for (const auto& transaction : on_their_way_) {
    if (transaction->producer != producer || transaction->fate != Fate::kOpen) continue;
    transaction->fate = commit ? Fate::kCommitted : Fate::kAborted;
    for (auto& [place, calls] : transaction->markers) {
      calls = static_cast<unsigned>(any(options_.marker_delay_calls_max + 1U));
    }
    transaction->offsets_marker = static_cast<unsigned>(any(options_.marker_delay_calls_max + 1U));
    if (!commit) continue;
    for (auto& [feed, cursor] : transaction->cursors) {
      cursors_[feed] = std::move(cursor);
    }
  }
  std::erase_if(on_their_way_, [this](const auto& transaction) {
    return transaction->fate != Fate::kOpen && advance(transaction, false);
  });
}

void SimBroker::crash() {
  for (const auto& transaction : on_their_way_) {
    if (transaction->fate != Fate::kOpen) continue;
    transaction->hangs = true;
    transaction->hangs_for = options_.transaction_timeout_calls;
  }
}

void SimBroker::hang(const std::string& producer) {
  for (const auto& transaction : on_their_way_) {
    if (transaction->producer != producer || transaction->fate != Fate::kOpen) continue;
    if (!transaction->hangs) transaction->hangs_for = options_.transaction_timeout_calls;
    transaction->hangs = true;
  }
}

void SimBroker::go_on(const std::string& producer) {
  for (const auto& transaction : on_their_way_) {
    if (transaction->producer == producer) transaction->hangs = false;
  }
}

// --- markers ----------------------------------------------------------------------------------

void SimBroker::pass() {
  for (const auto& transaction : on_their_way_) {
    if (transaction->fate == Fate::kOpen && transaction->hangs) {
      if (transaction->hangs_for == 0) {
        transaction->fate = Fate::kAborted;
        ++epochs_[transaction->producer];
      }
      if (transaction->hangs_for > 0) --transaction->hangs_for;
    }
    for (auto& [place, calls] : transaction->markers) {
      if (calls > 0) --calls;
    }
    if (transaction->offsets_marker > 0) --transaction->offsets_marker;
  }
  std::erase_if(on_their_way_, [this](const auto& transaction) {
    return transaction->fate != Fate::kOpen && advance(transaction, false);
  });
}

void SimBroker::settle() {
  std::erase_if(on_their_way_, [this](const auto& transaction) {
    return transaction->fate != Fate::kOpen && advance(transaction, true);
  });
}

// Puts the markers that are due, or all of them; true when none is left to come.
bool SimBroker::advance(const std::shared_ptr<Transaction>& transaction, bool at_once) {
  for (auto marker = transaction->markers.begin(); marker != transaction->markers.end();) {
    if (!at_once && marker->second > 0) {
      ++marker;
      continue;
    }
    Partition& partition = partitions_.at(marker->first);
    if (transaction->fate == Fate::kCommitted) remember_position(marker->first, transaction);
    partition.entries.push_back({transaction, nullptr});
    partition.undecided.erase(transaction);
    marker = transaction->markers.erase(marker);
  }
  if (at_once || transaction->offsets_marker == 0) {
    if (transaction->fate == Fate::kCommitted) {
      for (const CommittedOffset& offset : transaction->offsets) {
        committed_[offset.shard] = offset.next_offset;
      }
    }
    transaction->offsets.clear();
  }
  return transaction->markers.empty() && transaction->offsets.empty();
}

void SimBroker::remember_position(const TopicPartition& place,
                                  const std::shared_ptr<Transaction>& transaction) {
  if (place.topic != options_.positions_topic) return;
  const Partition& partition = partitions_.at(place);
  const auto end = static_cast<std::int64_t>(partition.entries.size());
  for (std::int64_t offset = partition.undecided.at(transaction); offset < end; ++offset) {
    const Entry& entry = partition.entries[static_cast<std::size_t>(offset)];
    if (entry.transaction != transaction || entry.record == nullptr) continue;
    auto& newest = positions_[entry.record->key];
    if (offset >= newest.first) newest = {offset, entry.record->value};
  }
}

// --- reading ----------------------------------------------------------------------------------

// What Kafka calls the last stable offset.
std::int64_t SimBroker::readable_end(const Partition& partition) {
  auto end = static_cast<std::int64_t>(partition.entries.size());
  for (const auto& [transaction, first] : partition.undecided) {
    end = std::min(end, first);
  }
  return end;
}

std::optional<SimBroker::Found> SimBroker::next(const TopicPartition& partition,
                                                std::int64_t offset) const {
  const Partition& found = partitions_.at(partition);
  const std::int64_t end = readable_end(found);
  for (offset = std::max(offset, found.first); offset < end; ++offset) {
    const Entry& entry = found.entries[static_cast<std::size_t>(offset)];
    if (entry.record != nullptr && entry.transaction->fate == Fate::kCommitted) {
      return Found{offset, entry.record};
    }
  }
  return std::nullopt;
}

Bounds SimBroker::bounds(const TopicPartition& partition) const {
  const Partition& found = partitions_.at(partition);
  return {.first = found.first, .end = readable_end(found)};
}

std::int64_t SimBroker::high_watermark(const TopicPartition& partition) const {
  return static_cast<std::int64_t>(partitions_.at(partition).entries.size());
}

Result<std::optional<std::int64_t>> SimBroker::committed(const TopicPartition& shard) const {
  for (const auto& transaction : on_their_way_) {
    for (const CommittedOffset& offset : transaction->offsets) {
      if (offset.shard == shard) return tl::unexpected(not_yet("the committed offset"));
    }
  }
  const auto found = committed_.find(shard);
  if (found == committed_.end()) return std::optional<std::int64_t>();
  return std::optional(found->second);
}

void SimBroker::set_committed(const TopicPartition& shard, std::optional<std::int64_t> offset) {
  if (offset) {
    committed_[shard] = *offset;
  } else {
    committed_.erase(shard);
  }
}

void SimBroker::drop_before(const TopicPartition& partition, std::int64_t offset) {
  partitions_.at(partition).first = offset;
}

Result<std::optional<std::string>> SimBroker::last_position(const TopicPartition& shard) const {
  for (const auto& [place, partition] : partitions_) {
    if (place.topic == options_.positions_topic && !partition.undecided.empty()) {
      return tl::unexpected(not_yet("the positions topic"));
    }
  }
  const auto found = positions_.find(position_key(shard.topic, shard.partition));
  if (found == positions_.end()) return std::optional<std::string>();
  return std::optional(found->second.second);
}

std::optional<std::string> SimBroker::cursor(const std::string& feed) const {
  const auto found = cursors_.find(feed);
  if (found == cursors_.end()) return std::nullopt;
  return found->second;
}

}  // namespace encours
