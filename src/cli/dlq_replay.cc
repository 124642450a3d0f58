#include "src/cli/dlq_replay.h"

#include <array>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "operators/verdict.h"
#include "src/cli/dlq_select.h"
#include "src/cli/settings_file.h"
#include "src/engine/letter_replay.h"

namespace encours::cli {
namespace {

struct Options {
  LetterOptions letters;
  bool dry_run = false;
};

constexpr std::size_t kFates = 8;

std::string_view why(LetterFate fate) {
  switch (fate) {
    case LetterFate::kNoPlace:
      return "it does not say where the record stood";
    case LetterFate::kNoTopic:
      return "this log has no such topic or partition";
    case LetterFate::kNotForPeople:
      return "only the engine writes to that topic";
    case LetterFate::kTick:
      return "a tick; only the owner of a shard may say it";
    case LetterFate::kNull:
      return "a record without a value is refused by every feed";
    case LetterFate::kSent:
    case LetterFate::kSentBefore:
    case LetterFate::kRefusedAgain:
      break;
  }
  return "";
}

// Sends the letters that it is shown, or tells what would become of them.
class Replay {
 public:
  Replay(EventLog& log, bool dry_run, const Terminal& terminal)
      : log_(log), dry_run_(dry_run), terminal_(terminal) {}

  // False when it cannot go on: failure() says why.
  bool take(const TopicPartition& at, const Record& record, const Letter& letter) {
    LetterSender* sender = sender_of(at);
    if (sender == nullptr) return false;
    LetterJudgement judgement = judge_letter(log_, letter, record);
    if (sender->sent(record.offset)) judgement.fate = LetterFate::kSentBefore;
    ++count_.at(static_cast<std::size_t>(judgement.fate));
    if (!tell(at, record, letter, judgement)) {
      failure_ = output_failure();
      return false;
    }
    if (judgement.fate != LetterFate::kSent) return true;
    return keep(sender->send(letter, record));
  }

  bool finish() {
    for (auto& [at, sender] : senders_) {
      if (!keep(sender.finish())) return false;
    }
    return true;
  }

  const std::optional<Failure>& failure() const { return failure_; }
  std::uint64_t sent() const { return count(LetterFate::kSent); }
  std::uint64_t sent_before() const { return count(LetterFate::kSentBefore); }
  std::uint64_t stay() const {
    std::uint64_t all = 0;
    for (const std::uint64_t one : count_)
      all += one;
    return all - sent() - sent_before();
  }

 private:
  std::uint64_t count(LetterFate fate) const { return count_.at(static_cast<std::size_t>(fate)); }

  bool keep(const Status& status) {
    if (!status) failure_ = failure_of(status.error());
    return status.has_value();
  }

  LetterSender* sender_of(const TopicPartition& at) {
    const auto found = senders_.find(at);
    if (found != senders_.end()) return &found->second;
    auto sender = dry_run_ ? dry_sender(at) : LetterSender::open(log_, at);
    if (!sender) {
      failure_ = failure_of(sender.error());
      return nullptr;
    }
    return &senders_.emplace(at, std::move(*sender)).first->second;
  }

  Result<LetterSender> dry_sender(const TopicPartition& at) const {
    const auto cursor = log_.cursor_of(letter_feed(at));
    if (!cursor) return tl::unexpected(cursor.error());
    return LetterSender::dry(*cursor);
  }

  // Every letter in a dry run, else those that stay.
  bool tell(const TopicPartition& at, const Record& record, const Letter& letter,
            const LetterJudgement& judgement) const {
    const std::string place = views::place_text(at, record.offset);
    if (judgement.fate == LetterFate::kSentBefore || judgement.fate == LetterFate::kSent) {
      if (!dry_run_) return true;
      const std::string what =
          judgement.fate == LetterFate::kSent
              ? fmt::format("would go to {}/{}", letter.from.topic, letter.from.partition)
              : "was sent before";
      return terminal_.print(fmt::format("{}: {}: {}\n", place, letter.reason, what));
    }
    const std::string reason =
        judgement.fate == LetterFate::kRefusedAgain
            ? fmt::format("{}: {}", reason_code(judgement.again.reason), judgement.again.detail)
            : std::string(why(judgement.fate));
    return terminal_.print(fmt::format("{}: {}: stays: {}: {}\n", place, letter.reason,
                                       letter_fate_name(judgement.fate), reason));
  }

  EventLog& log_;
  bool dry_run_;
  const Terminal& terminal_;
  std::map<TopicPartition, LetterSender> senders_;
  std::array<std::uint64_t, kFates> count_{};
  std::optional<Failure> failure_;
};

tl::expected<DataFolder, Failure> open_folder(const Options& options) {
  auto beside = DataFolder::open_beside(options.letters.data);
  // A folder that is not there is refused, never made.
  if (options.dry_run || !beside) return beside;
  const DataOption& data = options.letters.data;
  if (data.settings.empty()) return DataFolder::open(data.folder, std::nullopt);
  const auto settings = settings_of(data.settings);
  if (!settings) return tl::unexpected(settings.error());
  return DataFolder::open(*settings);
}

Outcome run_replay(const Options& options, const Terminal& terminal) {
  auto folder = open_folder(options);
  if (!folder) return tl::unexpected(folder.error());
  Replay replay(folder->log(), options.dry_run, terminal);
  const auto walked = for_chosen_letters(
      *folder, options.letters,
      [&replay](const TopicPartition& at, const Record& record, const Letter& letter) {
        return replay.take(at, record, letter);
      });
  if (!walked) return tl::unexpected(walked.error());
  if (replay.failure() || !replay.finish()) return tl::unexpected(*replay.failure());
  terminal.say(fmt::format("{} {}, {} sent before, {} stay{}", replay.sent(),
                           options.dry_run ? "would be sent again" : "sent again",
                           replay.sent_before(), replay.stay(),
                           options.dry_run ? "; nothing was written" : ""));
  return replay.stay() > 0 ? ExitCode::kFindings : ExitCode::kOk;
}

void bind_replay(CLI::App& command, Options& options) {
  add_letter_options(command, options.letters);
  command.add_flag("--dry-run", options.dry_run, "Tell what would become of each; write nothing");
}

}  // namespace

void add_dlq_replay_command(CLI::App& dlq, Chosen& chosen) {
  add_command<Options>(
      dlq, chosen, "replay",
      "Sends dead letters again: each record as it was, to where it stood.\n\n"
      "For what can be accepted now: after a new version, or after what a document refers to has "
      "come. No letter is sent twice; what is refused again becomes a letter of its own. What "
      "surely would be refused as before stays, and ticks stay, which nobody but the service may "
      "say; the exit code is then 2.",
      {{"encours dlq replay --data data --reason BAD_REFERENCE --dry-run",
        "what would become of each letter of a reason"},
       {"encours dlq replay --data data --topic credit.events.dlq --partition 0 --offset 3-9",
        "send some of them"}},
      &bind_replay, &run_replay);
}

}  // namespace encours::cli
