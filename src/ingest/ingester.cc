#include "src/ingest/ingester.h"

#include <filesystem>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>
#include <xxhash.h>

#include "src/ingest/document.h"
#include "src/ingest/list_collector.h"
#include "src/ingest/mapping/columns.h"
#include "src/ingest/mapping/event_builder.h"
#include "src/ingest/mapping/program.h"
#include "src/ingest/row_source.h"

namespace encours {
namespace {

// A bar that moves more often than this is not seen.
constexpr std::uint64_t kRowsPerProgress = 4096;

struct RowHash {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  friend bool operator==(const RowHash&, const RowHash&) = default;
};
struct RowHashHash {
  std::size_t operator()(const RowHash& hash) const { return hash.low; }
};

RowHash hash_of(std::string_view text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return {hash.low64, hash.high64};
}

// What ends a run before its files do.
constexpr std::string_view kStopped = "what was read could not be passed on";

class Run {
 public:
  Run(const IngestRequest& request, EventSink& events, RejectSink& rejects, ProgressSink* progress)
      : request_(request),
        program_(request.mapping.program()),
        events_(events),
        rejects_(rejects),
        progress_(progress) {}

  tl::expected<IngestSummary, std::string> run();

 private:
  std::string check_files();
  std::string find_tables(const std::string& file);
  tl::expected<std::unique_ptr<RowReader>, std::string> open(const std::string& file) const;
  std::string read_file(const std::string& file);
  std::string take_row(const Row& row);
  std::string give_row(const Row& row, const std::string& row_id);
  std::string give_events(std::span<BuiltEvent> built, std::uint64_t line);
  std::string add_to_lists(std::span<BuiltEvent> built, const Row& row);
  std::string give_lists(bool complete);
  std::string keep_for_document(const Row& row);
  std::string give_documents();
  std::string give_document(const Document& document);
  std::string reject(const Failure& failure, const std::string& name, std::uint64_t line,
                     std::string_view raw);
  std::string reject(Reject& reject);
  std::string reject_as_built(std::uint64_t line, std::string_view raw);
  void set_row_cells(std::uint64_t line, std::string_view row_id, std::uint64_t position);
  bool is_repeat(const Row& row);
  std::string numbered(std::string id);
  RowHash content_hash(const Row& row);
  void tell_progress(std::uint64_t bytes_of_file);

  const IngestRequest& request_;
  const Program& program_;
  EventSink& events_;
  RejectSink& rejects_;
  ProgressSink* progress_;
  IngestSummary summary_;
  std::uint64_t bytes_total_ = 0;
  std::uint64_t bytes_before_ = 0;  // of the files that are done

  // Of the file being read.
  const std::string* file_ = nullptr;
  std::string file_name_;  // without its folders
  std::optional<std::string> tables_folder_;
  std::vector<LookupTable> tables_;
  std::optional<EventBuilder> builder_;
  std::unordered_map<RowHash, std::uint64_t, RowHashHash> ids_;  // how often each row id came
  DocumentStore documents_;
  std::optional<ListCollector> lists_;

  std::unordered_set<RowHash, RowHashHash> seen_;  // of the whole run, for `duplicates: ignore`
  std::vector<std::string_view> cells_;
  std::string line_text_;
  std::string position_text_;
  std::string content_;
};

tl::expected<IngestSummary, std::string> Run::run() {
  if (std::string problem = check_files(); !problem.empty()) return tl::unexpected(problem);
  for (const std::string& file : request_.files) {
    if (std::string problem = read_file(file); !problem.empty()) return tl::unexpected(problem);
    bytes_before_ += input_size_bytes(file);
  }
  tell_progress(0);
  return summary_;
}

// Opens every file once, so that a wrong header is told before anything was given. The standard
// input can be read only once; a text has but one header, which is looked at anyway.
std::string Run::check_files() {
  for (const std::string& file : request_.files) {
    if (file == "-" || request_.text) continue;
    const auto rows = open_rows(program_, file, file_columns(program_));
    if (!rows) return rows.error();
    bytes_total_ += input_size_bytes(file);
  }
  return "";
}

// Those beside the file, unless they are there already.
std::string Run::find_tables(const std::string& file) {
  const std::string folder = std::filesystem::path(file).parent_path().string();
  if (request_.tables != nullptr || tables_folder_ == folder) return "";
  auto tables = load_tables(program_, file);
  if (!tables) return tables.error();
  tables_ = std::move(*tables);
  tables_folder_ = folder;
  return "";
}

tl::expected<std::unique_ptr<RowReader>, std::string> Run::open(const std::string& file) const {
  if (!request_.text) return open_rows(program_, file, file_columns(program_));
  return rows_of(program_, file, input_of_text(*request_.text, program_.encoding),
                 file_columns(program_));
}

std::string Run::read_file(const std::string& file) {
  file_ = &file;
  file_name_ = std::filesystem::path(file).filename().string();
  if (std::string problem = find_tables(file); !problem.empty()) return problem;
  builder_.emplace(program_, request_.tables != nullptr ? *request_.tables : tables_,
                   request_.file_revision);
  ids_.clear();
  lists_.emplace(program_.feed,
                 request_.list_day == kNoDay ? day_in_name(file_name_) : request_.list_day);
  const std::uint64_t rejected_before = summary_.rejected;
  auto rows = open(file);
  if (!rows) return rows.error();
  Row row;
  Reject bad;
  for (std::uint64_t count = 0; request_.rows_max == 0 || count < request_.rows_max; ++count) {
    const RowOutcome outcome = (*rows)->next(row, bad);
    if (outcome == RowOutcome::kEnd) break;
    ++summary_.rows;
    if (count % kRowsPerProgress == 0) tell_progress((*rows)->bytes_used());
    std::string problem = outcome == RowOutcome::kReject ? reject(bad) : take_row(row);
    if (!problem.empty()) return problem;
  }
  if (program_.open_items_lists) {
    // A list of which something is missing must not settle what is missing.
    return give_lists(summary_.rejected == rejected_before && request_.rows_max == 0);
  }
  return give_documents();
}

// One row that could be read: a repeat, a part of a document, or events.
std::string Run::take_row(const Row& row) {
  cells_.resize(kRowColumns.size());
  cells_.insert(cells_.end(), row.cells.begin(), row.cells.end());
  set_row_cells(row.line, "", 1);
  if (program_.ignore_duplicates && is_repeat(row)) {
    ++summary_.repeats;
    return "";
  }
  if (!program_.ignore_when.empty()) {
    std::string name;
    if (builder_->ignored(cells_, name) == Outcome::kFailed) {
      return reject_as_built(row.line, row.raw);
    }
    if (!name.empty()) {
      ++summary_.ignored;
      ++summary_.ignored_by_condition[name];
      return "";
    }
  }
  if (!program_.group.empty()) return keep_for_document(row);
  if (program_.row_id.empty()) {
    const RowHash hash = content_hash(row);
    return give_row(row, numbered(fmt::format("{:016x}{:016x}", hash.high, hash.low)));
  }
  std::optional<std::string> id = builder_->joined(program_.row_id, cells_);
  if (!id) return reject_as_built(row.line, row.raw);
  return give_row(row, numbered(std::move(*id)));
}

std::string Run::give_row(const Row& row, const std::string& row_id) {
  set_row_cells(row.line, row_id, 1);
  const std::span<BuiltEvent> built = builder_->build(cells_);
  if (built.empty()) return reject_as_built(row.line, row.raw);
  if (program_.open_items_lists) return add_to_lists(built, row);
  ++summary_.accepted;
  return give_events(built, row.line);
}

// --- Lists of open items ---

std::string Run::add_to_lists(std::span<BuiltEvent> built, const Row& row) {
  for (const BuiltEvent& event : built) {
    if (const auto problem = lists_->add(event.event); problem) {
      return reject({RowRejectReason::kDocument, "", *problem}, "", row.line, row.raw);
    }
  }
  ++summary_.accepted;
  return "";
}

std::string Run::give_lists(bool complete) {
  for (v1::Event& event : lists_->take(complete)) {
    ++summary_.events;
    if (!events_.accept(event, {*file_, 0})) return std::string(kStopped);
  }
  return "";
}

std::string Run::give_events(std::span<BuiltEvent> built, std::uint64_t line) {
  for (BuiltEvent& event : built) {
    ++summary_.events;
    if (!events_.accept(event.event, {*file_, line})) return std::string(kStopped);
  }
  return "";
}

// --- Documents ---

std::string Run::keep_for_document(const Row& row) {
  const GroupPlan& group = program_.group.front();
  std::optional<std::string> key = builder_->joined(group.key, cells_);
  if (!key) return reject_as_built(row.line, row.raw);
  if (group.together && !documents_.empty() && documents_.last_key() != *key) {
    if (std::string problem = give_documents(); !problem.empty()) return problem;
  }
  if (documents_.add(*key, row)) return "";
  return fmt::format(
      "{}: the rows of its documents do not fit into memory; when the rows of a document stand "
      "together, say rows: together",
      *file_);
}

std::string Run::give_documents() {
  for (const Document& document : documents_.take()) {
    if (std::string problem = give_document(document); !problem.empty()) return problem;
  }
  return "";
}

std::string Run::give_document(const Document& document) {
  const std::string id = numbered(document.key);
  DocumentBuilder whole;
  std::vector<const StoredRow*> accepted;
  for (const StoredRow& row : document.rows) {
    cells_.resize(kRowColumns.size());
    row.append_cells(cells_);
    set_row_cells(row.line(), id, accepted.size() + 1);
    const std::span<BuiltEvent> built = builder_->build(cells_);
    const auto disagreement = built.empty() ? std::nullopt : whole.add(built);
    if (!built.empty() && !disagreement) {
      accepted.push_back(&row);
      continue;
    }
    std::string problem = disagreement ? reject(*disagreement, "", row.line(), row.raw())
                                       : reject_as_built(row.line(), row.raw());
    if (!problem.empty()) return problem;
  }
  if (accepted.empty()) return "";
  if (program_.group.front().reject_document && accepted.size() < document.rows.size()) {
    const Failure failure{RowRejectReason::kDocument, "",
                          fmt::format("another row of {} was rejected", in_quotes(document.key))};
    for (const StoredRow* row : accepted) {
      std::string problem = reject(failure, "", row->line(), row->raw());
      if (!problem.empty()) return problem;
    }
    return "";
  }
  summary_.accepted += accepted.size();
  return give_events(whole.finish(), accepted.front()->line());
}

// --- Rejects ---

std::string Run::reject_as_built(std::uint64_t line, std::string_view raw) {
  return reject(builder_->failure(), builder_->condition_name(), line, raw);
}

std::string Run::reject(const Failure& failure, const std::string& name, std::uint64_t line,
                        std::string_view raw) {
  Reject rejected;
  rejected.line = line;
  rejected.column = failure.column;
  rejected.reason = failure.reason;
  rejected.name = name;
  rejected.detail = failure.detail;
  rejected.raw = raw;
  if (!name.empty()) ++summary_.rejected_by_condition[name];
  return reject(rejected);
}

std::string Run::reject(Reject& reject) {
  reject.file = *file_;
  ++summary_.rejected;
  ++summary_.rejected_by_reason[static_cast<std::size_t>(reject.reason)];
  return rejects_.accept(reject) ? "" : std::string(kStopped);
}

// --- What every row has ---

void Run::set_row_cells(std::uint64_t line, std::string_view row_id, std::uint64_t position) {
  line_text_ = std::to_string(line);
  position_text_ = std::to_string(position);
  cells_[kFileColumn] = file_name_;
  cells_[kLineColumn] = line_text_;
  cells_[kRowIdColumn] = row_id;
  cells_[kPositionColumn] = position_text_;
}

bool Run::is_repeat(const Row& row) {
  return !seen_.insert(content_hash(row)).second;
}

// The k-th row with one id gets "#k", from the second on.
std::string Run::numbered(std::string id) {
  const std::uint64_t nth = ++ids_[hash_of(id)];
  if (nth > 1) id += "#" + std::to_string(nth);
  return id;
}

// Of all cells without the blanks around them.
RowHash Run::content_hash(const Row& row) {
  content_.clear();
  for (const std::string_view cell : row.content) {
    const std::size_t begin = cell.find_first_not_of(" \t");
    const std::size_t end = cell.find_last_not_of(" \t");
    if (begin != std::string_view::npos) content_ += cell.substr(begin, end - begin + 1);
    content_ += kKeySeparator;
  }
  return hash_of(content_);
}

void Run::tell_progress(std::uint64_t bytes_of_file) {
  if (progress_ != nullptr) progress_->progress(bytes_before_ + bytes_of_file, bytes_total_);
}

}  // namespace

tl::expected<IngestSummary, std::string> ingest(const IngestRequest& request, EventSink& events,
                                                RejectSink& rejects, ProgressSink* progress) {
  return Run(request, events, rejects, progress).run();
}

}  // namespace encours
