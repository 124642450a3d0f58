// Where the readers of notices put what they find, in the order of the file: a notice or a reject
// for each that stands there, so that in = out + rejected.
#pragma once

#include "src/ingest/notices/printed_notice.h"
#include "src/ingest/reject.h"

namespace encours {

class NoticeSink {
 public:
  virtual ~NoticeSink() = default;
  // `line` is where it begins: the physical line, or the record's number in a file of one line.
  virtual void notice(PrintedNotice notice, std::uint64_t line) = 0;
  virtual void reject(Reject reject) = 0;
};

}  // namespace encours
