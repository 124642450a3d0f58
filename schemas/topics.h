// Topics, and the log that each kind of event belongs to: what topics.yaml says, as constants for
// the code. Read by the homes of the log, the engine, ingest and the operators that send outputs.
// tests/contracts proves that this table and topics.yaml say the same.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace encours {

// What the key of a topic's records is made of.
enum class TopicKey : std::uint8_t {
  kClient,         // client_id
  kCompany,        // company_id
  kGroup,          // group_id
  kClientSegment,  // client_segment_key()
  kShard,          // position_key()
  kPortfolio,      // portfolio code
  kReference,      // person_ref or text_ref
  kInput,          // the key of the record that was refused
  kFeed,           // the name of the feed
  kOrdinal,        // worker_key()
};

// What may leave a topic: old records, or all but the last of each key.
enum class Cleanup : std::uint8_t { kDelete, kCompact };

// A retention without end.
inline constexpr int kForever = 0;

struct Topic {
  std::string_view name;
  std::string_view message;  // the message of the value, within encours.v1
  TopicKey key;
  int partitions;  // of a new installation
  Cleanup cleanup;
  int retention_days;  // kForever: nothing is dropped
  bool planned;        // nobody writes it yet
};

// The logs, of which every partition is a shard.
enum class Log : std::uint8_t { kEvents, kCompanies, kGroups };
inline constexpr int kLogCount = 3;

// How a kind of event reaches the shards of its logs.
enum class KindRoute : std::uint8_t {
  kKeyed,      // to the partition of its key
  kBroadcast,  // to every partition, in one transaction
  kShard,      // to its own partition, by the shard's owner alone
};

// Where a kind of event belongs. A kind is the number of its field in Event.body.
struct KindBinding {
  int kind;
  KindRoute route;
  std::uint8_t logs;  // bit i = Log i; a keyed kind has exactly one

  constexpr bool on(Log log) const { return ((logs >> static_cast<int>(log)) & 1) != 0; }
};

// All topics, logs first; and one by name, null if there is none.
std::span<const Topic> topics();
const Topic* find_topic(std::string_view name);

// A log's topic, and where its refused records go.
std::string_view topic_of(Log log);
std::string_view dead_letters_of(Log log);

// All kinds, by number; and one of them, null for a number that is no kind.
std::span<const KindBinding> kind_bindings();
const KindBinding* find_kind(int kind);

// The log of a keyed kind, nothing for any other number.
std::optional<Log> log_of(int kind);

// Keys of records that are about no single client, company or group.
std::string broadcast_key(int partition);  // "~all/3"
std::string shard_key(int partition);      // "~shard/3"

// The key of a credit account's outputs: "C0042|main". A segment never holds "|", a client id may.
std::string client_segment_key(std::string_view client_id, std::string_view segment);

// The key of what a shard says of itself: "credit.events/3".
std::string position_key(std::string_view topic, int partition);

// The key of what a worker says of itself: "3"; of what its standby says: "3/standby".
std::string worker_key(int ordinal, bool is_standby);

}  // namespace encours
