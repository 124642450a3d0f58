#include "src/engine/letter_replay.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "schemas/topics.h"
#include "src/engine/decode.h"

namespace encours {
namespace {

// One append: small enough that no reader waits for it.
constexpr std::size_t kBatchLettersMax = 500;
constexpr std::size_t kBatchBytesMax = std::size_t{4} << 20U;

constexpr std::array<std::string_view, 8> kFateNames{"SENT",       "SENT_BEFORE",     "NO_PLACE",
                                                     "NO_TOPIC",   "NOT_FOR_PEOPLE",  "TICK",
                                                     "NULL_VALUE", "WOULD_BE_REFUSED"};

bool is_log(std::string_view topic) {
  for (int log = 0; log < kLogCount; ++log) {
    if (topic == topic_of(static_cast<Log>(log))) return true;
  }
  return false;
}

// By the checks that need no state: they say the same every time.
LetterJudgement judge_event(const Letter& letter, const Record& record,
                            std::int32_t partitions) {
  Decoded decoded;
  const Record original{0, letter.offset, record.key, record.value, {}};
  const Verdict verdict = decode(original, letter.from, partitions, decoded);
  if (decoded.kind != Kind::kNone && decoded.route == KindRoute::kShard) {
    return {LetterFate::kTick, {}};
  }
  return {verdict.accepted() ? LetterFate::kSent : LetterFate::kRefusedAgain, verdict};
}

std::optional<std::int64_t> take_number(std::string_view& rest) {
  std::int64_t number = 0;
  const auto [stop, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (failure != std::errc{} || number < 0) return std::nullopt;
  rest.remove_prefix(static_cast<std::size_t>(stop - rest.data()));
  return number;
}

}  // namespace

std::string_view letter_fate_name(LetterFate fate) {
  return kFateNames.at(static_cast<std::size_t>(fate));
}

LetterJudgement judge_letter(const EventLog& log, const Letter& letter, const Record& record) {
  if (!letter.says_where()) return {LetterFate::kNoPlace, {}};
  const bool to_log = is_log(letter.from.topic);
  if (!to_log && find_topic(letter.from.topic) != nullptr) return {LetterFate::kNotForPeople, {}};
  const auto partitions = log.partition_count(letter.from.topic);
  if (!partitions || letter.from.partition >= *partitions) return {LetterFate::kNoTopic, {}};
  if (letter.null_value) return {LetterFate::kNull, {}};
  if (to_log) return judge_event(letter, record, *partitions);
  return {};
}

std::optional<OffsetSet> OffsetSet::parse(std::string_view text) {
  OffsetSet set;
  std::int64_t before = -2;
  while (!text.empty()) {
    const auto first = take_number(text);
    if (!first || *first <= before + 1) return std::nullopt;
    std::int64_t last = *first;
    if (text.starts_with('-')) {
      text.remove_prefix(1);
      const auto end = take_number(text);
      if (!end || *end <= *first) return std::nullopt;
      last = *end;
    }
    set.ranges_.emplace(*first, last);
    before = last;
    if (text.empty()) break;
    if (text.front() != ',' || text.size() == 1) return std::nullopt;
    text.remove_prefix(1);
  }
  return set;
}

std::string OffsetSet::text() const {
  std::string text;
  for (const auto& [first, last] : ranges_) {
    if (!text.empty()) text += ',';
    text += first == last ? std::to_string(first) : fmt::format("{}-{}", first, last);
  }
  return text;
}

bool OffsetSet::contains(std::int64_t offset) const {
  const auto after = ranges_.upper_bound(offset);
  return after != ranges_.begin() && std::prev(after)->second >= offset;
}

void OffsetSet::add(std::int64_t offset) {
  if (contains(offset)) return;
  std::int64_t first = offset;
  std::int64_t last = offset;
  if (const auto next = ranges_.find(offset + 1); next != ranges_.end()) {
    last = next->second;
    ranges_.erase(next);
  }
  const auto after = ranges_.upper_bound(offset);
  if (after != ranges_.begin() && std::prev(after)->second == offset - 1) {
    first = std::prev(after)->first;
  }
  ranges_[first] = last;
}

std::string letter_feed(const TopicPartition& letters) {
  return fmt::format("dlq/{}/{}", letters.topic, letters.partition);
}

Result<LetterSender> LetterSender::dry(const std::optional<std::string>& cursor) {
  auto sent = OffsetSet::parse(cursor.value_or(""));
  if (!sent) {
    return tl::unexpected(Error{
        Fault::kCorrupt,
        fmt::format("'{}' does not say which dead letters were sent again", cursor.value_or(""))});
  }
  return LetterSender(nullptr, std::move(*sent));
}

Result<LetterSender> LetterSender::open(EventLog& log, const TopicPartition& letters) {
  auto session = log.open_feed(letter_feed(letters));
  if (!session) return tl::unexpected(session.error());
  const auto cursor = (*session)->cursor();
  if (!cursor) return tl::unexpected(cursor.error());
  auto sender = dry(*cursor);
  if (sender) sender->session_ = std::move(*session);
  return sender;
}

Status LetterSender::send(const Letter& letter, const Record& record) {
  sent_.add(record.offset);
  if (!session_) return {};
  waiting_.push_back(original_of(letter, record));
  waiting_bytes_ += record.key.size() + record.value.size();
  const bool full = waiting_.size() >= kBatchLettersMax || waiting_bytes_ >= kBatchBytesMax;
  return full ? finish() : Status{};
}

Status LetterSender::finish() {
  if (waiting_.empty()) return {};
  Status appended = session_->append(waiting_, sent_.text());
  waiting_.clear();
  waiting_bytes_ = 0;
  return appended;
}

}  // namespace encours
