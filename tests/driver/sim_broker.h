// A model of what Kafka does with transactions, in memory, without time: the world behind SimLog,
// which gives it the shape of the ports. Everything is decided by the seed and the script, so a
// failure is repeated by its seed.
//
// As in Kafka, what a transaction wrote lies in the partitions at once, and is decided in one
// place; but it becomes visible partition by partition, and the offsets apart from all of them,
// when a marker arrives there. A marker takes an offset of its own, and so does what was aborted:
// offsets have gaps. Before an undecided record nothing can be read on, and offsets that wait for a
// marker are not told (kRetry).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "src/ports.h"

namespace encours {

struct SimLogOptions {
  std::uint64_t seed = 0;
  std::map<std::string, std::int32_t> topics;  // name, partitions
  std::string cluster_id = "simulated";
  std::string positions_topic = "credit.positions";
  std::size_t record_bytes_max = std::size_t{1} << 20U;

  // A marker arrives at the latest after this many calls of the log; 0: at once.
  unsigned marker_delay_calls_max = 0;
  // An open transaction whose process has crashed is aborted after this many calls, unless its
  // place is taken before.
  unsigned transaction_timeout_calls = 200;
  // Polls deliver fewer records than there are, but at least one if there is one ...
  bool short_polls = false;
  // ... except in this share of polls, which come back empty.
  unsigned empty_polls_percent = 0;
  // Shares of commits that are aborted, and whose outcome is unknown (of these one half took
  // effect).
  unsigned aborted_commits_percent = 0;
  unsigned unknown_commits_percent = 0;
};

// A record as it lies in a partition.
struct SimRecord {
  std::string key;
  std::string value;
  std::vector<Header> headers;
  std::vector<HeaderView> header_views;
};

// Used under SimLog's lock.
class SimBroker {
 public:
  explicit SimBroker(SimLogOptions options);

  const SimLogOptions& options() const { return options_; }
  bool has(const TopicPartition& partition) const { return partitions_.contains(partition); }
  // A number below `below`, from the seed.
  std::size_t any(std::size_t below);
  bool happens(unsigned percent) { return any(100) < percent; }

  // One call of the log: markers and time-outs come nearer.
  void pass();
  // Everything that is on its way arrives.
  void settle();

  // A producer is known by a name (an ordinal, a feed). Taking it fences who had it, aborts what
  // they left open and waits for the markers of what was decided.
  std::uint64_t take(const std::string& producer);
  bool holds(const std::string& producer, std::uint64_t epoch) const;

  void append(const std::string& producer, const Append& record);
  void add_offsets(const std::string& producer, std::span<const CommittedOffset> offsets);
  void add_cursor(const std::string& producer, const std::string& feed, std::string cursor);
  // Decides what the producer has open, if anything; it becomes visible as its markers arrive.
  void decide(const std::string& producer, bool commit);
  // No process is there any more: what is open hangs until its place is taken, or the time-out.
  void crash();
  // The producer's process stands still or is gone: what it has open hangs, and the time-out ends
  // its epoch too.
  void hang(const std::string& producer);
  // It goes on in time.
  void go_on(const std::string& producer);

  struct Found {
    std::int64_t offset = 0;
    std::shared_ptr<const SimRecord> record;
  };
  // The first committed record at or after an offset; nothing when none can be read yet.
  std::optional<Found> next(const TopicPartition& partition, std::int64_t offset) const;
  Bounds bounds(const TopicPartition& partition) const;
  // The offset after the last record, decided or not.
  std::int64_t high_watermark(const TopicPartition& partition) const;

  Result<std::optional<std::int64_t>> committed(const TopicPartition& shard) const;
  void set_committed(const TopicPartition& shard, std::optional<std::int64_t> offset);
  // Retention: what lies before the offset has left the partition.
  void drop_before(const TopicPartition& partition, std::int64_t offset);
  Result<std::optional<std::string>> last_position(const TopicPartition& shard) const;
  std::optional<std::string> cursor(const std::string& feed) const;

 private:
  enum class Fate : std::uint8_t { kOpen, kCommitted, kAborted };

  struct Transaction {
    std::string producer;
    Fate fate = Fate::kOpen;
    std::map<TopicPartition, unsigned> markers;  // where its records lie; calls until the marker
    std::vector<CommittedOffset> offsets;
    unsigned offsets_marker = 0;
    std::map<std::string, std::string> cursors;  // by feed; told once it is decided
    bool hangs = false;
    unsigned hangs_for = 0;  // calls
  };

  struct Entry {
    std::shared_ptr<const Transaction> transaction;
    std::shared_ptr<const SimRecord> record;  // null: a marker
  };

  struct Partition {
    std::vector<Entry> entries;  // by offset
    std::int64_t first = 0;      // those before it are there no more
    // Transactions without their marker here, and their first offsets.
    std::map<std::shared_ptr<const Transaction>, std::int64_t> undecided;
  };

  std::shared_ptr<Transaction> open_of(const std::string& producer);
  void finish(const std::string& producer);
  bool advance(const std::shared_ptr<Transaction>& transaction, bool at_once);
  void remember_position(const TopicPartition& place,
                         const std::shared_ptr<Transaction>& transaction);
  static std::int64_t readable_end(const Partition& partition);

  const SimLogOptions options_;
  std::mt19937_64 chance_;
  std::map<TopicPartition, Partition> partitions_;
  std::map<std::string, std::uint64_t> epochs_;
  std::vector<std::shared_ptr<Transaction>> on_their_way_;  // open, or with markers to come
  std::map<TopicPartition, std::int64_t> committed_;
  std::map<std::string, std::pair<std::int64_t, std::string>> positions_;  // by key
  std::map<std::string, std::string> cursors_;
};

}  // namespace encours
