#include "src/cli/dlq_select.h"

#include <charconv>

#include <fmt/format.h>

#include "schemas/topics.h"
#include "src/config/did_you_mean.h"
#include "src/engine/dead_letter.h"

namespace encours::cli {
namespace {

constexpr std::int64_t kMillisPerSecond = 1'000;
constexpr std::int64_t kNanosPerMilli = 1'000'000;

// "7" or "7-9" into the filter.
bool parse_offsets(std::string_view text, LetterFilter& filter) {
  const auto number = [](std::string_view digits, std::int64_t& value) {
    const char* end = digits.data() + digits.size();
    const auto [stop, failure] = std::from_chars(digits.data(), end, value);
    return failure == std::errc{} && stop == end && value >= 0;
  };
  const std::size_t dash = text.find('-');
  if (!number(text.substr(0, dash), filter.first_offset)) return false;
  filter.last_offset = filter.first_offset;
  if (dash == std::string_view::npos) return true;
  return number(text.substr(dash + 1), filter.last_offset) &&
         filter.last_offset >= filter.first_offset;
}

// What the letters have that were passed over, for whoever picked none.
struct Seen {
  std::set<std::string> topics;
  std::set<std::string> reasons;
};

Failure none_of(std::string_view option, const std::string& word, const std::set<std::string>& seen,
                std::string_view what) {
  const std::vector<std::string> known(seen.begin(), seen.end());
  return {ExitCode::kUsage,
          fmt::format("{}: no dead letter {} '{}'{}; there are: {}", option, what, word,
                      did_you_mean(nearest_word(word, known)), fmt::join(known, ", "))};
}

}  // namespace

void add_letter_options(CLI::App& command, LetterOptions& options) {
  add_data_option(command, options.data);
  command
      .add_option("--topic", options.topic, "Of one topic: that of the letters, or of the records")
      ->type_name("TOPIC");
  command.add_option("--partition", options.partition, "Of one partition of the letters' topic")
      ->type_name("P")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--offset", options.offsets, "Of one offset there, or of offsets 7-9")
      ->type_name("N|N-N");
  command.add_option("--reason", options.reason, "Of one reason")->type_name("REASON");
}

std::vector<std::string> letter_topics() {
  std::vector<std::string> names;
  for (const Topic& topic : topics()) {
    if (topic.key == TopicKey::kInput) names.emplace_back(topic.name);
  }
  return names;
}

tl::expected<void, Failure> for_chosen_letters(DataFolder& folder, const LetterOptions& options,
                                               const LetterSeen& seen) {
  LetterFilter filter;
  filter.partition = options.partition;
  if (!options.offsets.empty() && !parse_offsets(options.offsets, filter)) {
    return tl::unexpected(Failure{
        ExitCode::kUsage,
        fmt::format("--offset: '{}' is no offset; write 7, or 7-9 for several", options.offsets)});
  }
  Seen others;
  bool topic_known = options.topic.empty();
  bool reason_known = options.reason.empty();
  const std::vector<std::string> topics = letter_topics();
  others.topics.insert(topics.begin(), topics.end());
  topic_known = topic_known || others.topics.contains(options.topic);
  const Status walked = for_each_letter(
      folder.log(), topics, filter,
      [&](const TopicPartition& at, const Record& record, const Letter& letter) {
        if (!letter.from.topic.empty()) others.topics.insert(letter.from.topic);
        others.reasons.emplace(letter.reason);
        const bool topic = options.topic.empty() || options.topic == at.topic ||
                           options.topic == letter.from.topic;
        const bool reason = options.reason.empty() || options.reason == letter.reason;
        topic_known = topic_known || topic;
        reason_known = reason_known || reason;
        return !topic || !reason || seen(at, record, letter);
      });
  if (!walked) return tl::unexpected(failure_of(walked.error()));
  if (!topic_known) {
    return tl::unexpected(none_of("--topic", options.topic, others.topics, "is of topic"));
  }
  if (!reason_known && !others.reasons.empty()) {
    return tl::unexpected(none_of("--reason", options.reason, others.reasons, "has reason"));
  }
  return {};
}

views::LetterLine letter_line(const TopicPartition& at, const Record& record,
                              const Letter& letter) {
  views::LetterLine line{at,
                         record.offset,
                         letter.from,
                         letter.offset,
                         std::string(letter.feed),
                         std::string(letter.reason),
                         std::string(letter.message),
                         letter.timestamp_ms,
                         record.value.size()};
  if (line.when_ms) return line;
  // A record of a log has no time of its own; what it says may have one.
  v1::Event event;
  if (event.ParseFromArray(record.value.data(), static_cast<int>(record.value.size())) &&
      event.has_logged_at()) {
    line.when_ms =
        event.logged_at().seconds() * kMillisPerSecond + event.logged_at().nanos() / kNanosPerMilli;
  }
  return line;
}

}  // namespace encours::cli
