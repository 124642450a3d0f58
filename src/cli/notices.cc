// encours notices: legal notices, looked at before they are folded.
#include <map>

#include <fmt/format.h>

#include "src/cli/commands.h"
#include "src/cli/mapping_file.h"
#include "src/cli/reject_output.h"
#include "src/config/text_file.h"
#include "src/ingest/notices/notice_file.h"
#include "src/ingest/notices/notice_rules.h"
#include "src/ingest/notices/registration.h"
#include "src/ingest/notices/rules/embedded.h"
#include "src/views/amounts.h"
#include "src/views/json.h"
#include "src/views/table.h"

namespace encours::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string rules;
  std::string rejects;
  std::string format;
};

std::string correction_name(v1::NoticeCorrection correction) {
  constexpr std::string_view kPrefix = "NOTICE_CORRECTION_";
  return v1::NoticeCorrection_Name(correction).substr(kPrefix.size());
}

std::string kinds_json(const std::vector<v1::NoticeKind>& kinds) {
  views::JsonArray array;
  for (const v1::NoticeKind kind : kinds)
    array.add(views::json_text(notice_kind_name(kind)));
  return array.take();
}

// A person with the numbers that are good; natural persons without their names.
std::string person_json(const PrintedNotice& notice, const PrintedPerson& person) {
  views::JsonObject object;
  views::JsonArray companies;
  views::JsonArray unread;
  for (const std::string& printed : person.numbers) {
    const auto number = read_registration(notice.jurisdiction, "", printed);
    if (number) companies.add(views::json_text(company_id(*number)));
    if (!number) unread.add(views::json_text(number.error()));
  }
  object.text_or_null("name", person.natural ? "" : person.name);
  object.raw("companies", companies.take());
  object.raw("unread", unread.take());
  object.text_or_null("postcode", person.natural ? "" : person.postcode);
  return object.take();
}

std::string notice_json(const PrintedNotice& notice, const NoticeMeaning& meaning) {
  views::JsonObject object;
  object.text("source", notice.source);
  object.text("id", notice.id);
  object.text("jurisdiction", notice.jurisdiction);
  object.text("publication_date", format_day(notice.publication_date));
  object.text_or_null("event_date",
                      notice.event_date == kNoDay ? "" : format_day(notice.event_date));
  object.text("correction", correction_name(notice.correction));
  object.text_or_null("replaces", notice.replaces_id);
  object.text("kind", notice_kind_name(meaning.kinds.front()));
  object.raw("kinds", kinds_json(meaning.kinds));
  object.text_or_null("rule", meaning.rule);
  object.number("confidence_bp", meaning.confidence_bp);
  object.boolean("review", meaning.needs_review);
  object.text("nature", notice.nature);
  views::JsonArray persons;
  for (const PrintedPerson& person : notice.persons)
    persons.add(person_json(notice, person));
  object.raw("persons", persons.take());
  return object.take() + "\n";
}

// Classifies what the readers find; counts, and prints where it is asked to.
class Classifier : public NoticeSink {
 public:
  Classifier(const NoticeRules& rules, const Terminal& terminal, bool print, RejectOutput& rejects)
      : rules_(rules), terminal_(terminal), print_(print), rejects_(rejects) {}

  void notice(PrintedNotice notice, std::uint64_t) override {
    const NoticeMeaning meaning = rules_.classify(notice);
    ++notices_;
    ++by_kind_[meaning.kinds.front()];
    if (meaning.needs_review) ++for_review_;
    if (print_) written_ = written_ && terminal_.print(notice_json(notice, meaning));
  }

  void reject(Reject reject) override {
    ++rejected_;
    rejects_.accept(reject);
  }

  bool written() const { return written_; }
  std::uint64_t rejected() const { return rejected_; }

  std::string summary() const {
    const views::Language language = terminal_.message_screen().language;
    const auto count = [language](std::uint64_t number) {
      return views::count_for_people(static_cast<std::int64_t>(number), language);
    };
    return fmt::format("{} notices: {} classified, {} not, {} rejected; {} for a person to read",
                       count(notices_ + rejected_), count(notices_ - unclassified()),
                       count(unclassified()), count(rejected_), count(for_review_));
  }

  std::string table() const {
    using views::Align;
    views::Table table({{"kind", Align::kLeft, 0, false},
                        {"severity", Align::kRight, 0, false},
                        {"notices", Align::kRight, 0, false}});
    for (const auto& [kind, number] : by_kind_) {
      table.add_row(
          {{notice_kind_name(kind), Paint::kPlain},
           {std::to_string(severity_of(kind)), Paint::kPlain},
           {views::count_for_people(static_cast<std::int64_t>(number), terminal_.screen().language),
            Paint::kPlain}});
    }
    return table.text(terminal_.screen());
  }

 private:
  std::uint64_t unclassified() const {
    const auto found = by_kind_.find(v1::NOTICE_KIND_UNCLASSIFIED);
    return found == by_kind_.end() ? 0 : found->second;
  }

  const NoticeRules& rules_;
  const Terminal& terminal_;
  bool print_;
  RejectOutput& rejects_;
  std::map<v1::NoticeKind, std::uint64_t> by_kind_;  // by the most severe
  std::uint64_t notices_ = 0;
  std::uint64_t rejected_ = 0;
  std::uint64_t for_review_ = 0;
  bool written_ = true;
};

tl::expected<NoticeRules, Failure> load_rules(const std::string& file) {
  std::string text(kNoticeRulesFr);
  if (!file.empty()) {
    auto read = read_text_file(file, kYamlBytesMax);
    if (!read) return tl::unexpected(Failure{ExitCode::kConfig, read.error().text()});
    text = std::move(*read);
  }
  auto rules = NoticeRules::compile(text, file.empty() ? "fr.yaml" : file);
  if (rules) return std::move(*rules);
  std::string message = "the rules have mistakes";
  for (const ConfigError& error : rules.error())
    message += "\n" + error.text();
  return tl::unexpected(Failure{ExitCode::kConfig, message});
}

Outcome run_classify(const Options& options, const Terminal& terminal) {
  if (const auto readable = check_readable(options.files); !readable) {
    return tl::unexpected(readable.error());
  }
  const auto rules = load_rules(options.rules);
  if (!rules) return tl::unexpected(rules.error());
  auto rejects = RejectOutput::open(options.rejects, terminal);
  if (!rejects) return tl::unexpected(rejects.error());
  Classifier classifier(*rules, terminal, options.format == "json", *rejects);
  for (const std::string& file : options.files) {
    if (const auto read = read_notice_file(file, classifier); !read) {
      return tl::unexpected(Failure{ExitCode::kBadData, fmt::format("{}: {}", file, read.error())});
    }
  }
  if (const auto kept = rejects->commit(); !kept) return tl::unexpected(kept.error());
  const bool printed =
      classifier.written() && (options.format == "json" || terminal.print(classifier.table()));
  if (!printed) return tl::unexpected(output_failure());
  terminal.say(classifier.summary());
  rejects->say_rest();
  return classifier.rejected() > 0 ? ExitCode::kFindings : ExitCode::kOk;
}

void bind_classify(CLI::App& command, Options& options) {
  command
      .add_option("FILE", options.files,
                  "Issues of the BODACC (XML) or records of its open data (JSON), plain or gzip; - "
                  "is the standard input")
      ->required()
      ->type_name("FILE");
  command.add_option("--rules", options.rules, "Rules of one's own instead of those that ship")
      ->type_name("RULES.yaml");
  command
      .add_option("--rejects", options.rejects,
                  "Where every notice that cannot be read goes, with file, line and reason")
      ->type_name("REJECTS.ndjson");
  add_format_option(command, options.format, {"table", "json"});
}

}  // namespace

void add_notices_command(CLI::App& app, Chosen& chosen) {
  CLI::App& notices = *app.add_subcommand("notices", "Legal notices: what they mean, and why.");
  notices.require_subcommand(1);
  notices.fallthrough();
  add_command<Options>(
      notices, chosen, "classify",
      "What legal notices mean, by the rules of their jurisdiction.\n\n"
      "A notice has one kind or several, the most severe first. Which rule said so and how sure it "
      "is stands beside; what no rule understands is UNCLASSIFIED, for a person to read, and never "
      "dropped.",
      {{"encours notices classify PCL_BXA20080091.xml.gz", "how many there are of each kind"},
       {"encours notices classify records.json --format json",
        "one object a line: kind, rule, confidence, who is named"},
       {"encours notices classify issue.xml --rules my-rules.yaml", "by rules of one's own"}},
      &bind_classify, &run_classify);
}

}  // namespace encours::cli
