#include "src/engine/decode.h"

#include <xxhash.h>

#include "src/engine/limits.h"
#include "src/engine/timestamp.h"

namespace encours {
namespace {

// Keys that begin so are the engine's own; the one exception is money whose client is not known
// yet.
constexpr char kReservedFirst = '~';
constexpr std::string_view kUnidentifiedPrefix = "~unidentified/";

bool take_varint(std::string_view& rest, std::uint64_t& value) {
  value = 0;
  for (unsigned shift = 0; shift < 64 && !rest.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(rest.front());
    rest.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) {
      return true;
    }
  }
  return false;
}

// The bytes of the last top-level field `number` of a message that is known to parse; empty if it
// is not there. Hashing them as they were written spares serialising the body again; a writer that
// spells the same content otherwise gives another hash, which makes it a correction, not a loss.
std::string_view field_bytes(std::string_view message, std::uint64_t number) {
  std::string_view found;
  std::uint64_t tag = 0;
  while (take_varint(message, tag)) {
    std::uint64_t length = 0;
    switch (tag & 7) {
      case 0:
        take_varint(message, length);
        length = 0;
        break;
      case 1:
        length = 8;
        break;
      case 2:
        take_varint(message, length);
        break;
      case 5:
        length = 4;
        break;
      default:
        return found;
    }
    if (length > message.size()) {
      return found;
    }
    if (tag >> 3 == number) {
      found = message.substr(0, length);
    }
    message.remove_prefix(length);
  }
  return found;
}

std::string_view owner_of(const v1::Event& event, Log log) {
  switch (log) {
    case Log::kEvents:
      return event.client_id();
    case Log::kCompanies:
      return event.company_id();
    case Log::kGroups:
      return event.group_id();
  }
  return {};
}

Verdict check_keyed(const Record& record, std::string_view owner, std::int32_t partition,
                    std::int32_t partition_count) {
  if (owner.empty()) {
    return refuse(RejectReason::kWrongKey, "the event names no entity for this log");
  }
  if (record.key != owner) {
    return refuse(RejectReason::kWrongKey, "the record's key is not the event's entity");
  }
  if (owner.front() == kReservedFirst && !owner.starts_with(kUnidentifiedPrefix)) {
    return refuse(RejectReason::kWrongKey, "an id may not begin with '~'");
  }
  if (partition_of(record.key, partition_count) != partition) {
    return refuse(RejectReason::kWrongPartition, "the key belongs to another partition");
  }
  return accept();
}

}  // namespace

Verdict decode(const Record& record, const TopicPartition& shard, std::int32_t partition_count,
               Decoded& out) {
  out.kind = Kind::kNone;
  out.owner = {};
  if (record.value.size() > kEventBytesMax) {
    return refuse(RejectReason::kOversize, "larger than 1 MiB");
  }
  if (!out.event.ParseFromArray(record.value.data(), static_cast<int>(record.value.size()))) {
    return refuse(RejectReason::kUndecodable, "the bytes are not an Event");
  }
  const int body = out.event.body_case();
  const KindBinding* binding = find_kind(body);
  if (binding == nullptr) {
    return refuse(RejectReason::kUndecodable, "the event has no body, or one of an unknown kind");
  }
  out.kind = static_cast<Kind>(body);
  out.route = binding->route;
  const std::string_view bytes = field_bytes(record.value, static_cast<std::uint64_t>(body));
  out.content_hash = XXH3_64bits(bytes.data(), bytes.size());
  switch (binding->route) {
    case KindRoute::kKeyed:
      for (int log = 0; log < kLogCount; ++log) {
        if (binding->on(static_cast<Log>(log)) && topic_of(static_cast<Log>(log)) == shard.topic) {
          out.owner = owner_of(out.event, static_cast<Log>(log));
          return check_keyed(record, out.owner, shard.partition, partition_count);
        }
      }
      return refuse(RejectReason::kUnsupportedKind, "this kind belongs to another log");
    case KindRoute::kBroadcast:
      return record.key == broadcast_key(shard.partition)
                 ? accept()
                 : refuse(RejectReason::kWrongKey, "a broadcast kind has the key ~all/<partition>");
    case KindRoute::kShard:
      return record.key == shard_key(shard.partition)
                 ? accept()
                 : refuse(RejectReason::kWrongKey, "a tick has the key ~shard/<partition>");
  }
  return accept();
}

std::int64_t logged_at_us(const v1::Event& event) {
  return micros_of(event.logged_at());
}

}  // namespace encours
