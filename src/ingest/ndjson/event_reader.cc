#include "src/ingest/ndjson/event_reader.h"

#include "src/ingest/ndjson/event_parser.h"
#include "src/ingest/refusal.h"

namespace encours {
RowOutcome EventReader::next(v1::Event& event, EventPlace& place, Reject& reject) {
  for (;;) {
    if (!lines_) {
      if (opened_ == files_.size()) return RowOutcome::kEnd;
      if (!open_next_file(reject)) return RowOutcome::kReject;
    }
    Line line;
    const RowOutcome outcome = lines_->next(line, reject);
    if (outcome == RowOutcome::kEnd) {
      bytes_before_ += input_size_bytes(files_[opened_ - 1]);
      lines_.reset();
      continue;
    }
    reject.file = files_[opened_ - 1];
    if (outcome == RowOutcome::kReject) return outcome;
    place = {opened_ - 1, line.number};
    return parse(line, event, reject) ? RowOutcome::kRow : RowOutcome::kReject;
  }
}

bool EventReader::open_next_file(Reject& reject) {
  const std::string& file = files_[opened_++];
  auto input = open_input(file);
  if (input) {
    lines_ = std::make_unique<LineReader>(std::move(*input));
    return true;
  }
  reject = {};
  reject.file = file;
  reject.reason = RowRejectReason::kBadFile;
  reject.detail = input.error();
  return false;
}

bool EventReader::parse(const Line& line, v1::Event& event, Reject& reject) const {
  reject.reason = RowRejectReason::kBadRow;
  reject.column.clear();
  reject.detail = parse_event(line.text, event);
  if (reject.detail.empty()) {
    const std::optional<Failure> refusal = refusal_of(event);
    if (!refusal) return true;
    // What is no event is a bad row, whether its text or its meaning says so.
    const bool no_event = refusal->reason == RowRejectReason::kUndecodable;
    if (!no_event) reject.reason = refusal->reason;
    reject.column = refusal->column;
    reject.detail = refusal->detail;
  }
  reject.line = line.number;
  reject.name.clear();
  reject.raw = line.text;
  return false;
}

std::uint64_t EventReader::bytes_used() const {
  return bytes_before_ + (lines_ ? lines_->bytes_used() : 0);
}

std::uint64_t EventReader::bytes_total() const {
  std::uint64_t total = 0;
  for (const std::string& file : files_)
    total += input_size_bytes(file);
  return total;
}

}  // namespace encours
