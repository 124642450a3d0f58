// Rows, Emit and Wishes in plain memory, for tests that run operators without the engine.
//
// They keep the promises that operators rely on: a row found shows a later edit, a step can be
// undone, wishes can be peeked at only once they were read. Beyond that they count: rows read, rows
// changed, and reads nobody wished for.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <xxhash.h>

#include "operators/domain/assert.h"
#include "operators/operator.h"
#include "operators/rows.h"

namespace encours::test {

using Message = google::protobuf::MessageLite;

// All rows of a shard, in the order of their keys.
class MemoryRows final : public Rows {
 public:
  // Begins a step: its counts start at zero, and undo() leads back here.
  void begin_step() {
    before_.clear();
    erased_.clear();
    read_.clear();
  }

  // Leaves no trace of the step.
  void undo() {
    for (auto& [key, message] : before_) {
      if (message == nullptr) {
        rows_.erase(key);
      } else {
        rows_[key] = std::move(message);
      }
    }
    before_.clear();
  }

  // Keys read and keys changed in the step, whether they hold a row or not.
  const std::set<std::string>& read() const { return read_; }
  std::size_t changed() const { return before_.size(); }
  std::size_t size() const { return rows_.size(); }

  // Bytes of the largest row.
  std::size_t largest_row_bytes() const {
    std::size_t largest = 0;
    for (const auto& [key, message] : rows_) {
      largest = std::max(largest, message->ByteSizeLong());
    }
    return largest;
  }

  // Sum of the hashes of all rows of tables declared facts: what must not depend on the order of
  // the feeds.
  std::uint64_t facts_hash(std::span<const TableInfo> tables) const {
    std::uint64_t sum = 0;
    for (const auto& [key, message] : rows_) {
      if (is_facts(key, tables)) {
        const std::string bytes = key + message->SerializeAsString();
        sum += XXH3_64bits(bytes.data(), bytes.size());
      }
    }
    return sum;
  }

  // The rows declared facts as text, key by key, to tell where two folds differ.
  std::map<std::string, std::string> facts(std::span<const TableInfo> tables) const {
    std::map<std::string, std::string> text;
    for (const auto& [key, message] : rows_) {
      if (is_facts(key, tables)) {
        text[key] = message->SerializeAsString();
      }
    }
    return text;
  }

  // The row under an encoded key without counting it as read; for MemoryWishes.
  const Message* peek(const std::string& key) const {
    const auto found = rows_.find(key);
    return found == rows_.end() ? nullptr : found->second.get();
  }

 protected:
  const Message* find_row(std::string_view key, const Message& /*prototype*/) override {
    read_.emplace(key);
    return peek(std::string(key));
  }

  Message& edit_row(std::string_view key, const Message& prototype) override {
    read_.emplace(key);
    std::unique_ptr<Message>& row = rows_[std::string(key)];
    keep_before(key, row.get());
    if (row == nullptr) {
      row.reset(prototype.New());
    }
    return *row;
  }

  void erase_row(std::string_view key, const Message& /*prototype*/) override {
    const auto found = rows_.find(std::string(key));
    if (found != rows_.end()) {
      keep_before(key, found->second.get());
      erased_.push_back(std::move(found->second));
      rows_.erase(found);
    }
  }

 private:
  void keep_before(std::string_view key, const Message* row) {
    const auto [place, first] = before_.try_emplace(std::string(key));
    if (first && row != nullptr) {
      place->second.reset(row->New());
      place->second->CheckTypeAndMergeFrom(*row);
    }
  }

  static bool is_facts(const std::string& key, std::span<const TableInfo> tables) {
    std::string owner;
    TableId id = 0;
    ENCOURS_ASSERT(KeyReader(key).owner_and_table(owner, id), "every row key names its table");
    for (const TableInfo& table : tables) {
      if (table.id == id) {
        return table.content == Content::kFacts;
      }
    }
    return false;
  }

  std::map<std::string, std::unique_ptr<Message>> rows_;
  std::map<std::string, std::unique_ptr<Message>> before_;
  std::vector<std::unique_ptr<Message>> erased_;  // kept to the end of the step, as the engine does
  std::set<std::string> read_;
};

// The first row in which two folds differ, as bytes that can be read; empty when they do not.
inline std::string difference(const std::map<std::string, std::string>& left,
                              const std::map<std::string, std::string>& right) {
  const auto shown = [](const std::string& bytes) { return testing::PrintToString(bytes); };
  for (const auto& [key, row] : left) {
    const auto other = right.find(key);
    if (other == right.end()) {
      return "only left: " + shown(key) + " = " + shown(row);
    }
    if (other->second != row) {
      return "at " + shown(key) + "\n" + shown(row) + "\n" + shown(other->second);
    }
  }
  for (const auto& [key, row] : right) {
    if (!left.contains(key)) {
      return "only right: " + shown(key) + " = " + shown(row);
    }
  }
  return "";
}

// Wishes over MemoryRows: a row can be peeked at in the round after it was wished for.
class MemoryWishes final : public Wishes {
 public:
  explicit MemoryWishes(const MemoryRows& rows) : rows_(rows) {}

  // Reads what was wished for; true while a round brought something new.
  bool read_round() {
    const std::size_t before = read_.size();
    read_.insert(wished_.begin(), wished_.end());
    return read_.size() > before;
  }

  const std::set<std::string>& keys() const { return read_; }

 protected:
  void want_row(std::string_view key, const Message& /*prototype*/) override {
    wished_.emplace(key);
  }
  const Message* peek_row(std::string_view key) override {
    const std::string text(key);
    return read_.contains(text) ? rows_.peek(text) : nullptr;
  }

 private:
  const MemoryRows& rows_;
  std::set<std::string> wished_;
  std::set<std::string> read_;
};

// One record sent to the world.
struct Sent {
  std::string topic;
  std::string key;
  std::string bytes;
};

// What operators say in one step.
class MemoryEmit final : public Emit {
 public:
  void send(std::string_view topic, std::string_view key, const Message& message) override {
    sent_.push_back({std::string(topic), std::string(key), message.SerializeAsString()});
  }

  v1::Origin origin(std::string_view operator_name, std::string_view subject) override {
    v1::Origin origin;
    origin.set_id(std::string(operator_name) + "/" + std::string(subject));
    return origin;
  }

  ShardName shard_name() const override { return {"credit.events", 0}; }
  void wake(std::string_view slot, Day day) override { wakes_[std::string(slot)] = day; }
  void wake_all() override { all_wanted_ = true; }
  void wake_at_beat() override { beat_wanted_ = true; }

  const std::vector<Sent>& sent() const { return sent_; }
  const std::map<std::string, Day>& wakes() const { return wakes_; }
  bool beat_wanted() const { return beat_wanted_; }

  // The signals of one kind, in the order they were said.
  template <class SignalType>
  std::vector<SignalType> said() const {
    std::vector<SignalType> list;
    for (const Signal& signal : signals_) {
      if (const auto* body = std::get_if<SignalType>(&signal)) {
        list.push_back(*body);
      }
    }
    return list;
  }

 private:
  std::vector<Sent> sent_;
  std::map<std::string, Day> wakes_;
  bool all_wanted_ = false;
  bool beat_wanted_ = false;
};

}  // namespace encours::test
