// The half of RowCache that brings committed rows to the store and sums their hashes.
#include <algorithm>

#include "operators/domain/assert.h"
#include "src/engine/row_cache.h"

namespace encours {
void RowCache::freeze() {
  ENCOURS_ASSERT(!freeze_under_way_, "one frozen set at a time");
  ENCOURS_ASSERT(pre_images_.empty() && journal_.empty(), "only committed rows are frozen");
  freeze_under_way_ = true;
  for (Row* row : dirty_) {
    row->dirty = false;
    row->frozen = true;
  }
  frozen_.swap(dirty_);
  frozen_next_ = 0;
  dirty_bytes_ = 0;
}

void RowCache::serialise_row(Row& row) {
  RowChange change{std::string(row.key()), std::nullopt};
  Hash128 hash;
  if (row.value != nullptr) {
    change.value = row.value->SerializeAsString();
    hash = row_hash(row.key(), *change.value);
  }
  const std::uint32_t bytes =
      reckoned_bytes(row.key().size(), change.value.has_value() ? change.value->size() : 0);
  bytes_ = bytes_ - row.bytes + bytes;
  row.bytes = bytes;
  sums_.full += hash;
  sums_.full -= row.stored_hash;
  if (row.table->content == Content::kFacts) {
    sums_.facts += hash;
    sums_.facts -= row.stored_hash;
  }
  row.stored_hash = hash;
  row.frozen = false;
  row.in_flight = true;
  in_flight_.push_back(&row);
  changes_.push_back(std::move(change));
}

bool RowCache::serialise(std::size_t rows_max) {
  for (std::size_t done = 0; frozen_next_ < frozen_.size() && done < rows_max; ++frozen_next_) {
    if (frozen_[frozen_next_]->frozen) {
      serialise_row(*frozen_[frozen_next_]);
      ++done;
    }
  }
  return frozen_next_ == frozen_.size();
}

std::vector<RowChange> RowCache::take() {
  ENCOURS_ASSERT(freeze_under_way_ && frozen_next_ == frozen_.size(),
                 "the flusher gets whole frozen sets");
  frozen_.clear();
  figures_.rows_written += changes_.size();
  std::sort(changes_.begin(), changes_.end(),
            [](const RowChange& a, const RowChange& b) { return a.key < b.key; });
  return std::exchange(changes_, {});
}

void RowCache::written() {
  ENCOURS_ASSERT(freeze_under_way_, "a set was handed over");
  for (Row* row : in_flight_) {
    row->in_flight = false;
    if (is_index(row->key()) && !row->dirty) {
      index_overlay_.erase(std::string(row->key()));
    }
  }
  in_flight_.clear();
  freeze_under_way_ = false;
}

RowCache::Hashes RowCache::hashes() {
  Hashes now = sums_;
  std::string bytes;
  const auto add = [&](const Row& row) {
    Hash128 hash;
    if (row.value != nullptr) {
      bytes.clear();
      row.value->AppendToString(&bytes);
      hash = row_hash(row.key(), bytes);
    }
    now.full += hash;
    now.full -= row.stored_hash;
    if (row.table->content == Content::kFacts) {
      now.facts += hash;
      now.facts -= row.stored_hash;
    }
  };
  for (const Row* row : dirty_) {
    if (!row->frozen) {
      add(*row);
    }
  }
  for (std::size_t i = frozen_next_; i < frozen_.size(); ++i) {
    if (frozen_[i]->frozen) {
      add(*frozen_[i]);
    }
  }
  return now;
}

void RowCache::for_each(
    std::string_view from, std::string_view to,
    const std::function<void(std::string_view key, const google::protobuf::MessageLite& row)>&
        visit) {
  // Rows in memory may be newer than the store's; the others are the same there.
  std::vector<const Row*> newer;
  for (const Row::Owner& row : ring_) {
    const bool differs = complete_ || row->dirty || row->frozen || row->in_flight;
    if (differs && row->key() >= from && (to.empty() || row->key() < to)) {
      newer.push_back(row.get());
    }
  }
  std::sort(newer.begin(), newer.end(),
            [](const Row* a, const Row* b) { return a->key() < b->key(); });
  auto memory = newer.begin();
  std::unique_ptr<RowCursor> stored = store_.scan(from, to);
  while (stored->valid() || memory != newer.end()) {
    if (memory != newer.end() && (!stored->valid() || (*memory)->key() <= stored->key())) {
      if (stored->valid() && (*memory)->key() == stored->key()) {
        stored->next();
      }
      if ((*memory)->value != nullptr) {
        visit((*memory)->key(), *(*memory)->value);
      }
      ++memory;
      continue;
    }
    const TableState& table =
        is_index(stored->key()) ? index_table_ : tables_[table_of_key(stored->key())];
    if (table.prototype != nullptr) {
      const std::unique_ptr<Message> row(table.prototype->New());
      if (!row->ParseFromArray(stored->value().data(), static_cast<int>(stored->value().size()))) {
        throw StoreFailure{{Fault::kCorrupt, "a row of the store cannot be decoded"}};
      }
      visit(stored->key(), *row);
    }
    stored->next();
  }
}

}  // namespace encours
