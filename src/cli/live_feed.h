// Live events on their way into the log: stamped with the clock of ingest, checked, appended in
// batches with the feed's cursor. Used by the inbox and by the standard input of the service.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "encours/v1/event.pb.h"
#include "src/cli/command.h"
#include "src/engine/clock.h"
#include "src/ingest/feed/router.h"
#include "src/ports.h"

namespace encours::cli {

// One append: small enough that no reader waits for it, large enough that a file of a million
// events does not take a million syncs.
inline constexpr std::size_t kLiveBatchEventsMax = 500;

class LiveFeed {
 public:
  // `log` and `clock` must outlive the feed. One thread.
  static tl::expected<LiveFeed, Failure> open(EventLog& log, const Clock& clock,
                                              const std::string& feed);

  // As it was when the feed was opened, then as last appended; empty at first.
  const std::string& cursor() const { return cursor_; }

  // Takes an event for the next append, stamped. Nothing, or why it may not be sent.
  std::optional<encours::Failure> take(v1::Event& event);
  bool full() const { return events_ >= kLiveBatchEventsMax; }
  bool empty() const { return events_ == 0; }
  // Writes what was taken, and the cursor with it.
  tl::expected<void, Failure> append(std::string cursor);

 private:
  LiveFeed(const Clock& clock, std::unique_ptr<FeedSession> session, std::int32_t partitions)
      : clock_(&clock), session_(std::move(session)), router_(partitions) {}

  const Clock* clock_;
  std::unique_ptr<FeedSession> session_;
  Router router_;
  std::string cursor_;
  std::vector<Append> records_;
  std::size_t events_ = 0;
};

}  // namespace encours::cli
