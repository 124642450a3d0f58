// encours ingest: feeds into canonical events. Rows of files by a mapping, or, as a service, the
// topics of encours.yaml.
#include <chrono>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "src/cli/commands.h"
#include "src/cli/ingest_service.h"
#include "src/cli/instant.h"
#include "src/cli/mapping_file.h"
#include "src/cli/output_file.h"
#include "src/cli/progress.h"
#include "src/cli/reject_output.h"
#include "src/ingest/ingester.h"
#include "src/ingest/ndjson/event_json.h"
#include "src/views/amounts.h"
#include "src/views/table.h"

namespace encours::cli {
namespace {

struct Options {
  std::string settings;
  std::string mapping;
  std::vector<std::string> files;
  std::string out;
  std::string rejects;
  std::string as_of;
  std::string list_date;
  std::uint64_t preview = 0;
};

class EventWriter : public EventSink {
 public:
  explicit EventWriter(OutputFile& file) : file_(file) {}

  bool accept(v1::Event& event, const EventOrigin&) override {
    ++by_kind_[event.GetDescriptor()->FindFieldByNumber(event.body_case())->name()];
    line_.clear();
    append_json(line_, event);
    line_.push_back('\n');
    return file_.write(line_);
  }

  const std::map<std::string, std::uint64_t>& by_kind() const { return by_kind_; }

 private:
  OutputFile& file_;
  std::string line_;
  std::map<std::string, std::uint64_t> by_kind_;
};

class Bar : public ProgressSink {
 public:
  explicit Bar(const Terminal& terminal) : terminal_(terminal) {}
  void progress(std::uint64_t done, std::uint64_t total) override {
    if (!bar_) bar_.emplace(terminal_, "reading", total);
    bar_->show(done);
  }
  void clear() { bar_.reset(); }

 private:
  const Terminal& terminal_;
  std::optional<Progress> bar_;
};

void say_summary(const IngestSummary& summary, const EventWriter& events, double seconds,
                 const Terminal& terminal) {
  const views::Language language = terminal.message_screen().language;
  const auto count = [language](std::uint64_t number) {
    return views::count_for_people(static_cast<std::int64_t>(number), language);
  };
  const double rate = seconds > 0 ? static_cast<double>(summary.rows) / seconds : 0;
  terminal.say(fmt::format("{} rows: {} accepted, {} rejected, {} repeats ({:.2f} s, {} rows/s)",
                           count(summary.rows), count(summary.accepted), count(summary.rejected),
                           count(summary.repeats), seconds,
                           count(static_cast<std::uint64_t>(rate))));
  for (std::size_t i = 0; i < summary.rejected_by_reason.size(); ++i) {
    if (summary.rejected_by_reason[i] == 0) continue;
    terminal.say(fmt::format("  {:>9} {}", count(summary.rejected_by_reason[i]),
                             reject_reason_name(static_cast<RowRejectReason>(i))));
  }
  for (const auto& [condition, rows] : summary.rejected_by_condition) {
    terminal.say(fmt::format("  {:>9} CONDITION {}", count(rows), condition));
  }
  terminal.say(fmt::format("{} events", count(summary.events)));
  for (const auto& [kind, number] : events.by_kind()) {
    terminal.say(fmt::format("  {:>9} {}", count(number), kind));
  }
}

tl::expected<IngestRequest, Failure> make_request(const Options& options) {
  auto mapping = load_mapping(options.mapping);
  if (!mapping) return tl::unexpected(mapping.error());
  if (const auto readable = check_readable(options.files); !readable) {
    return tl::unexpected(readable.error());
  }
  IngestRequest request{std::move(*mapping), options.files, 0, options.preview};
  if (!options.list_date.empty()) {
    const auto day = parse_day_option(options.list_date, "--list-date");
    if (!day) return tl::unexpected(day.error());
    request.list_day = *day;
  }
  if (!options.as_of.empty()) {
    const auto instant = parse_instant_option(options.as_of, "--as-of");
    if (!instant) return tl::unexpected(instant.error());
    request.file_revision = *instant;
  } else if (request.mapping.needs_file_revision()) {
    return tl::unexpected(Failure{
        ExitCode::kUsage,
        fmt::format("{}: `revision: file` needs the instant that the files stand for; give it as "
                    "--as-of 2012-09-26T18:00:00Z",
                    options.mapping)});
  }
  return request;
}

// The service reads topics: what is said of files would be passed over in silence.
std::optional<Failure> not_of_a_service(const Options& options) {
  std::vector<std::string_view> given;
  if (!options.mapping.empty()) given.push_back("--mapping");
  if (!options.files.empty()) given.push_back("FILE");
  if (!options.out.empty()) given.push_back("--out");
  if (!options.rejects.empty()) given.push_back("--rejects");
  if (options.preview != 0) given.push_back("--preview");
  if (!options.as_of.empty()) given.push_back("--as-of");
  if (!options.list_date.empty()) given.push_back("--list-date");
  if (given.empty()) return std::nullopt;
  return Failure{ExitCode::kUsage,
                 fmt::format("-c is the service of the feeds in {}, which reads topics; leave out "
                             "{}, or -c",
                             options.settings, fmt::join(given, ", "))};
}

Outcome run_files(const Options& options, const Terminal& terminal) {
  const auto request = make_request(options);
  if (!request) return tl::unexpected(request.error());
  auto out = OutputFile::open(options.out.empty() ? "-" : options.out);
  if (!out) return tl::unexpected(out.error());
  auto rejects = RejectOutput::open(options.rejects, terminal);
  if (!rejects) return tl::unexpected(rejects.error());
  EventWriter events(*out);
  Bar bar(terminal);
  const auto begun = std::chrono::steady_clock::now();
  const auto summary = ingest(*request, events, *rejects, &bar);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begun;
  bar.clear();
  if (!summary) {
    // A file that took no more is the reason behind whatever else went wrong.
    if (out->failed()) return tl::unexpected(out->failure());
    if (const auto failure = rejects->failure()) return tl::unexpected(*failure);
    return tl::unexpected(Failure{ExitCode::kBadData, summary.error()});
  }
  if (const auto written = out->commit(); !written) return tl::unexpected(written.error());
  if (const auto written = rejects->commit(); !written) return tl::unexpected(written.error());
  say_summary(*summary, events, seconds.count(), terminal);
  rejects->say_rest();
  return summary->rejected > 0 ? ExitCode::kFindings : ExitCode::kOk;
}

Outcome run_ingest(const Options& options, const Terminal& terminal) {
  if (!options.settings.empty()) {
    if (auto failure = not_of_a_service(options)) return tl::unexpected(std::move(*failure));
    return run_ingest_service(options.settings);
  }
  if (options.mapping.empty() || options.files.empty()) {
    return tl::unexpected(Failure{
        ExitCode::kUsage,
        fmt::format("{} is missing: files need --mapping MAPPING.yaml FILE..., the service of "
                    "feeds needs -c ENCOURS.yaml",
                    options.mapping.empty() ? "--mapping" : "FILE")});
  }
  return run_files(options, terminal);
}

void bind_ingest(CLI::App& command, Options& options) {
  command
      .add_option("-c,--config", options.settings,
                  "Settings of a service: its feeds are read until a signal, and no files")
      ->type_name("ENCOURS.yaml");
  command.add_option("--mapping", options.mapping, "How the rows become events; see src/ingest")
      ->type_name("MAPPING.yaml");
  command
      .add_option("FILE", options.files,
                  "CSV or JSON lines, plain or gzip; - is the standard input")
      ->type_name("FILE");
  command.add_option("--out", options.out, "Where the events go; standard output unless told")
      ->type_name("EVENTS.ndjson");
  command
      .add_option("--rejects", options.rejects,
                  "Where every rejected row goes, with file, line, column and reason")
      ->type_name("REJECTS.ndjson");
  command
      .add_option("--preview", options.preview,
                  "Only the first N rows of each file: for a look at a new mapping")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command
      .add_option("--as-of", options.as_of,
                  "The instant that the files stand for, where the mapping says `revision: file`")
      ->type_name("INSTANT");
  command
      .add_option("--list-date", options.list_date,
                  "The day of a list of open items that neither its mapping nor its name tells")
      ->type_name("DATE");
}

}  // namespace

void add_ingest_command(CLI::App& app, Chosen& chosen) {
  add_command<Options>(
      app, chosen, "ingest",
      "Files or topics into canonical events.\n\n"
      "Of files, events are one JSON object a line. A mapping says what the columns mean. A row "
      "that cannot be read gives no event: it is written to --rejects with its place and reason, "
      "and the exit code is 2.\n\n"
      "With -c it is a service: the topics under `feeds` are read until SIGTERM or SIGINT, and "
      "their events stand in the log, each once, or the record in the feed's dead letters. "
      "Several instances share the topics; each has its kafka.ordinal.",
      {{"encours ingest --mapping ibm.yaml invoices.csv --out events.ndjson",
        "events of a file, rejects told on the terminal"},
       {"encours ingest --mapping ibm.yaml invoices.csv --preview 5",
        "what the mapping makes of the first five rows"},
       {"encours ingest --mapping open-items.yaml open-2024-02-29.csv --out list.ndjson",
        "a list of open items, of the day in its name"},
       {"encours ingest --mapping m.yaml jan.csv.gz feb.csv.gz --out e.ndjson --rejects r.ndjson",
        "several files as one feed, every rejected row kept"},
       {"encours topics create -c encours.yaml && encours ingest -c encours.yaml",
        "the feeds of encours.yaml, as a service"}},
      &bind_ingest, &run_ingest);
}

}  // namespace encours::cli
