// A feed in a test: the text of a mapping and of a file in, events and rejects as short text out.
// Used by the tests of this folder; files live in a folder of their own that goes with the object.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "src/ingest/ingester.h"

namespace encours::testing {

// A folder for the files of one test.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  // Writes a file and gives its path.
  std::string write(const std::string& name, std::string_view text) const;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// The bytes of a text as one gzip member.
std::string gzip(std::string_view text);

struct FeedResult {
  std::vector<std::string> events;   // protobuf JSON without event_id and feed
  std::vector<std::string> ids;      // event ids
  std::vector<std::string> rejects;  // "3 InvoiceDate BAD_DATE", name of the condition at the end
  std::vector<Reject> rejected;
  std::vector<std::uint64_t> lines;  // of the events
  IngestSummary summary;
  std::string error;  // of the run, or the mistakes of the mapping
};

// Runs a mapping over one file, or over several.
FeedResult run_feed(const std::string& mapping, std::string_view file_text,
                    const std::string& file_name = "feed.csv");
FeedResult run_files(const ScratchFolder& folder, const std::string& mapping,
                     const std::vector<std::string>& files, std::int64_t file_revision = 0);

// The mistakes of a mapping, one text each, without the name of the file.
std::vector<std::string> mistakes_of(const std::string& mapping);

// A mapping of invoices with the columns number, client, amount, date: the top of it, to which a
// test adds what it shows.
std::string small_mapping(const std::string& more = "");

}  // namespace encours::testing
