// Canonical events from the standard input, one JSON object a line, as they come. Used by the
// service, on a thread of its own.
//
// Every event is in the log within a fraction of a second of its line end. A line that is no event
// is kept, byte for byte, in a file of rejects.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "src/cli/command.h"
#include "src/cli/live_feed.h"
#include "src/engine/clock.h"
#include "src/ports.h"

namespace encours::cli {

// A longer line is no event; it is kept in pieces of this size.
inline constexpr std::size_t kInputLineBytesMax = std::size_t{4} << 20U;

class InputFeed {
 public:
  // `descriptor` is read, never closed. `log` and `clock` must outlive the feed. `feed`: its name
  // in the log, where no two have the same at once.
  InputFeed(EventLog& log, const Clock& clock, int descriptor, std::filesystem::path rejects,
            std::string feed)
      : log_(log),
        clock_(clock),
        descriptor_(descriptor),
        rejects_(std::move(rejects)),
        feed_(std::move(feed)) {}

  // Reads until the end of the input or until `stop` is true.
  tl::expected<void, Failure> run(const std::atomic<bool>& stop);

  std::uint64_t events() const { return events_; }
  std::uint64_t rejected() const { return rejected_; }

 private:
  using Done = tl::expected<void, Failure>;

  bool wait_and_read();
  Done take_lines(LiveFeed& feed);
  Done take_line(std::string_view line, LiveFeed& feed);
  Done reject(std::string_view line, std::string_view why);

  EventLog& log_;
  const Clock& clock_;
  int descriptor_;
  std::filesystem::path rejects_;
  std::string feed_;
  std::string bytes_;
  bool at_end_ = false;
  std::uint64_t line_number_ = 0;
  std::uint64_t events_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace encours::cli
