#include "src/local/partition_reader.h"

#include <algorithm>
#include <cstring>

#include "fmt/format.h"
#include "rocksdb/db.h"
#include "rocksdb/options.h"

namespace encours {
namespace {

constexpr std::size_t kFirstChunkBytes = 4U << 10U;
constexpr std::size_t kChunkBytesMax = 256U << 10U;
constexpr std::size_t kReadaheadBytes = 1U << 20U;

std::string_view view_of(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

}  // namespace

char* LocalBatch::take(std::size_t bytes) {
  if (chunk_bytes_ - chunk_used_ < bytes) {
    chunk_bytes_ = std::max(bytes, std::clamp(chunk_bytes_ * 2, kFirstChunkBytes, kChunkBytesMax));
    // Left uninitialised: the record is copied over it.
    chunks_.emplace_back(new char[chunk_bytes_]);
    chunk_used_ = 0;
  }
  char* memory = chunks_.back().get() + chunk_used_;
  chunk_used_ += bytes;
  bytes_ += bytes;
  return memory;
}

bool LocalBatch::add(std::uint32_t source, std::int64_t offset, std::string_view encoded) {
  char* copy = take(encoded.size());
  std::memcpy(copy, encoded.data(), encoded.size());
  RecordReader reader({copy, encoded.size()});
  Record record{.source = source, .offset = offset, .key = {}, .value = {}, .headers = {}};
  std::uint64_t header_count = 0;
  if (!reader.key(record.key) || !reader.header_count(header_count)) return false;
  if (header_count > encoded.size()) return false;
  if (header_count > 0) {
    headers_.push_back(std::make_unique<HeaderView[]>(header_count));
    const std::span<HeaderView> headers(headers_.back().get(), header_count);
    for (HeaderView& header : headers) {
      if (!reader.header(header)) return false;
    }
    record.headers = headers;
  }
  record.value = reader.value();
  records.push_back(record);
  return true;
}

PartitionReader::PartitionReader(Database& database, const TopicPartition& name, const Place& place,
                                 std::int64_t from)
    : database_(database),
      name_(name),
      place_(place),
      end_key_(records_end_key(place.numbers)),
      end_slice_(end_key_),
      next_offset_(from) {}

Status PartitionReader::read(std::int64_t end, std::uint32_t source, std::size_t records_max,
                             LocalBatch& batch) {
  while (next_offset_ < end && batch.records.size() < records_max &&
         batch.bytes() < kBatchBytesMax) {
    if (auto status = stand_on_next(); !status) {
      records_.reset();
      return status;
    }
    if (!batch.add(source, next_offset_, view_of(records_->value()))) {
      return tl::unexpected(error(Fault::kCorrupt, "a record that cannot be read"));
    }
    ++next_offset_;
    records_->Next();
  }
  if (next_offset_ >= end) records_.reset();
  return {};
}

// The iterator stands on the next record, or the error says why it cannot. Offsets of this log have
// no gaps: what is not there was lost.
Status PartitionReader::stand_on_next() {
  if (records_ == nullptr || !records_->Valid()) {
    // At its end an iterator has seen all that there was when it was made.
    rocksdb::ReadOptions options;
    options.iterate_upper_bound = &end_slice_;
    options.verify_checksums = true;
    options.fill_cache = false;  // a record is read once: the cache is for rows
    options.readahead_size = kReadaheadBytes;
    records_.reset(database_.rocks().NewIterator(options));
    records_->Seek(record_key(place_.numbers, next_offset_));
  }
  if (const rocksdb::Status status = records_->status(); !status.ok()) {
    return tl::unexpected(to_error(status, fmt::format("reading {}/{} at offset {}", name_.topic,
                                                       name_.partition, next_offset_)));
  }
  if (!records_->Valid() || offset_of_key(view_of(records_->key())) != next_offset_) {
    return tl::unexpected(error(Fault::kCorrupt, "not the record"));
  }
  return {};
}

Error PartitionReader::error(Fault fault, std::string_view what) const {
  return {fault, fmt::format("{}: {}/{} has {} at offset {}", database_.path().string(),
                             name_.topic, name_.partition, what, next_offset_)};
}

}  // namespace encours
