// The partition of a key is that of Kafka's Java client, so that producers who never heard of us
// agree. The hashes are those that Kafka's and librdkafka's own tests publish for murmur2.
#include <limits>

#include <gtest/gtest.h>

#include "src/ports.h"

namespace encours {
namespace {

// The hash without its sign bit, which is what the partition is taken from: with this many
// partitions nearly every hash is its own partition.
constexpr std::int32_t kMostPartitions = std::numeric_limits<std::int32_t>::max();

struct Published {
  std::string key;
  std::uint32_t murmur2;
};

TEST(PartitionOf, IsTakenFromThePublishedHashes) {
  const Published published[] = {
      // org.apache.kafka.common.utils.UtilsTest
      {"21", static_cast<std::uint32_t>(-973932308)},
      {"foobar", static_cast<std::uint32_t>(-790332482)},
      {"a-little-bit-long-string", static_cast<std::uint32_t>(-985981536)},
      {"a-little-bit-longer-string", static_cast<std::uint32_t>(-1486304829)},
      {"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", static_cast<std::uint32_t>(-58897971)},
      {"abc", 479470107U},
      // librdkafka, src/rdmurmur2.c
      {"kafka", 0xd067cf64U},
      {"giberish123456789", 0x8f552b0cU},
      {"1234", 0x9fc97b14U},
      {"234", 0xe7c009caU},
      {"34", 0x873930daU},
      {"4", 0x5a4b5ca1U},
      {"", 0x106e08d9U},
  };
  for (const Published& row : published) {
    const auto positive = static_cast<std::int32_t>(row.murmur2 & 0x7fffffffU);
    EXPECT_EQ(partition_of(row.key, kMostPartitions), positive % kMostPartitions) << row.key;
    EXPECT_EQ(partition_of(row.key, 8), positive % 8) << row.key;
    EXPECT_EQ(partition_of(row.key, 1), 0) << row.key;
  }
}

TEST(PartitionOf, TakesBytesAsTheyAre) {
  // Bytes above 7f are where implementations with signed characters go wrong.
  const std::string bytes("\xff\x80\xfe\x81\xfd", 5);
  EXPECT_NE(partition_of(bytes, kMostPartitions),
            partition_of(std::string("\x7f\x00\x7e\x01\x7d", 5), kMostPartitions));
}

}  // namespace
}  // namespace encours
