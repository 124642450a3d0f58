// Tables and rows: all that an operator keeps from one event to the next.
//
// An operator declares its tables as constants and reads and writes them through Rows, which the
// engine implements over memory and the store. A row is one state message
// (schemas/encours/state/v1); an absent row reads as nullptr. Every change is journaled: a refused
// step leaves no trace.
#pragma once

#include <array>
#include <memory>
#include <string_view>
#include <type_traits>

#include "google/protobuf/message.h"
#include "operators/domain/keys.h"

namespace encours {

// Facts are the same whatever order the feeds came in; history tells what was said and when.
enum class Content : std::uint8_t { kFacts, kHistory };

// What the engine must know of a table.
struct TableInfo {
  TableId id;
  std::string_view name;
  Content content;
  const google::protobuf::MessageLite& (*prototype)();
};

// A table of `Message` rows under keys of type `Key`. Declare it once, constexpr, in the owner's
// header.
template <class KeyType, class MessageType>
struct Table {
  using Key = KeyType;
  using Message = MessageType;

  TableId id;
  std::string_view name;
  Content content;

  static const google::protobuf::MessageLite& prototype() {
    static_assert(std::is_base_of_v<google::protobuf::Message, MessageType>);
    return MessageType::default_instance();
  }
  constexpr TableInfo info() const { return {id, name, content, &prototype}; }
};

// A row in memory; none: it is known to be absent.
struct RowSlot {
  std::unique_ptr<google::protobuf::MessageLite> value;
};

// The rows of one shard, as operators see them. It remembers where the last ones asked for stand:
// a step asks for the same few again and again.
class Rows {
 public:
  virtual ~Rows() = default;

  // The row, or nullptr. Valid until the step ends; an edit of the same row shows through.
  template <class Key, class Message>
  const Message* find(const Table<Key, Message>& table, const Key& key) {
    return static_cast<const Message*>(slot_of(table, key).value.get());
  }

  // The row to change, made empty if absent. Valid until the step ends or the row is erased.
  template <class Key, class Message>
  Message& edit(const Table<Key, Message>& table, const Key& key) {
    return static_cast<Message&>(edit_row(slot_of(table, key)));
  }

  // Removes the row if it is there.
  template <class Key, class Message>
  void erase(const Table<Key, Message>& table, const Key& key) {
    erase_row(slot_of(table, key));
  }

 protected:
  // The slot stays where it is until forget_slots().
  virtual RowSlot& find_slot(std::string_view key,
                             const google::protobuf::MessageLite& prototype) = 0;
  virtual google::protobuf::MessageLite& edit_row(RowSlot& slot) = 0;
  virtual void erase_row(RowSlot& slot) = 0;

  // Called before slots go away.
  void forget_slots() { lately_ = {}; }

 private:
  // A slot asked for lately, and by what.
  struct Lately {
    RowSlot* slot = nullptr;
    KeyParts::Copy asked;
  };

  template <class Key, class Message>
  RowSlot& slot_of(const Table<Key, Message>& table, const Key& key) {
    const KeyParts parts = key.parts(table.id);
    Lately& lately = lately_[parts.place() % lately_.size()];
    if (lately.slot == nullptr || lately.asked != parts) {
      KeyWriter writer;
      key.write(writer, table.id);
      RowSlot& slot = find_slot(writer.key(), table.prototype());
      lately.slot = lately.asked.take(parts) ? &slot : nullptr;
      return slot;
    }
    return *lately.slot;
  }

  std::array<Lately, 64> lately_{};
};

// The rows an event will need, named ahead so that cold ones are read together. It is asked again
// after its wishes were read, so that a page may be named once the row that tells its number is
// there; see wanted().
class Wishes {
 public:
  virtual ~Wishes() = default;

  template <class Key, class Message>
  void want(const Table<Key, Message>& table, const Key& key) {
    KeyWriter writer;
    key.write(writer, table.id);
    want_row(writer.key(), table.prototype());
  }

  // The row if it is in memory by now, else nullptr; never a read.
  template <class Key, class Message>
  const Message* wanted(const Table<Key, Message>& table, const Key& key) {
    KeyWriter writer;
    key.write(writer, table.id);
    return static_cast<const Message*>(peek_row(writer.key()));
  }

 protected:
  virtual void want_row(std::string_view key, const google::protobuf::MessageLite& prototype) = 0;
  virtual const google::protobuf::MessageLite* peek_row(std::string_view key) = 0;
};

}  // namespace encours
