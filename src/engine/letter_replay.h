// Sends dead letters again: the record as it stood, to where it stood, once. Used by `encours dlq
// replay`.
//
// What was sent is remembered in the cursor of a feed of the letters' partition, in the same
// transaction, as the offsets of the letters: "0-5,9". A letter is then never sent twice, whatever
// filter picks it and however often the command dies. A record that is refused again becomes
// another letter, which may be sent in its turn.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "operators/verdict.h"
#include "src/engine/letter_reader.h"
#include "src/ports.h"

namespace encours {

// What sending a letter again amounts to.
enum class LetterFate : std::uint8_t {
  kSent,          // it goes
  kSentBefore,    // it went already
  kNoPlace,       // the letter does not say where it stood
  kNoTopic,       // the log has no such topic or partition
  kNotForPeople,  // only the engine writes there: an output, a position, other letters
  kTick,          // a tick: only the owner of a shard may say it
  kNull,          // a tombstone is refused by whoever reads it
  kRefusedAgain,  // it would be refused as before, whatever the state: the verdict says why
};

// "WOULD_BE_REFUSED", for programs.
std::string_view letter_fate_name(LetterFate fate);

struct LetterJudgement {
  LetterFate fate = LetterFate::kSent;
  Verdict again;  // of kRefusedAgain
};

// All but whether it went already. Reads the log's topics alone.
LetterJudgement judge_letter(const EventLog& log, const Letter& letter, const Record& record);

// A set of offsets as ranges.
class OffsetSet {
 public:
  // Nothing when the text is no such set.
  static std::optional<OffsetSet> parse(std::string_view text);
  std::string text() const;
  bool contains(std::int64_t offset) const;
  void add(std::int64_t offset);

 private:
  std::map<std::int64_t, std::int64_t> ranges_;  // first to last; they never touch
};

// The feed whose cursor remembers what was sent of a partition of letters.
std::string letter_feed(const TopicPartition& letters);

// The letters of one partition on their way.
class LetterSender {
 public:
  // Sends nothing: knows what was sent by the cursor of letter_feed().
  static Result<LetterSender> dry(const std::optional<std::string>& cursor);
  static Result<LetterSender> open(EventLog& log, const TopicPartition& letters);

  bool sent(std::int64_t offset) const { return sent_.contains(offset); }
  // Takes a letter; it is in the log at the latest after finish().
  Status send(const Letter& letter, const Record& record);
  Status finish();

 private:
  LetterSender(std::unique_ptr<FeedSession> session, OffsetSet sent)
      : session_(std::move(session)), sent_(std::move(sent)) {}

  std::unique_ptr<FeedSession> session_;  // null: dry
  OffsetSet sent_;
  std::vector<Append> waiting_;
  std::size_t waiting_bytes_ = 0;
};

}  // namespace encours
