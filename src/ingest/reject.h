// What ingest could not read, and why: one Reject for every row that gave no event. Written as
// NDJSON by --rejects.
//
//   {"file":"a.csv","line":12,"column":"InvoiceDate","reason":"BAD_DATE","detail":"\"31/02/2012\"
//   ...","raw":"..."}
//
// Reasons are a closed list, for programs; the detail is for people and may change. The raw row is
// kept byte for byte
// ("raw_base64" instead of "raw" where it is no UTF-8), so that it can be mended and sent again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "src/config/utf8.h"

namespace encours {

// Only grows: scripts compare the names.
enum class RowRejectReason {
  kMissingColumn,  // the row lacks a column or key that the mapping needs
  kMissingValue,   // the column is blank, and the mapping calls it neither optional nor gives a
                   // default
  kBadDate,        // no date of the shapes that the mapping names, or none of the calendar
  kBadAmount,      // no amount of money, or finer than its currency
  kBadNumber,      // no number, or too large for its field
  kBadValue,       // no word that is allowed there, or not in the table
  kBadRow,  // the row itself cannot be read: quotes, number of columns, JSON, text that is no UTF-8
  kCondition,  // a condition of reject_when holds (name says which), or no event's condition does
  kUnsupportedKind,  // a kind of event that feeds may not send
  kDocument,     // another row of its document was rejected, and the mapping says reject: document
  kBadFile,      // the file ends too soon or is damaged; the line is where it stopped
  kOversize,     // larger than a record, or an event, may be
  kUndecodable,  // no canonical event of the format that it should have
  kNotDetected,  // bytes of no format that can be told by them
  kBadFraming,   // the schema id before a message is cut short or impossible
  kUnknownSchema,  // it names another message than an event
  kBadEnvelope,    // attributes or headers around an event are missing or wrong
  kNullValue,      // a record without a value where a fact was expected
};
inline constexpr std::size_t kRejectReasonCount = 18;

// "BAD_DATE"
std::string_view reject_reason_name(RowRejectReason reason);

// Why something could not be had.
struct Failure {
  RowRejectReason reason = RowRejectReason::kBadValue;
  std::string column;
  std::string detail;
};

struct Reject {
  std::string file;
  std::uint64_t line = 0;  // physical line where the row began, from 1
  std::string column;      // as the file names it, empty where no single column is to blame
  RowRejectReason reason = RowRejectReason::kBadRow;
  std::string name;    // of the condition, for kCondition
  std::string detail;  // a sentence for people
  std::string raw;     // the row as it stands in the file, without its line end
};

// One line of JSON, without the line end.
std::string reject_to_json(const Reject& reject);

// Appends text as a JSON string with quotes; it must be UTF-8.
void append_json_string(std::string& out, std::string_view text);

std::string base64(std::string_view bytes);

// Printable start of a value, in quotes, for messages: "31/02/2012".
std::string in_quotes(std::string_view text);

}  // namespace encours
