// The ports of the engine: what it needs of a log and of a store. src/engine is written on these
// alone; src/local, src/kafka and src/rocksdb implement them and never see each other.
//
// The protocol they serve is fixed in src/engine/README.md: outputs, ticks, dead letters, one
// position record per shard and the input offsets become visible together or not at all; rows in
// the store are a lagging checkpoint.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tl/expected.hpp"

namespace encours {

// How the world failed. Handled in src/engine/worker.cc alone: bounded retry, or stop.
enum class Fault : std::uint8_t {
  kRetry,    // may go through later: a time-out, a busy disk
  kFenced,   // somebody else has taken our place: stop, never retry
  kCorrupt,  // what was read is not what was written
  kFull,     // no room: disk, quota
  kRefused,  // the request itself is wrong: too large, no such topic, no right
  kIo,       // anything else that the device or network said
};

struct Error {
  Fault fault = Fault::kIo;
  std::string message;  // for people, names the thing that failed
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = tl::expected<void, Error>;

// A partition of a topic.
struct TopicPartition {
  std::string topic;
  std::int32_t partition = 0;

  friend auto operator<=>(const TopicPartition&, const TopicPartition&) = default;
};

struct Header {
  std::string name;
  std::string value;
};

// A header where it lies in a Batch.
struct HeaderView {
  std::string_view name;
  std::string_view value;

  operator Header() const { return {std::string(name), std::string(value)}; }
};

// A record that has no time of its own.
inline constexpr std::int64_t kNoTimestamp = -1;

// A record read from a log. The views live as long as its Batch; that of a null key or value, which
// is not an empty one, has no data().
struct Record {
  std::uint32_t source = 0;  // index into the session's assignments, as assign() returned it
  std::int64_t offset = 0;
  std::string_view key;
  std::string_view value;
  std::span<const HeaderView> headers;
  std::int64_t timestamp_ms = kNoTimestamp;  // since 1970, by the producer or the broker
};

// Records in the order of each partition, with the memory they point into. The worker keeps the
// batches of an open transaction until its outcome is known.
class Batch {
 public:
  virtual ~Batch() = default;
  std::vector<Record> records;
};

// A record to be written. The partition is given, never guessed: partition_of() below is the one
// rule for keys.
struct Append {
  TopicPartition to;
  std::string key;
  std::string value;
  std::vector<Header> headers;
};

// What became of a commit.
enum class CommitOutcome : std::uint8_t {
  kCommitted,
  kAborted,   // nothing of it will ever be visible
  kExpelled,  // the same; and the group has gone on without us: what we served is no longer ours
  kUnknown,   // init() and then committed() tell
  kFenced,    // somebody else has taken our place
};

// What the group says to a session whose shards it chooses.
struct GroupNews {
  enum class Kind : std::uint8_t {
    kGiven,  // to be served from now on
    kTaken,  // to be committed, and let go
    kLost,   // somebody else may serve them already: to be let go as they are
  };
  Kind kind = Kind::kGiven;
  std::vector<TopicPartition> shards;  // of kGiven; the others mean all
};

// First offset still there, and the offset the next record will get.
struct Bounds {
  std::int64_t first = 0;
  std::int64_t end = 0;
};

// Where a shard stands, to be committed with the outputs that led there.
struct CommittedOffset {
  TopicPartition shard;
  std::int64_t next_offset = 0;
};

// One worker's hold on the logs: in Kafka's words one consumer and one producer with stable ids.
// Used by one thread.
class LogSession {
 public:
  virtual ~LogSession() = default;

  // Takes the place of whoever held this ordinal before and ends any transaction they left open.
  // Called first, and again after an unknown outcome or an indefinite error.
  virtual Status init() = 0;

  // Whether the group chooses the shards, and says so by news(), asked after each poll().
  virtual bool is_grouped() const { return false; }
  virtual std::optional<GroupNews> news() { return std::nullopt; }
  // Answers kTaken and kLost: all is unassigned, and nothing is open.
  virtual Status let_go() { return {}; }

  // C: the next offset to fold, as last committed; nothing if none was ever committed. Never read
  // as 0.
  virtual Result<std::optional<std::int64_t>> committed(const TopicPartition& shard) = 0;
  // P: the newest committed record of the positions topic for the shard (bytes of v1::Position).
  // Both may answer kRetry while a transaction of whoever served the shard before is undecided.
  virtual Result<std::optional<std::string>> last_position(const TopicPartition& shard) = 0;
  virtual Result<Bounds> bounds(const TopicPartition& shard) = 0;

  // Begins to deliver the shard's records from an offset; returns the index that its records bear.
  virtual Result<std::uint32_t> assign(const TopicPartition& shard, std::int64_t from) = 0;
  virtual void unassign(const TopicPartition& shard) = 0;

  // Committed records of the assigned shards, at most `records_max`; an empty batch when none came
  // in time. Offsets of one shard rise without repeats; they may have gaps.
  virtual Result<std::unique_ptr<Batch>> poll(std::size_t records_max,
                                              std::chrono::milliseconds timeout) = 0;

  // One transaction at a time: begin, append any number, commit or abort. An error of append()
  // leaves only abort().
  virtual Status begin() = 0;
  virtual Status append(const Append& record) = 0;
  virtual CommitOutcome commit(std::span<const CommittedOffset> offsets) = 0;
  virtual Status abort() = 0;
};

// One feed's way into the logs. Its cursor (how far the source was read) becomes durable with the
// records.
class FeedSession {
 public:
  virtual ~FeedSession() = default;

  virtual Result<std::optional<std::string>> cursor() = 0;
  // All of `records` and the cursor, or nothing.
  virtual Status append(std::span<const Append> records, std::string_view cursor) = 0;
};

// A partitioned, durable, ordered log of several topics.
class EventLog {
 public:
  virtual ~EventLog() = default;

  // Names the log for good; a state that was folded from another is refused.
  virtual std::string cluster_id() const = 0;
  virtual Result<std::int32_t> partition_count(std::string_view topic) const = 0;

  // `ordinal` is stable across restarts; a second session with it fences the first.
  virtual Result<std::unique_ptr<LogSession>> open_session(std::int32_t ordinal) = 0;
  virtual Result<std::unique_ptr<FeedSession>> open_feed(std::string_view feed) = 0;

  // Committed records of one partition from an offset, for readers that keep no place: dumps,
  // views, exports.
  virtual Result<std::unique_ptr<Batch>> read(const TopicPartition& from, std::int64_t offset,
                                              std::size_t records_max) = 0;
  virtual Result<Bounds> bounds(const TopicPartition& partition) = 0;
  // P for readers, who have no session: as LogSession::last_position().
  virtual Result<std::optional<std::string>> last_position(const TopicPartition& shard) = 0;
  // How far a feed was read, for readers: to open it would push aside who feeds.
  virtual Result<std::optional<std::string>> cursor_of(std::string_view feed) = 0;

  // A look at what was written since, for a log that a reader opened beside its writer and that
  // stands still until then. kRetry: ask again.
  virtual Status catch_up() { return {}; }
  // Has everything that was committed on the disk, where commits do not wait for it.
  virtual Status sync() { return {}; }
};

// The partition of a key: murmur2 of the key, as Java's default partitioner has it, so that foreign
// producers agree.
std::int32_t partition_of(std::string_view key, std::int32_t partition_count);

// One row to write or, without a value, to remove.
struct RowChange {
  std::string key;
  std::optional<std::string> value;
};

// Rows in key order from a position. The views live until next().
class RowCursor {
 public:
  virtual ~RowCursor() = default;
  virtual bool valid() const = 0;
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
  virtual void next() = 0;
  virtual Status status() const = 0;
};

// The rows of one shard on disk. Reads may come from one thread while another writes.
class StateStore {
 public:
  virtual ~StateStore() = default;

  virtual Result<std::optional<std::string>> get(std::string_view key) = 0;
  // values[i] answers keys[i].
  virtual Status multi_get(std::span<const std::string> keys,
                           std::vector<std::optional<std::string>>& values) = 0;
  // All of it or nothing, also across a crash. What is written later never survives what was
  // written before.
  virtual Status write(std::span<const RowChange> changes) = 0;
  // Rows with keys in [from, to); an empty `to` means to the end.
  virtual std::unique_ptr<RowCursor> scan(std::string_view from, std::string_view to) = 0;
};

// Opens the store of a shard, making it if it is not there; sets one aside that is not of this log.
class StoreFactory {
 public:
  virtual ~StoreFactory() = default;
  virtual Result<std::unique_ptr<StateStore>> open(const TopicPartition& shard) = 0;
  // Moves the shard's rows out of the way (kept for inspection), so that open() begins empty.
  virtual Status set_aside(const TopicPartition& shard) = 0;
  // Puts the newest valid snapshot of the shard that stands at or before `until` in the place of
  // its rows; open() then finds it. False: there is none.
  virtual Result<bool> restore(const TopicPartition& shard, std::int64_t until) = 0;
};

// Where copies of rows come back from: src/snapshot, for whoever implements StoreFactory.
class SnapshotSource {
 public:
  virtual ~SnapshotSource() = default;
  // Brings the files of the newest valid snapshot of the shard that stands at or before `until`
  // into `folder`, made for them, checked and safe on the disk. False: there is none, and no
  // folder.
  virtual Result<bool> fetch(const TopicPartition& shard, std::int64_t until,
                             const std::filesystem::path& folder) = 0;
};

// Reads a copy of a shard's rows: a folder of files that nobody has open. Implemented by
// src/rocksdb for src/snapshot. Nothing in the folder is changed.
class RowFiles {
 public:
  virtual ~RowFiles() = default;
  // The copy's own record of how far it stands (bytes of state.v1.StoreMeta); nothing when nothing
  // was ever folded into it.
  virtual Result<std::optional<std::string>> meta(const std::filesystem::path& folder) const = 0;
  // Reads every block of every file; kCorrupt when one is not what was written.
  virtual Status check(const std::filesystem::path& folder) const = 0;
};

}  // namespace encours
