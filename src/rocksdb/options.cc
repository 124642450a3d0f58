#include "src/rocksdb/options.h"

#include <algorithm>

#include "fmt/format.h"
#include "rocksdb/cache.h"
#include "rocksdb/convenience.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/options.h"
#include "rocksdb/rate_limiter.h"
#include "rocksdb/table.h"
#include "rocksdb/write_buffer_manager.h"

namespace encours {
namespace {

constexpr double kBloomBitsPerKey = 10;  // about 1 % of misses read a block
constexpr double kMemtableBloomShare =
    0.1;  // of a write buffer; read-modify-write cost 29 % less with it
constexpr std::size_t kRowsBlockBytes = 16U << 10U;
constexpr std::size_t kRecordsBlockBytes = 32U
                                           << 10U;  // read in order: larger blocks compress better
constexpr std::size_t kRowsWriteBufferBytes = 16 * kMebibyte;
constexpr std::size_t kRecordsWriteBufferBytes = 32 * kMebibyte;
constexpr std::size_t kWalBytesMax = 256 * kMebibyte;  // read again at every start
constexpr std::size_t kSyncEveryBytes =
    1 * kMebibyte;  // writeback in small steps, no burst at the sync

rocksdb::CompressionType fastest_compression() {
  const auto supported = rocksdb::GetSupportedCompressions();
  const bool lz4 =
      std::find(supported.begin(), supported.end(), rocksdb::kLZ4Compression) != supported.end();
  return lz4 ? rocksdb::kLZ4Compression : rocksdb::kNoCompression;
}

rocksdb::BlockBasedTableOptions table_options(Shape shape, const Budget& budget) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = budget.cache();
  // Indexes and filters are in the cache, so that the bound bounds them too.
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.pin_top_level_index_and_filter = true;
  table.format_version = 5;
  table.checksum = rocksdb::kXXH3;
  if (shape == Shape::kRows) {
    table.block_size = kRowsBlockBytes;
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
    table.whole_key_filtering = true;
    table.optimize_filters_for_memory = true;
    table.data_block_index_type = rocksdb::BlockBasedTableOptions::kDataBlockBinaryAndHash;
  } else {
    table.block_size = kRecordsBlockBytes;
    table.filter_policy = nullptr;  // records are never looked up one by one
  }
  return table;
}

void set_write_path(rocksdb::Options& options, Shape shape, const Budget& budget) {
  options.write_buffer_manager = budget.write_buffers();
  options.write_buffer_size =
      shape == Shape::kRows ? kRowsWriteBufferBytes : kRecordsWriteBufferBytes;
  options.max_write_buffer_number = 3;
  options.min_write_buffer_number_to_merge = 1;
  options.allow_concurrent_memtable_write =
      false;  // each of our databases has one writer at a time
  options.enable_pipelined_write = false;
  options.unordered_write = false;
  options.two_write_queues = false;
  if (shape == Shape::kRows) {
    options.memtable_prefix_bloom_size_ratio = kMemtableBloomShare;
    options.memtable_whole_key_filtering = true;
  }
}

void set_durability(rocksdb::Options& options) {
  // Up to the first byte that cannot be read, so that what is there is what was at some moment.
  // Rows are folded forward again from there; the log is looked at by wal_check.h before.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.paranoid_checks = true;
  options.manual_wal_flush = false;
  options.recycle_log_file_num = 0;
  options.wal_compression = rocksdb::kNoCompression;  // loses records at recovery before 7.10.2
  options.track_and_verify_wals_in_manifest = false;  // does not work with secondary instances
  options.max_total_wal_size = kWalBytesMax;
  options.atomic_flush = false;  // one column family
  options.avoid_flush_during_recovery = false;
  options.avoid_flush_during_shutdown = false;
  options.use_fsync = false;
  options.bytes_per_sync = kSyncEveryBytes;
  options.wal_bytes_per_sync = kSyncEveryBytes;
  options.strict_bytes_per_sync = false;
  options.max_bgerror_resume_count =
      0;  // database.h: a database that failed to write is opened again
}

void set_background(rocksdb::Options& options, Shape shape, const Budget& budget) {
  const bool rows = shape == Shape::kRows;
  options.rate_limiter = budget.rate_limiter();
  options.max_background_jobs = 2;
  options.max_subcompactions = 1;
  options.compaction_style = rocksdb::kCompactionStyleLevel;
  options.level_compaction_dynamic_level_bytes = true;
  options.level0_file_num_compaction_trigger = 4;
  options.level0_slowdown_writes_trigger = 20;
  options.level0_stop_writes_trigger = 36;
  options.max_bytes_for_level_base = (rows ? 64 : 256) * kMebibyte;
  options.max_bytes_for_level_multiplier = 10;
  options.target_file_size_base = (rows ? 16 : 64) * kMebibyte;
  options.compression = fastest_compression();
  options.bottommost_compression = rocksdb::kDisableCompressionOption;  // the same as above
  options.max_open_files = budget.limits().open_files_max;
  options.skip_stats_update_on_db_open = true;   // opening must not read every file
  options.avoid_unnecessary_blocking_io = true;  // dropping an iterator must not delete files
}

void set_housekeeping(rocksdb::Options& options) {
  options.info_log_level = rocksdb::WARN_LEVEL;
  options.max_log_file_size = 4 * kMebibyte;
  options.keep_log_file_num = 4;
  options.max_manifest_file_size = 16 * kMebibyte;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.statistics = nullptr;
  options.enable_thread_tracking = false;
}

}  // namespace

Budget::Budget(const BudgetLimits& limits) : limits_(limits) {
  rocksdb::LRUCacheOptions cache;
  cache.capacity = limits.cache_bytes;
  cache.num_shard_bits = 4;
  // Over a strict bound reads would fail; over this one the cache drops blocks instead.
  cache.strict_capacity_limit = false;
  cache.high_pri_pool_ratio = 0.5;
  cache_ = rocksdb::NewLRUCache(cache);
  buffers_ = std::make_shared<rocksdb::WriteBufferManager>(limits.write_buffers_bytes, cache_,
                                                           /*allow_stall=*/false);
  rate_limiter_.reset(rocksdb::NewGenericRateLimiter(
      static_cast<std::int64_t>(limits.background_bytes_per_second), /*refill_period_us=*/100'000,
      /*fairness=*/10, rocksdb::RateLimiter::Mode::kWritesOnly, /*auto_tuned=*/false));
}

std::size_t Budget::used_bytes() const {
  return cache_->GetUsage();
}

std::string Budget::describe() const {
  return fmt::format(
      "RocksDB: at most {} MiB of memory for all databases, up to {} MiB of it for writing; now {} "
      "MiB; {} MiB/s in the background; {} open files each",
      limits_.cache_bytes / kMebibyte, limits_.write_buffers_bytes / kMebibyte,
      used_bytes() / kMebibyte, limits_.background_bytes_per_second / kMebibyte,
      limits_.open_files_max);
}

rocksdb::Options make_options(Shape shape, const Budget& budget) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.error_if_exists = false;
  options.comparator = rocksdb::BytewiseComparator();
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table_options(shape, budget)));
  set_write_path(options, shape, budget);
  set_durability(options);
  set_background(options, shape, budget);
  set_housekeeping(options);
  return options;
}

}  // namespace encours
