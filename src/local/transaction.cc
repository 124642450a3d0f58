#include "src/local/transaction.h"

namespace encours {
namespace {

constexpr std::size_t kBytesPerEntry = 32;  // our key, and what RocksDB adds

}  // namespace

void Transaction::add_record(const Place& place, const Append& record) {
  entries_.push_back({place, bytes_.size()});
  encode_record(record, bytes_);
}

void Transaction::add_row(std::string key, std::string value) {
  row_bytes_ += key.size() + value.size();
  rows_.emplace_back(std::move(key), std::move(value));
}

void Transaction::clear() {
  bytes_.clear();
  entries_.clear();
  rows_.clear();
  row_bytes_ = 0;
}

std::string_view Transaction::bytes_of(std::size_t entry) const {
  const std::size_t begin = entries_[entry].begin;
  const std::size_t end = entry + 1 < entries_.size() ? entries_[entry + 1].begin : bytes_.size();
  return std::string_view(bytes_).substr(begin, end - begin);
}

std::size_t Transaction::bytes() const {
  return bytes_.size() + row_bytes_ + (entries_.size() + rows_.size()) * kBytesPerEntry;
}

}  // namespace encours
