#include "src/ports.h"

#include <cstring>

#include "operators/domain/assert.h"

namespace encours {
namespace {

// Little-endian whatever the machine.
std::uint32_t load_u32(const char* bytes) {
  std::uint32_t value = 0;
  for (int i = 3; i >= 0; --i) {
    value = (value << 8U) | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

// MurmurHash2, 32 bits, with the seed of org.apache.kafka.common.utils.Utils.murmur2.
std::uint32_t murmur2(std::string_view data) {
  constexpr std::uint32_t kSeed = 0x9747b28cU;
  constexpr std::uint32_t kMultiplier = 0x5bd1e995U;
  std::uint32_t hash = kSeed ^ static_cast<std::uint32_t>(data.size());
  const std::size_t whole = data.size() / 4 * 4;
  for (std::size_t i = 0; i < whole; i += 4) {
    std::uint32_t word = load_u32(data.data() + i);
    word *= kMultiplier;
    word ^= word >> 24U;
    word *= kMultiplier;
    hash *= kMultiplier;
    hash ^= word;
  }
  if (whole < data.size()) {
    char tail[4] = {};
    std::memcpy(tail, data.data() + whole, data.size() - whole);
    hash ^= load_u32(tail);
    hash *= kMultiplier;
  }
  hash ^= hash >> 13U;
  hash *= kMultiplier;
  hash ^= hash >> 15U;
  return hash;
}

}  // namespace

std::int32_t partition_of(std::string_view key, std::int32_t partition_count) {
  ENCOURS_ASSERT(partition_count > 0, "a topic has partitions");
  // Kafka's toPositive() drops the sign bit; it is not the absolute value.
  const auto positive = static_cast<std::int32_t>(murmur2(key) & 0x7fffffffU);
  return positive % partition_count;
}

}  // namespace encours
