#include "src/engine/row_cache.h"

#include <algorithm>

#include "operators/domain/assert.h"

namespace encours {
namespace {

constexpr char kIndexSpace = 'i';

// What a row costs beside its message: the row, its slot, the ring, the allocator.
constexpr std::size_t kRowOverheadBytes = 240;
// A decoded message takes about this many times its serialised bytes (measured over the ledger's
// pages).
constexpr std::size_t kDecodedFactor = 3;
// A row that was never serialised is reckoned at this many bytes until it is.
constexpr std::size_t kUnknownRowBytes = 256;
// Messages kept for use again, per table; beyond it they are freed.
constexpr std::size_t kSpareMessagesMax = 256;

std::string index_key(Index index, std::string_view rest) {
  std::string key{kIndexSpace, static_cast<char>(index)};
  return key.append(rest);
}

}  // namespace

RowCache::RowCache(StateStore& store, std::span<const TableInfo> tables, std::size_t bytes_max,
                   bool store_is_empty)
    : store_(store), bytes_max_(bytes_max), complete_(store_is_empty) {
  for (const TableInfo& table : tables) {
    tables_[table.id].prototype = &table.prototype();
    tables_[table.id].content = table.content;
  }
}

RowCache::~RowCache() = default;

bool RowCache::is_index(std::string_view key) {
  return key.front() == kIndexSpace;
}

// The table number within a row key: the byte after the owner.
TableId RowCache::table_of_key(std::string_view key) {
  for (std::size_t i = 1; i + 2 < key.size(); ++i) {
    if (key[i] != '\0') {
      continue;
    }
    if (key[i + 1] == '\0') {
      return static_cast<TableId>(key[i + 2]);
    }
    ++i;
  }
  ENCOURS_ASSERT(false, "a row key names its table");
  return 0;
}

std::uint32_t RowCache::reckoned_bytes(std::size_t key_size, std::size_t value_size) {
  return static_cast<std::uint32_t>(kRowOverheadBytes + 2 * key_size + kDecodedFactor * value_size);
}

RowCache::Row::Owner RowCache::Row::make(std::string_view key) {
  void* memory = ::operator new(sizeof(Row) + key.size());
  Row* row = new (memory) Row(key.size());
  key.copy(reinterpret_cast<char*>(row + 1), key.size());
  return Owner(row);
}

RowCache::Row* RowCache::in_memory(std::string_view key) {
  Row* row = by_key_.find(key);
  if (row != nullptr) {
    row->used = true;
  }
  return row;
}

RowCache::TableState& RowCache::table_of(std::string_view key, const Message& prototype) {
  TableState& table = is_index(key) ? index_table_ : tables_[table_of_key(key)];
  if (table.prototype == nullptr) {
    table.prototype = &prototype;
  }
  ENCOURS_ASSERT(table.prototype == &prototype, "a table has one message type");
  return table;
}

RowCache::Row& RowCache::insert(std::string_view key, const Message& prototype,
                                const std::optional<std::string>& bytes) {
  TableState& table = table_of(key, prototype);
  std::unique_ptr<Message> value;
  if (bytes.has_value()) {
    value = take_spare(table);
    if (!value->ParseFromString(*bytes)) {
      throw StoreFailure{{Fault::kCorrupt, "a row of the store cannot be decoded"}};
    }
  }
  Row& row = *ring_.emplace_back(Row::make(key));
  row.value = std::move(value);
  row.table = &table;
  row.bytes = reckoned_bytes(key.size(), bytes.has_value() ? bytes->size() : kUnknownRowBytes);
  if (bytes.has_value()) {
    row.stored_hash = row_hash(key, *bytes);
  }
  row.ring_place = static_cast<std::uint32_t>(ring_.size() - 1);
  bytes_ += row.bytes;
  by_key_.insert(row);
  return row;
}

RowCache::Row& RowCache::row_at(std::string_view key, const Message& prototype) {
  if (Row* row = in_memory(key); row != nullptr) {
    return *row;
  }
  std::optional<std::string> bytes;
  if (!complete_) {
    ++figures_.blocking_reads;
    Result<std::optional<std::string>> read = store_.get(key);
    if (!read) {
      throw StoreFailure{read.error()};
    }
    bytes = std::move(*read);
  }
  return insert(key, prototype, bytes);
}

google::protobuf::MessageLite& RowCache::edit_row(RowSlot& slot) {
  Row& row = static_cast<Row&>(slot);
  prepare_change(row);
  if (row.value == nullptr) {
    row.value = take_spare(*row.table);
    row.value->Clear();
    note_index(row);
  }
  return *row.value;
}

void RowCache::erase_row(RowSlot& slot) {
  Row& row = static_cast<Row&>(slot);
  if (row.value == nullptr) {
    return;
  }
  prepare_change(row);
  give_spare(*row.table, std::move(row.value));
  row.value = nullptr;
  note_index(row);
}

void RowCache::prepare_change(Row& row) {
  if (row.frozen) {
    serialise_row(row);
  }
  if (row.step != step_) {
    row.step = step_;
    Before before{&row, nullptr};
    if (row.value != nullptr) {
      before.value = take_spare(*row.table);
      before.value->Clear();
      // Of the row's own type, so that no type need be checked (operators/rows.h asserts it).
      static_cast<google::protobuf::Message&>(*before.value)
          .MergeFrom(static_cast<const google::protobuf::Message&>(*row.value));
    }
    journal_.push_back(std::move(before));
  }
  if (!row.dirty) {
    row.dirty = true;
    dirty_.push_back(&row);
    dirty_bytes_ += row.bytes;
  }
}

void RowCache::note_index(const Row& row) {
  if (is_index(row.key())) {
    index_overlay_.insert_or_assign(std::string(row.key()), row.value != nullptr);
  }
}

std::unique_ptr<google::protobuf::MessageLite> RowCache::take_spare(TableState& table) {
  if (table.spare.empty()) {
    return std::unique_ptr<Message>(table.prototype->New());
  }
  std::unique_ptr<Message> message = std::move(table.spare.back());
  table.spare.pop_back();
  return message;
}

void RowCache::give_spare(TableState& table, std::unique_ptr<Message> message) {
  if (message != nullptr && table.spare.size() < kSpareMessagesMax) {
    table.spare.push_back(std::move(message));
  }
}

void RowCache::put_back(Before& before) {
  Row& row = *before.row;
  give_spare(*row.table, std::move(row.value));
  row.value = std::move(before.value);
  note_index(row);
}

void RowCache::commit_step() {
  for (Before& before : journal_) {
    if (before.row->transaction == transaction_) {
      give_spare(*before.row->table, std::move(before.value));
    } else {
      before.row->transaction = transaction_;
      pre_images_.push_back(std::move(before));
    }
  }
  journal_.clear();
  ++step_;
}

void RowCache::undo_step() {
  for (auto before = journal_.rbegin(); before != journal_.rend(); ++before) {
    put_back(*before);
  }
  journal_.clear();
  ++step_;
}

void RowCache::commit_transaction() {
  ENCOURS_ASSERT(journal_.empty(), "a transaction ends between steps");
  for (Before& before : pre_images_) {
    give_spare(*before.row->table, std::move(before.value));
  }
  pre_images_.clear();
  ++transaction_;
}

void RowCache::undo_transaction() {
  undo_step();
  for (auto before = pre_images_.rbegin(); before != pre_images_.rend(); ++before) {
    put_back(*before);
  }
  pre_images_.clear();
  ++transaction_;
}

// --- reading ahead

void RowCache::want_row(std::string_view key, const Message& prototype) {
  if (complete_ || in_memory(key) != nullptr) {
    return;
  }
  ++cold_wishes_;
  if (wished_.find(key) == nullptr) {
    wished_.insert(wishes_.emplace_back(Wish{std::string(key), &prototype}));
  }
}

const google::protobuf::MessageLite* RowCache::peek_row(std::string_view key) {
  const Row* row = in_memory(key);
  return row == nullptr ? nullptr : row->value.get();
}

bool RowCache::read_wishes() {
  if (wishes_.empty()) {
    return false;
  }
  std::deque<Wish> taken = std::exchange(wishes_, {});
  wished_.clear();
  std::vector<Wish*> wishes;
  wishes.reserve(taken.size());
  for (Wish& wish : taken) {
    wishes.push_back(&wish);
  }
  std::sort(wishes.begin(), wishes.end(),
            [](const Wish* a, const Wish* b) { return a->bytes < b->bytes; });
  std::vector<std::string> keys;
  keys.reserve(wishes.size());
  for (Wish* wish : wishes) {
    keys.push_back(std::move(wish->bytes));
  }
  std::vector<std::optional<std::string>> values;
  if (const Status status = store_.multi_get(keys, values); !status) {
    throw StoreFailure{status.error()};
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    insert(keys[i], *wishes[i]->prototype, values[i]);
  }
  figures_.wished_reads += keys.size();
  return true;
}

// --- indexes

void RowCache::index_add(Index index, std::string_view rest) {
  const std::string key = index_key(index, rest);
  const Message& prototype = state::v1::IndexEntry::default_instance();
  if (Row& row = row_at(key, prototype); row.value == nullptr) {
    edit_row(row);
  }
}

void RowCache::index_remove(Index index, std::string_view rest) {
  erase_row(row_at(index_key(index, rest), state::v1::IndexEntry::default_instance()));
}

RowCache::Row& RowCache::index_know(std::string_view key, bool present) {
  Row* row = in_memory(key);
  if (row == nullptr) {
    row = &insert(key, state::v1::IndexEntry::default_instance(),
                  present ? std::optional<std::string>(std::in_place) : std::nullopt);
  }
  ENCOURS_ASSERT((row->value != nullptr) == present, "an index entry is as its owner's row says");
  return *row;
}

void RowCache::index_add_absent(Index index, std::string_view rest) {
  edit_row(index_know(index_key(index, rest), false));
}

void RowCache::index_remove_present(Index index, std::string_view rest) {
  erase_row(index_know(index_key(index, rest), true));
}

std::vector<std::string> RowCache::index_list(Index index, std::string_view from,
                                              std::string_view to, std::size_t entries_max) {
  const std::string first = index_key(index, from);
  const std::string last =
      to.empty() ? std::string{kIndexSpace, static_cast<char>(static_cast<int>(index) + 1)}
                 : index_key(index, to);
  std::vector<std::string> entries;
  const auto add = [&entries](std::string_view key) { entries.emplace_back(key.substr(2)); };
  auto overlaid = index_overlay_.lower_bound(first);
  const auto overlay_end = index_overlay_.lower_bound(last);
  std::unique_ptr<RowCursor> stored = store_.scan(first, last);
  while (entries.size() < entries_max) {
    const bool in_store = stored->valid();
    const bool in_overlay = overlaid != overlay_end;
    if (!in_store && !in_overlay) {
      break;
    }
    if (in_overlay && (!in_store || overlaid->first <= stored->key())) {
      if (in_store && overlaid->first == stored->key()) {
        stored->next();
      }
      if (overlaid->second) {
        add(overlaid->first);
      }
      ++overlaid;
    } else {
      add(stored->key());
      stored->next();
    }
  }
  if (const Status status = stored->status(); !status) {
    throw StoreFailure{status.error()};
  }
  return entries;
}

CacheFigures RowCache::figures() const {
  CacheFigures figures = figures_;
  figures.rows = by_key_.size();
  figures.bytes = bytes_;
  figures.dirty_rows = dirty_.size();
  return figures;
}

// --- dropping

void RowCache::drop(Row& row) {
  bytes_ -= row.bytes;
  give_spare(*row.table, std::move(row.value));
  by_key_.erase(row);
  const std::uint32_t place = row.ring_place;
  ring_.back()->ring_place = place;
  std::swap(ring_[place], ring_.back());
  ring_.pop_back();
  ++figures_.evictions;
}

void RowCache::evict() {
  if (bytes_ > bytes_max_) {
    forget_slots();  // rows are dropped, and those used from now on are to be marked as used
  }
  // Second chance: a row that was used since the hand passed stays until the hand comes again.
  std::size_t looked_at = 0;
  const std::size_t look_at_most = 2 * ring_.size();
  while (bytes_ > bytes_max_ && !ring_.empty() && looked_at++ < look_at_most) {
    hand_ = hand_ < ring_.size() ? hand_ : 0;
    Row& row = *ring_[hand_];
    if (row.used || row.dirty || row.frozen || row.in_flight) {
      row.used = false;
      ++hand_;
      continue;
    }
    drop(row);
    complete_ = false;
  }
}

}  // namespace encours
