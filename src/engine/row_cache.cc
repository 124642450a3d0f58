#include "src/engine/row_cache.h"

#include <algorithm>

#include "operators/domain/assert.h"

namespace encours {
namespace {

constexpr char kIndexSpace = 'i';

// What a row costs beside its message: the node, the row, the ring, the key.
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

RowCache::Row* RowCache::in_memory(std::string_view key) {
  Row*& lately = recent(key);
  if (lately == nullptr || lately->key != key) {
    const auto found = rows_.find(key);
    if (found == rows_.end()) {
      return nullptr;
    }
    lately = found->second.get();
  }
  lately->used = true;
  return lately;
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
  auto row = std::make_unique<Row>();
  row->table = &table;
  row->bytes = reckoned_bytes(key.size(), bytes.has_value() ? bytes->size() : kUnknownRowBytes);
  if (bytes.has_value()) {
    row->value = take_spare(table);
    if (!row->value->ParseFromString(*bytes)) {
      throw StoreFailure{{Fault::kCorrupt, "a row of the store cannot be decoded"}};
    }
    row->stored_hash = row_hash(key, *bytes);
  }
  row->ring_place = static_cast<std::uint32_t>(ring_.size());
  ring_.push_back(row.get());
  bytes_ += row->bytes;
  const auto placed = rows_.emplace(std::string(key), std::move(row)).first;
  placed->second->key = placed->first;
  return *placed->second;
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

const google::protobuf::MessageLite* RowCache::find_row(std::string_view key,
                                                        const Message& prototype) {
  return row_at(key, prototype).value.get();
}

google::protobuf::MessageLite& RowCache::edit_row(std::string_view key, const Message& prototype) {
  Row& row = row_at(key, prototype);
  prepare_change(row);
  if (row.value == nullptr) {
    row.value = take_spare(*row.table);
    row.value->Clear();
    note_index(row);
  }
  return *row.value;
}

void RowCache::erase_row(std::string_view key, const Message& prototype) {
  Row& row = row_at(key, prototype);
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
      before.value->CheckTypeAndMergeFrom(*row.value);
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
  if (is_index(row.key)) {
    index_overlay_.insert_or_assign(std::string(row.key), row.value != nullptr);
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
  if (!complete_ && in_memory(key) == nullptr) {
    wishes_.emplace_back(key, &prototype);
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
  std::sort(wishes_.begin(), wishes_.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  wishes_.erase(std::unique(wishes_.begin(), wishes_.end(),
                            [](const auto& a, const auto& b) { return a.first == b.first; }),
                wishes_.end());
  std::vector<std::string> keys;
  keys.reserve(wishes_.size());
  for (const auto& wish : wishes_) {
    keys.push_back(wish.first);
  }
  std::vector<std::optional<std::string>> values;
  if (const Status status = store_.multi_get(keys, values); !status) {
    wishes_.clear();
    throw StoreFailure{status.error()};
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    insert(keys[i], *wishes_[i].second, values[i]);
  }
  figures_.wished_reads += keys.size();
  wishes_.clear();
  return true;
}

// --- indexes

void RowCache::index_add(Index index, std::string_view rest) {
  const std::string key = index_key(index, rest);
  const Message& prototype = state::v1::IndexEntry::default_instance();
  if (row_at(key, prototype).value == nullptr) {
    edit_row(key, prototype);
  }
}

void RowCache::index_remove(Index index, std::string_view rest) {
  erase_row(index_key(index, rest), state::v1::IndexEntry::default_instance());
}

void RowCache::index_know(std::string_view key, bool present) {
  const Row* row = in_memory(key);
  if (row == nullptr) {
    row = &insert(key, state::v1::IndexEntry::default_instance(),
                  present ? std::optional<std::string>(std::in_place) : std::nullopt);
  }
  ENCOURS_ASSERT((row->value != nullptr) == present, "an index entry is as its owner's row says");
}

void RowCache::index_add_absent(Index index, std::string_view rest) {
  const std::string key = index_key(index, rest);
  index_know(key, false);
  edit_row(key, state::v1::IndexEntry::default_instance());
}

void RowCache::index_remove_present(Index index, std::string_view rest) {
  const std::string key = index_key(index, rest);
  index_know(key, true);
  erase_row(key, state::v1::IndexEntry::default_instance());
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
  figures.rows = rows_.size();
  figures.bytes = bytes_;
  figures.dirty_rows = dirty_.size();
  return figures;
}

// --- dropping

void RowCache::drop(Row& row) {
  bytes_ -= row.bytes;
  ring_[row.ring_place] = ring_.back();
  ring_[row.ring_place]->ring_place = row.ring_place;
  ring_.pop_back();
  give_spare(*row.table, std::move(row.value));
  if (Row*& lately = recent(row.key); lately == &row) {
    lately = nullptr;
  }
  rows_.erase(rows_.find(row.key));
  ++figures_.evictions;
}

void RowCache::evict() {
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
