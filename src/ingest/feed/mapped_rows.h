// Records whose rows a mapping turns into events: CSV and JSON lines, as the file ingest reads
// them. Used by the feed codec.
//
// A record is a small file: CSV rows, with a header line unless the mapping names the columns, or
// JSON objects, one a line. A record gives the events of all its rows or none. `$file` is the
// topic, `$line` counts within the record, `revision: file` stands for the record's time. Rows of
// one document (group_by) must come in one record. Equal rows in two records have one id and are a
// repeat, as if the record had come twice.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "encours/v1/event.pb.h"
#include "src/config/feed_settings.h"
#include "src/ingest/feed/feed_record.h"
#include "src/ingest/mapping/expression.h"
#include "src/ingest/mapping/mapping.h"
#include "src/ingest/reject.h"

namespace encours {

// One record is one message of a broker: more events than this are a file.
inline constexpr std::size_t kRecordEventsMax = 10'000;

class MappedRows {
 public:
  // Loads the mapping and its lookup tables. The error is for people: all mistakes, a line each.
  static tl::expected<MappedRows, std::string> open(const std::string& mapping_file,
                                                    FeedFormat format);

  // Adds the events of a record's value; or says what is wrong with its first bad row, and adds
  // none.
  std::optional<Failure> decode(const FeedRecord& record, std::vector<v1::Event>& events) const;

 private:
  MappedRows(Mapping mapping, std::vector<LookupTable> tables)
      : mapping_(std::move(mapping)),
        tables_(std::make_shared<const std::vector<LookupTable>>(std::move(tables))) {}

  Mapping mapping_;
  std::shared_ptr<const std::vector<LookupTable>> tables_;
};

}  // namespace encours
