// encours reconcile: our open items against a list of open items, changing nothing.
#include <map>
#include <set>

#include <fmt/format.h>

#include "operators/client_reading.h"
#include "src/cli/client_figures.h"
#include "src/cli/commands.h"
#include "src/cli/instant.h"
#include "src/cli/mapping_file.h"
#include "src/ingest/ingester.h"
#include "src/ingest/mapping/program.h"
#include "src/views/reconciliation.h"

namespace encours::cli {
namespace {

using views::OpenDocument;

struct Options {
  DataOption data;
  std::string mapping;
  std::string list;
  std::string list_date;
  std::string format;
};

// What a list is about: system and company, a company left empty standing for all.
using Sources = std::set<std::pair<std::string, std::string>>;

bool is_of(const Sources& sources, const v1::DocumentRef& ref) {
  return sources.contains({ref.source_system(), ref.seller_company()}) ||
         sources.contains({ref.source_system(), ""});
}

// A list as the mapping reads it: documents with the sum of their lines.
class ListReader : public EventSink, public RejectSink {
 public:
  explicit ListReader(const Terminal& terminal) : terminal_(terminal) {}

  bool accept(v1::Event& event, const EventOrigin& /*origin*/) override {
    if (event.has_open_items_list_closed()) {
      const v1::OpenItemsListClosed& closed = event.open_items_list_closed();
      sources_.insert({closed.source_system(), closed.seller_company()});
      days_.insert(closed.as_of());
    }
    for (const v1::OpenItem& item : event.open_items_list().items())
      take(event.client_id(), item);
    return true;
  }

  bool accept(const Reject& reject) override {
    terminal_.say(fmt::format("{}:{}: {}: {}", reject.file, reject.line,
                              reject_reason_name(reject.reason), reject.detail));
    return true;
  }

  const Sources& sources() const { return sources_; }
  const std::set<std::int32_t>& days() const { return days_; }

  std::vector<OpenDocument> documents() const {
    std::vector<OpenDocument> list;
    for (const auto& [name, document] : documents_)
      list.push_back(document);
    return list;
  }

 private:
  void take(const std::string& client_id, const v1::OpenItem& item) {
    v1::DocumentRef ref = item.ref();
    ref.clear_line();
    OpenDocument& document = documents_[{client_id, ref.SerializeAsString()}];
    const std::int64_t minor = minor_from_wire(item.open()).value_or(0);
    const bool owed = ref.kind() == v1::DOCUMENT_KIND_INVOICE;
    const Day posted_on = day_from_date(item.posting_date()).value_or(kNoDay);
    const Day due_on =
        item.due_on() == 0 ? posted_on : day_from_date(item.due_on()).value_or(kNoDay);
    document.client_id = client_id;
    document.ref = ref;
    document.currency = Currency::from_code(item.open().currency()).value_or(Currency{});
    document.open_minor += owed ? minor : -minor;
    if (owed && (document.due_on == kNoDay || due_on < document.due_on)) document.due_on = due_on;
  }

  const Terminal& terminal_;
  std::map<std::pair<std::string, std::string>, OpenDocument> documents_;
  Sources sources_;
  std::set<std::int32_t> days_;
};

tl::expected<IngestRequest, Failure> make_request(const Options& options) {
  auto mapping = load_mapping(options.mapping);
  if (!mapping) return tl::unexpected(mapping.error());
  if (const auto readable = check_readable({options.list}); !readable) {
    return tl::unexpected(readable.error());
  }
  if (!mapping->program().open_items_lists) {
    return tl::unexpected(
        Failure{ExitCode::kConfig,
                fmt::format("{}: reads no list; say `mode: open-items-list`", options.mapping)});
  }
  IngestRequest request{std::move(*mapping), {options.list}};
  if (!options.list_date.empty()) {
    const auto day = parse_day_option(options.list_date, "--list-date");
    if (!day) return tl::unexpected(day.error());
    request.list_day = *day;
  }
  return request;
}

// The day of the list, when every row of it could be read and all are of one day.
tl::expected<Day, Failure> read_list(const Options& options, ListReader& reader) {
  const auto request = make_request(options);
  if (!request) return tl::unexpected(request.error());
  const auto summary = ingest(*request, reader, reader, nullptr);
  if (!summary) return tl::unexpected(Failure{ExitCode::kBadData, summary.error()});
  if (summary->rejected > 0) {
    return tl::unexpected(
        Failure{ExitCode::kBadData,
                fmt::format("{}: {} rows cannot be read, so nothing can be said of what is missing",
                            options.list, summary->rejected)});
  }
  if (reader.days().size() != 1) {
    return tl::unexpected(Failure{ExitCode::kBadData,
                                  fmt::format("{}: holds lists of {} days; reconcile one at a time",
                                              options.list, reader.days().size())});
  }
  return day_from_date(*reader.days().begin()).value_or(kNoDay);
}

// What we have open in the list's sources.
tl::expected<std::vector<OpenDocument>, Failure> our_documents(const ShardViews& views,
                                                               const Sources& sources) {
  std::vector<OpenDocument> documents;
  for (const auto& view : views) {
    for (const std::string& client_id : view->owners()) {
      const auto read =
          for_each_account(*view, client_id, [&](Rows& rows, const AccountKey& account) {
            for (const OpenRemainder& open : open_remainders_of(rows, account)) {
              if (is_of(sources, open.ref)) {
                documents.push_back(
                    {client_id, open.ref, open.currency, open.open_minor, open.due_on});
              }
            }
          });
      if (!read) return tl::unexpected(read.error());
    }
  }
  return documents;
}

Outcome run_reconcile(const Options& options, const Terminal& terminal) {
  auto folder = DataFolder::open_beside(options.data);
  if (!folder) return tl::unexpected(folder.error());
  ListReader reader(terminal);
  const auto day = read_list(options, reader);
  if (!day) return tl::unexpected(day.error());
  const auto views = views_as_of(*folder, *day);
  if (!views) return tl::unexpected(views.error());
  auto ours = our_documents(*views, reader.sources());
  if (!ours) return tl::unexpected(ours.error());
  const std::vector<views::Difference> found =
      views::differences(std::move(*ours), reader.documents());
  const std::string text = options.format == "csv" ? views::differences_csv(found)
                           : options.format == "json"
                               ? views::differences_json(found)
                               : views::differences_table(found, terminal.screen());
  if (!terminal.print(text)) return tl::unexpected(output_failure());
  terminal.say(fmt::format("{}{}, list of {}",
                           views::differences_summary(found, terminal.message_screen().language),
                           stands_for(*folder, *views), format_day(*day)));
  return found.empty() ? ExitCode::kOk : ExitCode::kFindings;
}

void bind_reconcile(CLI::App& command, Options& options) {
  add_data_option(command, options.data);
  command.add_option("--list", options.list, "The list: CSV or JSON lines, plain or gzip")
      ->required()
      ->type_name("FILE");
  command
      .add_option("--mapping", options.mapping,
                  "How its rows become items, with `mode: open-items-list`")
      ->required()
      ->type_name("MAPPING.yaml");
  command
      .add_option("--list-date", options.list_date,
                  "The day of the list, where neither its mapping nor its name tells")
      ->type_name("DATE");
  add_format_option(command, options.format, {"table", "csv", "json"});
}

}  // namespace

void add_reconcile_command(CLI::App& app, Chosen& chosen) {
  add_command<Options>(
      app, chosen, "reconcile",
      "Our open items against a list of open items.\n\n"
      "Compares document by document, as of the day of the list, and changes nothing: what is "
      "missing here, what is not in the list, where amount or due date differ. Items of other "
      "systems and companies than the list's are left alone. The exit code is 2 when anything "
      "differs, 0 when nothing does.",
      {{"encours reconcile --data data --list open-2024-02-29.csv --mapping open-items.yaml",
        "what differs, for people"},
       {"encours reconcile --data data --list open.csv --list-date 2024-02-29 --mapping m.yaml "
        "--format csv > drift.csv",
        "the same for a spreadsheet, of a list whose name has no date"}},
      &bind_reconcile, &run_reconcile);
}

}  // namespace encours::cli
