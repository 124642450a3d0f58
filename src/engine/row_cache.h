// The rows of one shard in memory, above a StateStore that lags behind them. Used by Shard, by one
// thread.
//
// A row is decoded once, when it is first touched, and lives here as a message. Three nested
// promises:
//   step         undo_step() puts back every row that the step changed (a refused input leaves no
//   trace); transaction  undo_transaction() puts back every row changed since the last
//   commit_transaction(); freeze       freeze() names the committed rows that differ from the
//   store; they are serialised a few at a time,
//                any that is about to be changed first, and take() hands the bytes to the flusher.
//                Nothing that is not committed can reach the store.
//
// Rows not needed are dropped when memory is over its cap: never one that the store does not have
// yet.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "encours/state/v1/shard.pb.h"
#include "operators/rows.h"
#include "src/engine/hash128.h"
#include "src/engine/row_table.h"
#include "src/ports.h"

namespace encours {

// The store failed while a row was needed. Thrown through operators, caught by Shard alone.
struct StoreFailure {
  Error error;
};

// Ordered lists of the engine's own, kept as rows with an empty value so that they are undone and
// flushed like any other: 'i' index:u8 rest...
enum class Index : std::uint8_t {
  kDue = 1,    // day:i32 owner: who waits for which day
  kOwner = 2,  // owner: every owner the shard knows
  kBeat = 3,   // owner: who waits for the next beat
};

struct CacheFigures {
  std::uint64_t rows = 0;            // rows in memory
  std::uint64_t bytes = 0;           // what they are reckoned to take
  std::uint64_t dirty_rows = 0;      // collected for the next freeze
  std::uint64_t blocking_reads = 0;  // rows read from the store because nobody wished for them
  std::uint64_t wished_reads = 0;    // rows read ahead together
  std::uint64_t evictions = 0;
  std::uint64_t rows_written = 0;  // handed to the flusher so far
};

class RowCache final : public Rows, public Wishes {
 public:
  // `store_is_empty` spares the reads that would find nothing. The store must outlive the cache.
  RowCache(StateStore& store, std::span<const TableInfo> tables, std::size_t bytes_max,
           bool store_is_empty);
  ~RowCache() override;

  void commit_step();
  void undo_step();
  void commit_transaction();
  void undo_transaction();

  // Ordered indexes. Whoever knows that an entry is not there, or that it is, spares a read.
  void index_add(Index index, std::string_view rest);
  void index_remove(Index index, std::string_view rest);
  void index_add_absent(Index index, std::string_view rest);
  void index_remove_present(Index index, std::string_view rest);
  // The entries of an index at or after `from` and before `to` (empty = the end), at most
  // `entries_max`.
  std::vector<std::string> index_list(Index index, std::string_view from, std::string_view to,
                                      std::size_t entries_max);

  // Reads what was wished for and is not in memory, together. Returns whether anything was.
  bool read_wishes();
  // How often a row was wished for that is not in memory.
  std::uint64_t cold_wishes() const { return cold_wishes_; }
  // Whether a wish could find anything that is not in memory.
  bool may_be_cold() const { return !complete_; }

  // Flushing. At most one frozen set at a time, and never within a transaction.
  // From freeze() until written().
  bool frozen() const { return freeze_under_way_; }
  bool dirty() const { return !dirty_.empty(); }
  std::size_t dirty_bytes() const { return dirty_bytes_; }
  void freeze();
  // Serialises at most `rows_max` frozen rows; true when none is left.
  bool serialise(std::size_t rows_max);
  // The frozen rows as bytes, all serialised; the caller writes them, then calls written().
  std::vector<RowChange> take();
  void written();

  // Drops rows until memory is under its cap; called between steps.
  void evict();

  // Sums over all rows as they stand now; changes nothing.
  struct Hashes {
    Hash128 full;
    Hash128 facts;
  };
  Hashes hashes();
  // Sums over what was serialised last: right at the freeze once serialise() returned true.
  const Hashes& frozen_hashes() const { return sums_; }
  void set_stored_hashes(const Hashes& hashes) { sums_ = hashes; }

  // Every row in key order, for readers: the store's with those in memory laid over.
  void for_each(std::string_view from, std::string_view to,
                const std::function<void(std::string_view key,
                                         const google::protobuf::MessageLite& row)>& visit);

  CacheFigures figures() const;

 private:
  using Message = google::protobuf::MessageLite;

  // What is known of a table, and messages to be used again.
  struct TableState {
    const Message* prototype = nullptr;
    Content content = Content::kHistory;
    std::vector<std::unique_ptr<Message>> spare;
  };

  // A row and, behind it in the same piece of memory, its key.
  class Row : public RowSlot {
   public:
    struct Delete {
      void operator()(Row* row) const {
        row->~Row();
        ::operator delete(row);
      }
    };
    using Owner = std::unique_ptr<Row, Delete>;
    static Owner make(std::string_view key);

    std::string_view key() const { return {reinterpret_cast<const char*>(this + 1), key_size_}; }

    TableState* table = nullptr;
    Hash128 stored_hash;      // of the bytes last serialised or read; 0 = absent
    std::uint32_t bytes = 0;  // reckoned size in memory
    std::uint32_t ring_place = 0;
    std::uint64_t step = 0;         // the step that journaled it last
    std::uint64_t transaction = 0;  // the transaction that holds its pre-image
    bool dirty = false;             // collected for the next freeze
    bool frozen = false;            // frozen, not serialised yet
    bool in_flight = false;         // serialised, the store does not have it yet
    bool used = true;               // since the eviction hand passed

   private:
    explicit Row(std::size_t key_size) : key_size_(static_cast<std::uint32_t>(key_size)) {}
    std::uint32_t key_size_;
  };

  struct Wish {
    std::string bytes;
    const Message* prototype = nullptr;
    std::string_view key() const { return bytes; }
  };

  struct Before {
    Row* row = nullptr;
    std::unique_ptr<Message> value;
  };

  static bool is_index(std::string_view key);
  static TableId table_of_key(std::string_view key);
  static std::uint32_t reckoned_bytes(std::size_t key_size, std::size_t value_size);

  RowSlot& find_slot(std::string_view key, const Message& prototype) override {
    return row_at(key, prototype);
  }
  Message& edit_row(RowSlot& slot) override;
  void erase_row(RowSlot& slot) override;
  void want_row(std::string_view key, const Message& prototype) override;
  const Message* peek_row(std::string_view key) override;

  Row& row_at(std::string_view key, const Message& prototype);
  Row& insert(std::string_view key, const Message& prototype,
              const std::optional<std::string>& bytes);
  Row* in_memory(std::string_view key);
  TableState& table_of(std::string_view key, const Message& prototype);
  // Makes the row ready to be changed: serialised if frozen, journaled, collected as dirty.
  void prepare_change(Row& row);
  void put_back(Before& before);
  void note_index(const Row& row);
  // The entry as it is known to stand, without a read.
  Row& index_know(std::string_view key, bool present);
  void serialise_row(Row& row);
  std::unique_ptr<Message> take_spare(TableState& table);
  void give_spare(TableState& table, std::unique_ptr<Message> message);
  void drop(Row& row);

  StateStore& store_;
  std::size_t bytes_max_;
  bool complete_;  // every row that exists is in memory

  RowTable<Row> by_key_;
  std::vector<Row::Owner> ring_;  // all rows, for the eviction hand
  std::size_t hand_ = 0;
  std::size_t bytes_ = 0;
  std::array<TableState, 256> tables_;
  TableState index_table_;

  std::uint64_t step_ = 1;
  std::uint64_t transaction_ = 1;
  std::vector<Before> journal_;     // of the step under way
  std::vector<Before> pre_images_;  // of the transaction under way

  std::vector<Row*> dirty_;
  std::size_t dirty_bytes_ = 0;
  std::vector<Row*> frozen_;
  std::size_t frozen_next_ = 0;
  bool freeze_under_way_ = false;
  std::vector<RowChange> changes_;
  std::vector<Row*> in_flight_;
  Hashes sums_;

  // Index entries that the store does not have yet, or has but should not: laid over its list.
  std::map<std::string, bool, std::less<>> index_overlay_;
  std::vector<std::string> index_in_flight_;

  std::deque<Wish> wishes_;  // each row once
  RowTable<Wish> wished_;
  std::uint64_t cold_wishes_ = 0;
  CacheFigures figures_;
};

}  // namespace encours
