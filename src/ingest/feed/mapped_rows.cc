#include "src/ingest/feed/mapped_rows.h"

#include <fmt/format.h>

#include "src/ingest/ingester.h"
#include "src/ingest/mapping/program.h"
#include "src/ingest/row_source.h"

namespace encours {
namespace {

constexpr std::int64_t kMicrosPerMilli = 1'000;

// What a mapping says that has no meaning for records; empty if nothing.
std::string unfit(const Program& program, FeedFormat format) {
  const bool csv = program.format == FileFormat::kCsv;
  if (csv != (format == FeedFormat::kCsv)) {
    return fmt::format("the mapping is of format {}, the feed's codec is {}", csv ? "csv" : "jsonl",
                       feed_format_name(format));
  }
  if (program.open_items_lists) {
    return "mode: open-items-list: a list is a whole file, and a record is none; use the inbox";
  }
  for (const TablePlan& table : program.tables) {
    if (!table.beside_input) continue;
    return fmt::format("the table {} stands beside the input ($input/), and a topic has no folder",
                       table.name);
  }
  return "";
}

// Keeps the events of one record, and its first reject, which ends the run.
class Keeper : public EventSink, public RejectSink {
 public:
  explicit Keeper(std::vector<v1::Event>& events) : events_(events), before_(events.size()) {}

  bool accept(v1::Event& event, const EventOrigin&) override {
    if (events_.size() - before_ >= kRecordEventsMax) {
      failure_ = {RowRejectReason::kOversize, "",
                  fmt::format("a record of more than {} events", kRecordEventsMax)};
      return false;
    }
    events_.push_back(std::move(event));
    return true;
  }
  bool accept(const Reject& reject) override {
    const std::string name = reject.name.empty() ? "" : reject.name + ": ";
    failure_ = {reject.reason, reject.column,
                fmt::format("line {}: {}{}", reject.line, name, reject.detail)};
    return false;
  }

  void drop() { events_.resize(before_); }
  const std::optional<Failure>& failure() const { return failure_; }

 private:
  std::vector<v1::Event>& events_;
  std::size_t before_;
  std::optional<Failure> failure_;
};

}  // namespace

tl::expected<MappedRows, std::string> MappedRows::open(const std::string& mapping_file,
                                                       FeedFormat format) {
  auto mapping = Mapping::load(mapping_file);
  if (!mapping) {
    std::string text;
    for (const ConfigError& error : mapping.error())
      text += (text.empty() ? "" : "\n") + error.text();
    return tl::unexpected(text);
  }
  if (std::string problem = unfit(mapping->program(), format); !problem.empty()) {
    return tl::unexpected(mapping_file + ": " + problem);
  }
  auto tables = load_tables(mapping->program(), "");
  if (!tables) return tl::unexpected(tables.error());
  return MappedRows(std::move(*mapping), std::move(*tables));
}

std::optional<Failure> MappedRows::decode(const FeedRecord& record,
                                          std::vector<v1::Event>& events) const {
  if (mapping_.needs_file_revision() && record.timestamp_ms == kNoTimestamp) {
    return Failure{RowRejectReason::kBadEnvelope, "",
                   "`revision: file` stands for the record's time, and it has none"};
  }
  IngestRequest request{mapping_, {record.from.topic}, record.timestamp_ms * kMicrosPerMilli};
  request.text = *record.value;
  request.tables = tables_.get();
  Keeper keeper(events);
  const auto summary = ingest(request, keeper, keeper, nullptr);
  if (summary) return std::nullopt;
  keeper.drop();
  if (keeper.failure()) return keeper.failure();
  return Failure{RowRejectReason::kBadRow, "", summary.error()};
}

}  // namespace encours
