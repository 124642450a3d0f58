#include "src/views/letter_list.h"

#include <fmt/format.h>
#include <google/protobuf/util/time_util.h>

#include "src/views/amounts.h"
#include "src/views/csv.h"
#include "src/views/json.h"
#include "src/views/letter_page.h"
#include "src/views/table.h"

namespace encours::views {
namespace {

// A message that says more is read on the letter's own page.
constexpr int kMessageColumns = 60;
// Instants that protobuf can print: the years 1 to 9999.
constexpr std::int64_t kInstantMsMax = 253'402'300'799'999;

std::string heading(const Screen& screen, Word which) {
  return std::string(word(screen.language, which));
}

}  // namespace

std::string place_text(const TopicPartition& partition, std::int64_t offset) {
  if (partition.topic.empty()) return "";
  return fmt::format("{}/{} {}", partition.topic, partition.partition, offset);
}

std::string instant_text(std::optional<std::int64_t> at_ms) {
  using google::protobuf::util::TimeUtil;
  if (!at_ms || *at_ms < 0 || *at_ms > kInstantMsMax) return "";
  return TimeUtil::ToString(TimeUtil::MillisecondsToTimestamp(*at_ms));
}

std::string letters_table(const std::vector<LetterLine>& letters, const Screen& screen) {
  if (letters.empty()) return heading(screen, Word::kNoLetters) + "\n";
  Table table({{heading(screen, Word::kLetter), Align::kLeft, 0, false},
               {heading(screen, Word::kReason), Align::kLeft, 0, false},
               {heading(screen, Word::kFrom), Align::kLeft, 1, true},
               {heading(screen, Word::kWhen), Align::kLeft, 2, true},
               {heading(screen, Word::kBytes), Align::kRight, 3, false},
               {heading(screen, Word::kMessage), Align::kLeft, 4, true}});
  for (const LetterLine& letter : letters) {
    table.add_row({{place_text(letter.at, letter.offset), Paint::kBold},
                   {letter.reason, Paint::kBad},
                   {place_text(letter.from, letter.from_offset), Paint::kPlain},
                   {instant_text(letter.when_ms), Paint::kDim},
                   {count_for_people(static_cast<std::int64_t>(letter.bytes), screen.language),
                    Paint::kPlain},
                   {shortened(escaped(letter.message), kMessageColumns), Paint::kDim}});
  }
  return table.text(screen);
}

std::string letters_csv(const std::vector<LetterLine>& letters) {
  CsvWriter csv;
  for (const char* name : {"topic", "partition", "offset", "from_topic", "from_partition",
                           "from_offset", "feed", "reason", "when", "bytes", "message"}) {
    csv.cell(name);
  }
  csv.end_row();
  for (const LetterLine& letter : letters) {
    const bool known = !letter.from.topic.empty();
    csv.cell(letter.at.topic);
    csv.cell(std::to_string(letter.at.partition));
    csv.cell(std::to_string(letter.offset));
    csv.cell(letter.from.topic);
    csv.cell(known ? std::to_string(letter.from.partition) : "");
    csv.cell(known ? std::to_string(letter.from_offset) : "");
    csv.cell(letter.feed);
    csv.cell(letter.reason);
    csv.cell(instant_text(letter.when_ms));
    csv.cell(std::to_string(letter.bytes));
    csv.cell(letter.message);
    csv.end_row();
  }
  return csv.take();
}

std::string letters_json(const std::vector<LetterLine>& letters) {
  std::string text;
  for (const LetterLine& letter : letters) {
    const bool known = !letter.from.topic.empty();
    JsonObject object;
    object.text("topic", letter.at.topic);
    object.number("partition", letter.at.partition);
    object.number("offset", letter.offset);
    object.text_or_null("from_topic", letter.from.topic);
    object.number_or_null("from_partition", letter.from.partition, known);
    object.number_or_null("from_offset", letter.from_offset, known);
    object.text_or_null("feed", letter.feed);
    object.text("reason", letter.reason);
    object.text_or_null("when", instant_text(letter.when_ms));
    object.number("bytes", static_cast<std::int64_t>(letter.bytes));
    object.text("message", letter.message);
    text += object.take() + "\n";
  }
  return text;
}

std::string letter_counts_table(const LetterCounts& counts, const Screen& screen) {
  if (counts.empty()) return heading(screen, Word::kNoLetters) + "\n";
  Table table({{heading(screen, Word::kLetter), Align::kLeft, 1, false},
               {heading(screen, Word::kFrom), Align::kLeft, 2, true},
               {heading(screen, Word::kReason), Align::kLeft, 0, false},
               {heading(screen, Word::kLetters), Align::kRight, 0, false}});
  std::uint64_t total = 0;
  const auto people = [&screen](std::uint64_t count) {
    return count_for_people(static_cast<std::int64_t>(count), screen.language);
  };
  for (const auto& [group, count] : counts) {
    const auto& [topic, from, reason] = group;
    table.add_row({{topic, Paint::kPlain},
                   {from, Paint::kPlain},
                   {reason, Paint::kBad},
                   {people(count), Paint::kPlain}});
    total += count;
  }
  table.add_rule();
  table.add_row({{"", Paint::kPlain},
                 {"", Paint::kPlain},
                 {heading(screen, Word::kTotal), Paint::kBold},
                 {people(total), Paint::kBold}});
  return table.text(screen);
}

std::string letter_counts_csv(const LetterCounts& counts) {
  CsvWriter csv;
  for (const char* name : {"topic", "from_topic", "reason", "letters"})
    csv.cell(name);
  csv.end_row();
  for (const auto& [group, count] : counts) {
    csv.cell(std::get<0>(group));
    csv.cell(std::get<1>(group));
    csv.cell(std::get<2>(group));
    csv.cell(std::to_string(count));
    csv.end_row();
  }
  return csv.take();
}

std::string letter_counts_json(const LetterCounts& counts) {
  std::string text;
  for (const auto& [group, count] : counts) {
    JsonObject object;
    object.text("topic", std::get<0>(group));
    object.text_or_null("from_topic", std::get<1>(group));
    object.text("reason", std::get<2>(group));
    object.number("letters", static_cast<std::int64_t>(count));
    text += object.take() + "\n";
  }
  return text;
}

}  // namespace encours::views
