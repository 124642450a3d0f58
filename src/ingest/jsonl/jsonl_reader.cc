#include "src/ingest/jsonl/jsonl_reader.h"

#include <nlohmann/json.hpp>
#include <set>

#include <fmt/format.h>

namespace encours {

// Takes the events of nlohmann's parser, follows the path it is at and keeps the values that were
// asked for. Returning false stops the parse; problem() then says why.
class JsonlReader::Collector : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Collector(JsonlReader& reader) : reader_(reader) {}

  const std::string& problem() const { return problem_; }
  const std::string& column() const { return column_; }

  bool null() override { return value("", true); }
  bool boolean(bool truth) override { return value(truth ? "true" : "false"); }
  bool number_integer(number_integer_t number) override { return value(std::to_string(number)); }
  bool number_unsigned(number_unsigned_t number) override { return value(std::to_string(number)); }
  bool number_float(number_float_t, const string_t& digits) override { return value(digits); }
  bool string(string_t& text) override { return value(text); }
  bool binary(binary_t&) override { return stop("binary values are no JSON"); }
  bool start_object(std::size_t) override { return open(true); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(false); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    Level& level = levels_.back();
    if (!level.keys.insert(name).second) {
      return stop(fmt::format("the key {} stands twice in one object", in_quotes(name)));
    }
    path_.resize(level.path_bytes);
    if (!path_.empty()) path_ += '.';
    path_ += name;
    return true;
  }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& exception) override {
    // "[json.exception.parse_error.101] parse error at line 1, column 5: ..." The first half says
    // nothing here.
    std::string_view message = exception.what();
    const std::size_t colon = message.find(": ");
    if (colon != std::string_view::npos) message.remove_prefix(colon + 2);
    return stop(fmt::format("the line is no JSON: at byte {}: {}", position, message));
  }

 private:
  struct Level {
    bool object = false;
    std::size_t path_bytes = 0;  // of the path that leads here
    std::size_t next = 0;        // index of the next element of an array
    std::set<std::string> keys;
  };

  bool stop(std::string problem) {
    problem_ = std::move(problem);
    return false;
  }

  // The path of an element of an array; that of a member was set by its key.
  void begin_value() {
    if (levels_.empty() || levels_.back().object) return;
    Level& level = levels_.back();
    path_.resize(level.path_bytes);
    path_ += fmt::format("[{}]", level.next++);
  }

  bool value(std::string text, bool null = false) {
    if (levels_.empty()) return stop("the line is no JSON object");
    begin_value();
    const auto place = reader_.places_.find(path_);
    if (place == reader_.places_.end()) return true;
    reader_.values_[place->second] = null ? "" : std::move(text);
    reader_.present_[place->second] = true;
    return true;
  }

  bool open(bool object) {
    if (levels_.empty() && !object) return stop("the line is no JSON object");
    if (levels_.size() >= static_cast<std::size_t>(kJsonDepthMax)) {
      return stop(fmt::format("the JSON is nested deeper than {} levels", kJsonDepthMax));
    }
    begin_value();
    if (reader_.places_.contains(path_)) {
      column_ = path_;
      return stop(fmt::format("holds {} where a value is wanted", object ? "an object" : "a list"));
    }
    levels_.push_back({object, path_.size(), 0, {}});
    return true;
  }

  bool close() {
    levels_.pop_back();
    return true;
  }

  JsonlReader& reader_;
  std::vector<Level> levels_;
  std::string path_;
  std::string problem_;
  std::string column_;
};

std::unique_ptr<JsonlReader> JsonlReader::open(std::unique_ptr<InputFile> input,
                                               const std::vector<std::string>& columns) {
  return std::unique_ptr<JsonlReader>(new JsonlReader(std::move(input), columns));
}

JsonlReader::JsonlReader(std::unique_ptr<InputFile> input, const std::vector<std::string>& columns)
    : lines_(std::move(input)), values_(columns.size()), present_(columns.size()) {
  for (std::size_t place = 0; place < columns.size(); ++place) {
    places_.emplace(columns[place], place);
  }
}

RowOutcome JsonlReader::next(Row& row, Reject& reject) {
  Line line;
  const RowOutcome outcome = lines_.next(line, reject);
  if (outcome != RowOutcome::kRow) return outcome;
  present_.assign(present_.size(), false);
  Collector collector(*this);
  // The parser takes a NUL byte for the end of the text.
  const bool whole = line.text.find('\0') == std::string_view::npos;
  const bool parsed = whole && nlohmann::json::sax_parse(line.text, &collector);
  if (!parsed) {
    reject.reason = RowRejectReason::kBadRow;
    reject.line = line.number;
    reject.column = collector.column();
    reject.detail = whole ? collector.problem() : "the row has a NUL byte";
    reject.raw = line.text;
    return RowOutcome::kReject;
  }
  cells_.clear();
  for (std::size_t place = 0; place < values_.size(); ++place) {
    cells_.push_back(present_[place] ? std::string_view(values_[place]) : kAbsentCell);
  }
  content_ = line.text;
  row = {cells_, {&content_, 1}, line.text, line.number};
  return RowOutcome::kRow;
}

}  // namespace encours
