// How our databases are set up: every RocksDB option that matters, written out with its reason, and
// the memory that all databases of a process share. Used by database.h; whoever starts the process
// makes one Budget and prints it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace rocksdb {
class Cache;
class RateLimiter;
class WriteBufferManager;
struct Options;
}  // namespace rocksdb

namespace encours {

inline constexpr std::size_t kMebibyte = std::size_t{1} << 20U;

// What all databases of a process may use together.
struct BudgetLimits {
  // Blocks read, indexes, filters and, counted inside it, write buffers.
  std::size_t cache_bytes = 256 * kMebibyte;
  // Rows written and not yet in a sorted file. Reaching it makes the writing database flush.
  std::size_t write_buffers_bytes = 96 * kMebibyte;
  // Flushes and compactions together, so that they leave the disk to the log's own syncs.
  std::size_t background_bytes_per_second = 100 * kMebibyte;
  // Sorted files that one database holds open; each costs a descriptor and a few kilobytes.
  int open_files_max = 256;
};

// The shared memory and disk bandwidth themselves. Outlives every database that uses it (they hold
// it).
class Budget {
 public:
  explicit Budget(const BudgetLimits& limits);

  const BudgetLimits& limits() const { return limits_; }
  const std::shared_ptr<rocksdb::Cache>& cache() const { return cache_; }
  const std::shared_ptr<rocksdb::WriteBufferManager>& write_buffers() const { return buffers_; }
  const std::shared_ptr<rocksdb::RateLimiter>& rate_limiter() const { return rate_limiter_; }

  // What RocksDB may take of memory in this process, and what it takes now.
  std::size_t bound_bytes() const { return limits_.cache_bytes; }
  std::size_t used_bytes() const;
  // The same in one line for people.
  std::string describe() const;

 private:
  BudgetLimits limits_;
  std::shared_ptr<rocksdb::Cache> cache_;
  std::shared_ptr<rocksdb::WriteBufferManager> buffers_;
  std::shared_ptr<rocksdb::RateLimiter> rate_limiter_;
};

// What a database is read for.
enum class Shape : std::uint8_t {
  kRows,     // rows by key, many of them at once, overwritten often
  kRecords,  // records in order, written once
};

// The options of a database that this process alone may write.
rocksdb::Options make_options(Shape shape, const Budget& budget);

}  // namespace encours
