// encours dlq: what was refused, looked at and sent again. `dlq replay` stands in dlq_replay.cc.
#include <fmt/format.h>

#include "schemas/topics.h"
#include "src/cli/commands.h"
#include "src/cli/dlq_replay.h"
#include "src/cli/dlq_select.h"
#include "src/ingest/feed/feed_codec.h"
#include "src/ingest/ndjson/event_json.h"
#include "src/views/letter_page.h"
#include "src/views/record_json.h"

namespace encours::cli {
namespace {

// A list beyond this is no list to look at: it would not fit into memory either.
constexpr std::size_t kLettersListedMax = 100'000;
// Letters on pages, one after the other.
constexpr std::size_t kPagesMax = 1'000;

struct ListOptions {
  LetterOptions letters;
  bool summary = false;
  std::string format;
};

struct ShowOptions {
  LetterOptions letters;
};

std::string list_text(const std::vector<views::LetterLine>& lines, const std::string& format,
                      const Terminal& terminal) {
  if (format == "csv") return views::letters_csv(lines);
  if (format == "json") return views::letters_json(lines);
  return views::letters_table(lines, terminal.screen());
}

std::string counts_text(const views::LetterCounts& counts, const std::string& format,
                        const Terminal& terminal) {
  if (format == "csv") return views::letter_counts_csv(counts);
  if (format == "json") return views::letter_counts_json(counts);
  return views::letter_counts_table(counts, terminal.screen());
}

Outcome run_list(const ListOptions& options, const Terminal& terminal) {
  auto folder = DataFolder::open_beside(options.letters.data);
  if (!folder) return tl::unexpected(folder.error());
  std::vector<views::LetterLine> lines;
  views::LetterCounts counts;
  bool more = false;
  const auto walked = for_chosen_letters(
      *folder, options.letters,
      [&](const TopicPartition& at, const Record& record, const Letter& letter) {
        if (options.summary) {
          ++counts[{at.topic, letter.from.topic, std::string(letter.reason)}];
          return true;
        }
        more = lines.size() == kLettersListedMax;
        if (!more) lines.push_back(letter_line(at, record, letter));
        return !more;
      });
  if (!walked) return tl::unexpected(walked.error());
  const std::string text = options.summary ? counts_text(counts, options.format, terminal)
                                           : list_text(lines, options.format, terminal);
  if (!terminal.print(text)) return tl::unexpected(output_failure());
  if (more) {
    terminal.say(
        fmt::format("only the first {}; count them by --summary, or pick by --reason, "
                    "--topic, --offset",
                    kLettersListedMax));
  }
  return ExitCode::kOk;
}

void bind_list(CLI::App& command, ListOptions& options) {
  add_letter_options(command, options.letters);
  command.add_flag("--summary", options.summary, "How many there are of each topic and reason");
  add_format_option(command, options.format, {"table", "csv", "json"});
}

// What the record says, as far as it can be read: by its topic, else as a feed would read it.
std::vector<std::string> decoded_value(const TopicPartition& at, const Record& record,
                                       const Letter& letter) {
  if (letter.null_value) return {};
  if (find_topic(at.topic) != nullptr && !record.value.empty()) {
    if (auto json = views::value_json(at.topic, record.value)) return {std::move(*json)};
  }
  static const FeedCodec codec = *FeedCodec::open({});
  const FeedRecord feed{letter.from,  letter.offset,  record.key,
                        record.value, letter.headers, letter.timestamp_ms.value_or(kNoTimestamp)};
  std::vector<v1::Event> events;
  codec.decode(feed, events);
  std::vector<std::string> texts;
  for (const v1::Event& event : events)
    append_json(texts.emplace_back(), event);
  return texts;
}

views::LetterPage page_of(const TopicPartition& at, const Record& record,
                          const Letter& letter) {
  views::LetterPage page;
  page.line = letter_line(at, record, letter);
  if (!letter.null_key) page.key = record.key;
  if (!letter.null_value) page.value = record.value;
  page.headers.assign(record.headers.begin(), record.headers.end());
  page.decoded = decoded_value(at, record, letter);
  return page;
}

Outcome run_show(const ShowOptions& options, const Terminal& terminal) {
  auto folder = DataFolder::open_beside(options.letters.data);
  if (!folder) return tl::unexpected(folder.error());
  std::size_t shown = 0;
  bool printed = true;
  const auto walked = for_chosen_letters(
      *folder, options.letters,
      [&](const TopicPartition& at, const Record& record, const Letter& letter) {
        const std::string gap = shown++ == 0 ? "" : "\n";
        printed = terminal.print(
            gap + views::letter_page(page_of(at, record, letter), terminal.screen()));
        return printed && shown < kPagesMax;
      });
  if (!walked) return tl::unexpected(walked.error());
  if (!printed) return tl::unexpected(output_failure());
  if (shown > 0) return ExitCode::kOk;
  return tl::unexpected(Failure{ExitCode::kFailed,
                                "there is no such dead letter; encours dlq list shows those that "
                                "there are"});
}

void bind_show(CLI::App& command, ShowOptions& options) {
  add_letter_options(command, options.letters);
}

}  // namespace

void add_dlq_command(CLI::App& app, Chosen& chosen) {
  CLI::App& dlq = *app.add_subcommand("dlq", "Dead letters: what was refused, and why.");
  dlq.require_subcommand(1);
  dlq.fallthrough();
  add_command<ListOptions>(
      dlq, chosen, "list",
      "The dead letters: what was refused, where it stood, and why.\n\n"
      "A letter is the record as it came, byte for byte, with a reason from a closed list.",
      {{"encours dlq list --data data", "every one of them"},
       {"encours dlq list --data data --summary", "how many there are of each reason"},
       {"encours dlq list --data data --reason BAD_AMOUNT --format csv > refused.csv",
        "those of one reason, for a spreadsheet"}},
      &bind_list, &run_list);
  add_command<ShowOptions>(
      dlq, chosen, "show",
      "Dead letters on pages: all headers, and what the record says.\n\n"
      "A value that cannot be read is shown as text or in hexadecimal.",
      {{"encours dlq show --data data --topic credit.events.dlq --partition 0 --offset 3",
        "one letter"},
       {"encours dlq show --data data --reason UNDECODABLE", "all letters of a reason"}},
      &bind_show, &run_show);
  add_dlq_replay_command(dlq, chosen);
}

}  // namespace encours::cli
