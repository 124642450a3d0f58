// What src/kafka needs of a Kafka client, and no more. Implemented on librdkafka by
// src/kafka/rdkafka_broker.h and by the simulated broker of tests/driver, so that every line above
// it is proven against both.
//
// All calls block for a bounded time. Objects are used by one thread each.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "src/ports.h"

namespace encours::kafka {

// How a call failed, by what is to be done next.
enum class Trouble : std::uint8_t {
  kRetry,           // the call may be made again: it did nothing, or goes on where it was
  kAbort,           // the transaction can only be aborted
  kExpelled,        // as kAbort; and the group has gone on without this member
  kFencedMember,    // somebody else has joined with the member's instance id
  kFencedProducer,  // the producer's epoch is over: somebody took its id, or the broker aborted its
                    // transaction for its age
  kBroken,          // the producer can do nothing more; what it had under way is unknown
  kRefused,         // the request itself is wrong: too large, no right, no such topic
};

struct Failure {
  Trouble trouble = Trouble::kRetry;
  std::string message;  // for people, names the call and what the broker said
};

template <class T>
using Answer = tl::expected<T, Failure>;
using Done = tl::expected<void, Failure>;

// Where the records of a partition are fetched from. `source` comes back in its records.
struct Fetch {
  TopicPartition from;
  std::int64_t offset = 0;
  std::uint32_t source = 0;
};

// A member of the consumer group, with a stable instance id.
class Member {
 public:
  // Leaves nothing behind: a static member keeps its place until its session times out, so that a
  // restart moves no shard.
  virtual ~Member() = default;

  // Committed records of what is being fetched, at most `records_max`, in the order of each
  // partition; none when none came in time.
  virtual Answer<std::unique_ptr<Batch>> poll(std::size_t records_max,
                                              std::chrono::milliseconds timeout) = 0;
  // What the group has said since, oldest first; asked after each poll. kTaken and kLost wait for
  // let_go(), kGiven for fetch().
  virtual std::optional<GroupNews> news() = 0;
  // Fetches these and nothing else from now on; what was fetched before and not polled is dropped.
  virtual Done fetch(std::span<const Fetch> from) = 0;
  // The member gives back all it was given and may be given others.
  virtual Done let_go() = 0;

  // The group's committed offset; kRetry while a transaction that holds one is undecided.
  virtual Answer<std::optional<std::int64_t>> committed(const TopicPartition& partition) = 0;
  // Whether the group still knows this member under its instance id: kFencedMember or kExpelled if
  // not. Takes as long as a heartbeat.
  virtual Done prove() = 0;
};

// A transactional producer.
class Producer {
 public:
  virtual ~Producer() = default;

  // Fences whoever held the id, ends what they left open, and returns once all of it is decided.
  virtual Done init() = 0;
  virtual Done begin() = 0;
  virtual Done produce(const Append& record) = 0;
  // The member's offsets become committed with the transaction, if the group still knows it.
  virtual Done send_offsets(std::span<const CommittedOffset> offsets, Member& member) = 0;
  // Waits until everything produced is delivered, then decides. kBroken: the outcome is unknown.
  virtual Done commit() = 0;
  virtual Done abort() = 0;
};

// Which records a reader counts as there.
enum class Isolation : std::uint8_t { kCommitted, kAll };

// Reads without a group.
class Reader {
 public:
  virtual ~Reader() = default;

  // Committed records from an offset on. Empty when the end of what is committed was reached,
  // never because of time.
  virtual Answer<std::unique_ptr<Batch>> read(const TopicPartition& from, std::int64_t offset,
                                              std::size_t records_max) = 0;
  // kAll: `end` is the high watermark; kCommitted: the last stable offset.
  virtual Answer<Bounds> bounds(const TopicPartition& partition, Isolation isolation) = 0;
};

// A connection to a cluster. May be asked from several threads.
class Broker {
 public:
  virtual ~Broker() = default;

  virtual Answer<std::string> cluster_id() = 0;
  virtual Answer<std::int32_t> partition_count(const std::string& topic) = 0;
  // Joins the group; `topics` are the logs it serves.
  virtual Answer<std::unique_ptr<Member>> join(const std::string& instance_id,
                                               std::span<const std::string> topics) = 0;
  virtual Answer<std::unique_ptr<Producer>> open_producer(const std::string& transactional_id) = 0;
  virtual Answer<std::unique_ptr<Reader>> open_reader() = 0;
};

}  // namespace encours::kafka
