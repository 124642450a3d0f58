// Reads one partition of the local log in order, many records at a time, into one piece of memory.
// Used by src/local alone.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rocksdb/iterator.h"
#include "rocksdb/slice.h"
#include "src/local/transaction.h"
#include "src/rocksdb/database.h"

namespace encours {

// A poll ends when it holds this much, so that large records cannot fill the memory.
inline constexpr std::size_t kBatchBytesMax = std::size_t{8} << 20U;

// Records with the memory they point into, which is taken in large chunks and never moves.
class LocalBatch : public Batch {
 public:
  // False when the bytes are no record.
  bool add(std::uint32_t source, std::int64_t offset, std::string_view encoded);

  std::size_t bytes() const { return bytes_; }

 private:
  char* take(std::size_t bytes);

  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t chunk_bytes_ = 0;
  std::size_t chunk_used_ = 0;
  std::size_t bytes_ = 0;
  std::vector<std::unique_ptr<HeaderView[]>> headers_;
};

class PartitionReader {
 public:
  PartitionReader(Database& database, const TopicPartition& name, const Place& place,
                  std::int64_t from);
  PartitionReader(const PartitionReader&) = delete;
  PartitionReader& operator=(const PartitionReader&) = delete;

  std::int64_t next_offset() const { return next_offset_; }
  const Place& place() const { return place_; }

  // Adds records below `end` to the batch until it holds `records_max` in all, or enough bytes.
  Status read(std::int64_t end, std::uint32_t source, std::size_t records_max, LocalBatch& batch);

 private:
  Status stand_on_next();
  Error error(Fault fault, std::string_view what) const;

  Database& database_;
  const TopicPartition name_;
  const Place place_;
  const std::string end_key_;
  const rocksdb::Slice end_slice_;
  std::int64_t next_offset_;
  // Kept while there is more to read; dropped at the end, so that it holds no old files and write
  // buffers.
  std::unique_ptr<rocksdb::Iterator> records_;
};

}  // namespace encours
