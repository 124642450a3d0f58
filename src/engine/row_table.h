// Finds rows by key, those of a shard and those that are wished for. Used by RowCache, which owns
// them.
//
// Open addressing with linear probing. A slot holds the whole hash of the key beside the row, so
// that a row is found by reading one slot and the row itself: with more rows than the processor's
// caches hold, each further place that is looked at costs more than all the rest.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "operators/domain/assert.h"
#include "src/engine/hash128.h"

namespace encours {

// `Row` has a key(). Its address stays the same while it is in the table.
template <class Row>
class RowTable {
 public:
  std::size_t size() const { return size_; }

  Row* find(std::string_view key) const {
    const std::uint64_t hash = short_hash_of(key);
    for (std::size_t place = hash & mask();; place = (place + 1) & mask()) {
      const Slot& slot = slots_[place];
      if (slot.row == nullptr || (slot.hash == hash && slot.row->key() == key)) {
        return slot.row;
      }
    }
  }

  // Adds a row whose key is not there yet.
  void insert(Row& row) {
    if (2 * (size_ + 1) > slots_.size()) {
      grow();
    }
    ++size_;
    put({short_hash_of(row.key()), &row});
  }

  void clear() {
    std::fill(slots_.begin(), slots_.end(), Slot());
    size_ = 0;
  }

  // Takes out a row that is there.
  void erase(const Row& row) {
    std::size_t hole = short_hash_of(row.key()) & mask();
    while (slots_[hole].row != &row) {
      ENCOURS_ASSERT(slots_[hole].row != nullptr, "a row to be taken out is there");
      hole = (hole + 1) & mask();
    }
    --size_;
    // Whoever was pushed behind the hole, from a place at or before it, moves up into it.
    for (std::size_t next = (hole + 1) & mask(); slots_[next].row != nullptr;
         next = (next + 1) & mask()) {
      const std::size_t pushed = (next - slots_[next].hash) & mask();
      if (pushed >= ((next - hole) & mask())) {
        slots_[hole] = slots_[next];
        hole = next;
      }
    }
    slots_[hole] = {};
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    Row* row = nullptr;  // none: the slot is free
  };

  std::size_t mask() const { return slots_.size() - 1; }

  void put(const Slot& slot) {
    std::size_t place = slot.hash & mask();
    while (slots_[place].row != nullptr) {
      place = (place + 1) & mask();
    }
    slots_[place] = slot;
  }

  void grow() {
    const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
    for (const Slot& slot : before) {
      if (slot.row != nullptr) {
        put(slot);
      }
    }
  }

  std::vector<Slot> slots_ = std::vector<Slot>(64);  // a power of two, at most half of them taken
  std::size_t size_ = 0;
};

}  // namespace encours
