#include "src/local/log_layout.h"

namespace encours {
namespace {

constexpr std::size_t kRecordKeyBytes = 1 + 2 + 4 + 8;

// The low `bytes` bytes of a number, the highest first.
void put_big_endian(std::string& out, std::uint64_t value, unsigned bytes) {
  for (unsigned shift = bytes * 8; shift > 0;) {
    shift -= 8;
    out.push_back(static_cast<char>(static_cast<unsigned char>(value >> shift)));
  }
}

std::uint64_t get_big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) {
    value = (value << 8U) | static_cast<unsigned char>(byte);
  }
  return value;
}

void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80U; value >>= 7U) {
    out.push_back(static_cast<char>(static_cast<unsigned char>((value & 0x7fU) | 0x80U)));
  }
  out.push_back(static_cast<char>(static_cast<unsigned char>(value)));
}

void put_text(std::string& out, std::string_view text) {
  put_varint(out, text.size());
  out.append(text);
}

std::string partition_key(char kind, const LogPartition& partition) {
  std::string key;
  key.reserve(kRecordKeyBytes);
  key.push_back(kind);
  put_big_endian(key, partition.topic, 2);
  put_big_endian(key, static_cast<std::uint32_t>(partition.partition), 4);
  return key;
}

std::string with_kind(char kind, std::string_view rest) {
  std::string key(1, kind);
  key.append(rest);
  return key;
}

}  // namespace

std::string meta_key(std::string_view name) {
  return with_kind('m', name);
}

std::string topic_key(std::uint16_t topic) {
  std::string key(1, 't');
  put_big_endian(key, topic, 2);
  return key;
}

std::string record_key(const LogPartition& partition, std::int64_t offset) {
  std::string key = partition_key('r', partition);
  put_big_endian(key, static_cast<std::uint64_t>(offset), 8);
  return key;
}

std::string records_end_key(const LogPartition& partition) {
  // Offsets are never negative, so no record has the highest one.
  return record_key(partition, -1);
}

std::string committed_key(const LogPartition& partition) {
  return partition_key('c', partition);
}

std::string position_row_key(std::string_view record_key) {
  return with_kind('p', record_key);
}

std::string cursor_key(std::string_view feed) {
  return with_kind('f', feed);
}

std::optional<std::uint16_t> topic_of_key(std::string_view key) {
  if (key.size() != 3 || key[0] != 't') return std::nullopt;
  return static_cast<std::uint16_t>(get_big_endian(key.substr(1)));
}

std::optional<std::int64_t> offset_of_key(std::string_view key) {
  if (key.size() != kRecordKeyBytes || key[0] != 'r') return std::nullopt;
  return static_cast<std::int64_t>(get_big_endian(key.substr(kRecordKeyBytes - 8)));
}

std::string encode_topic(std::string_view name, std::int32_t partitions) {
  std::string bytes;
  put_big_endian(bytes, static_cast<std::uint32_t>(partitions), 4);
  bytes.append(name);
  return bytes;
}

bool decode_topic(std::string_view bytes, std::string& name, std::int32_t& partitions) {
  if (bytes.size() <= 4) return false;
  partitions = static_cast<std::int32_t>(get_big_endian(bytes.substr(0, 4)));
  name = bytes.substr(4);
  return partitions > 0;
}

void encode_record(const Append& record, std::string& out) {
  put_text(out, record.key);
  put_varint(out, record.headers.size());
  for (const Header& header : record.headers) {
    put_text(out, header.name);
    put_text(out, header.value);
  }
  out.append(record.value);
}

bool RecordReader::varint(std::uint64_t& out) {
  out = 0;
  for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    out |= std::uint64_t{byte & 0x7fU} << shift;
    if (byte < 0x80U) return true;
  }
  return false;
}

bool RecordReader::text(std::string_view& out) {
  std::uint64_t size = 0;
  if (!varint(size) || size > rest_.size()) return false;
  out = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return true;
}

std::string encode_offset(std::int64_t offset) {
  std::string bytes;
  put_big_endian(bytes, static_cast<std::uint64_t>(offset), 8);
  return bytes;
}

std::optional<std::int64_t> decode_offset(std::string_view bytes) {
  if (bytes.size() != 8) return std::nullopt;
  return static_cast<std::int64_t>(get_big_endian(bytes));
}

}  // namespace encours
