// Runs a mapping over files: rows in, canonical events and rejects out. Used by the command line,
// and for the records of feeds by src/ingest/feed.
//
//   IngestRequest request{mapping, {"a.csv.gz", "b.csv.gz"}};
//   const auto summary = ingest(request, events, rejects, progress);
//
// Promises. Every row is counted once: rows = accepted + rejected + repeats + ignored. A
// rejected row gives no event at all. The same files and mapping give the same events and rejects
// in the same order, with the same ids. Events come in the order of files and rows; those of a
// document (group_by) at its end: the end of the file, or with `rows: together` where the next
// document begins. Lists of open items (`mode`) come at the end of their file.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "encours/v1/event.pb.h"
#include "operators/domain/day.h"
#include "src/ingest/mapping/expression.h"
#include "src/ingest/mapping/mapping.h"
#include "src/ingest/reject.h"

namespace encours {

// Where an event comes from.
struct EventOrigin {
  std::string_view file;
  std::uint64_t line = 0;
};

// Each may stop the run by returning false: the run then ends with an error. An event may be moved
// from.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual bool accept(v1::Event& event, const EventOrigin& origin) = 0;
};
class RejectSink {
 public:
  virtual ~RejectSink() = default;
  virtual bool accept(const Reject& reject) = 0;
};
class ProgressSink {
 public:
  virtual ~ProgressSink() = default;
  // Bytes on disk of all files together; `total` is 0 when it is not known.
  virtual void progress(std::uint64_t done, std::uint64_t total) = 0;
};

struct IngestRequest {
  Mapping mapping;
  std::vector<std::string> files;  // plain or gzip; "-" is the standard input
  // What `revision: file` stands for: an instant in microseconds since 1970, or any number that
  // grows.
  std::int64_t file_revision = 0;
  // Stop after so many rows of each file, 0 = never. For a look at the first rows.
  std::uint64_t rows_max = 0;
  // The day of a list of open items whose mapping does not say it; kNoDay: that in the file's name.
  Day list_day = kNoDay;
  // A file that is in memory: its rows, with the one name in `files`. Tables were read before then
  // (load_tables), and both must outlive the run.
  std::optional<std::string_view> text = std::nullopt;
  const std::vector<LookupTable>* tables = nullptr;
};

struct IngestSummary {
  std::uint64_t rows = 0;
  std::uint64_t accepted = 0;
  std::uint64_t rejected = 0;
  std::uint64_t repeats = 0;  // exact duplicates, with `duplicates: ignore`
  std::uint64_t ignored = 0;  // rows that the mapping says are nothing, with ignore_when
  std::uint64_t events = 0;
  std::array<std::uint64_t, kRejectReasonCount> rejected_by_reason{};
  std::map<std::string, std::uint64_t> rejected_by_condition;
  std::map<std::string, std::uint64_t> ignored_by_condition;
};

// The error is a sentence for people that names the file: one that cannot be opened, lacks a column
// of the mapping, a table that cannot be read. Headers of all files are looked at before the first
// event.
tl::expected<IngestSummary, std::string> ingest(const IngestRequest& request, EventSink& events,
                                                RejectSink& rejects, ProgressSink* progress);

}  // namespace encours
