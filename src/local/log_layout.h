// The bytes of the local log: its keys and its records, drawn here because here they are written.
// Used by src/local alone. Integers in keys are big-endian, so that byte order is number order and
// a partition lies in one piece.
//
//   'm' name                                    what this log is: "format", "cluster_id"
//   't' topic:u16                               partitions:u32, name of the topic
//   'r' topic:u16 partition:u32 offset:u64      a record
//   'c' topic:u16 partition:u32                 committed offset of a shard: u64
//   'p' key of the position record              the newest position record of a shard
//   'f' name of the feed                        how far the feed was read: its cursor
//
// A record:
//
//   key length:varint  key
//   headers:varint  { name length:varint  name  value length:varint  value } ...
//   value, to the end
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "src/ports.h"

namespace encours {

inline constexpr std::string_view kLogFormat = "1";

// A partition by numbers: what its keys begin with.
struct LogPartition {
  std::uint16_t topic = 0;
  std::int32_t partition = 0;
};

std::string meta_key(std::string_view name);
std::string topic_key(std::uint16_t topic);
std::string record_key(const LogPartition& partition, std::int64_t offset);
// Above every record of the partition, below those of the next.
std::string records_end_key(const LogPartition& partition);
std::string committed_key(const LogPartition& partition);
std::string position_row_key(std::string_view record_key);
std::string cursor_key(std::string_view feed);

// The topic's number, or a record's offset; nothing when the bytes are no such key.
std::optional<std::uint16_t> topic_of_key(std::string_view key);
std::optional<std::int64_t> offset_of_key(std::string_view key);

std::string encode_topic(std::string_view name, std::int32_t partitions);
bool decode_topic(std::string_view bytes, std::string& name, std::int32_t& partitions);

// Adds the bytes of a record to `out`.
void encode_record(const Append& record, std::string& out);

// Takes a record apart, piece by piece, where it lies. Every call is false when the bytes end too
// soon.
class RecordReader {
 public:
  explicit RecordReader(std::string_view bytes) : rest_(bytes) {}

  bool key(std::string_view& out) { return text(out); }
  bool header_count(std::uint64_t& out) { return varint(out); }
  bool header(HeaderView& out) { return text(out.name) && text(out.value); }
  std::string_view value() const { return rest_; }

 private:
  bool varint(std::uint64_t& out);
  bool text(std::string_view& out);

  std::string_view rest_;
};

std::string encode_offset(std::int64_t offset);
std::optional<std::int64_t> decode_offset(std::string_view bytes);

}  // namespace encours
