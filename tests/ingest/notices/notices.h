// What a reader of notices found, kept for tests.
#pragma once

#include <vector>

#include "src/ingest/notices/notice_file.h"

namespace encours {

struct FoundNotices : NoticeSink {
  void notice(PrintedNotice notice, std::uint64_t line) override {
    notices.push_back(std::move(notice));
    lines.push_back(line);
  }
  void reject(Reject reject) override { rejects.push_back(std::move(reject)); }

  std::vector<PrintedNotice> notices;
  std::vector<std::uint64_t> lines;
  std::vector<Reject> rejects;
};

inline FoundNotices read(std::string_view bytes) {
  FoundNotices found;
  if (const auto done = read_notices(bytes, "notices", found); !done) {
    found.rejects.push_back(
        {"notices", 0, "", RowRejectReason::kNotDetected, "", done.error(), ""});
  }
  return found;
}

}  // namespace encours
