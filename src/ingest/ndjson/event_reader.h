// Canonical events from NDJSON files: one protobuf JSON object a line, plain or gzip. Used by
// `encours replay` and by the service for files that are canonical already.
//
//   EventReader reader({"events.ndjson.gz"});
//   v1::Event event; EventPlace place; Reject reject;
//   while ((outcome = reader.next(event, place, reject)) != RowOutcome::kEnd) ...
//
// Field names of the schemas and their camelCase both are read; a field that the schemas do not
// have rejects the line (BAD_ROW), because a misspelt field would otherwise be lost in silence.
// What no feed may send (refusal.h) is rejected too: ticks, say, which only the owner of a shard
// says.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "encours/v1/event.pb.h"
#include "src/ingest/line_reader.h"
#include "src/ingest/reject.h"
#include "src/ingest/row.h"

namespace encours {

// Where an event stands: the order of a replay is (logged_at, file, line).
struct EventPlace {
  std::size_t file = 0;  // among the files given
  std::uint64_t line = 0;
};

class EventReader {
 public:
  explicit EventReader(std::vector<std::string> files) : files_(std::move(files)) {}

  // The next event, or the next line that is none. A file that cannot be opened is a reject too
  // (BAD_FILE).
  RowOutcome next(v1::Event& event, EventPlace& place, Reject& reject);

  // Bytes on disk used so far, of all files.
  std::uint64_t bytes_used() const;
  std::uint64_t bytes_total() const;

 private:
  bool open_next_file(Reject& reject);
  bool parse(const Line& line, v1::Event& event, Reject& reject) const;

  std::vector<std::string> files_;
  std::size_t opened_ = 0;  // files opened so far; the last of them is being read
  std::unique_ptr<LineReader> lines_;
  std::uint64_t bytes_before_ = 0;
};

}  // namespace encours
