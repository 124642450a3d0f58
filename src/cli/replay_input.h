// The events of a replay, read from files of canonical events and put in order: by the instant they
// were logged, then by the order of the files and their lines. Used by replay.
//
// Memory: 16 bytes an event, up to 32 while the list grows; the events themselves lie in a spool on
// disk.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "operators/domain/day.h"
#include "src/cli/command.h"
#include "src/cli/spool.h"

namespace encours::cli {

// Index entries of so many events take 3.2 GB; a larger history is replayed in pieces.
inline constexpr std::size_t kReplayEventsMax = 200'000'000;

class ReplayInput {
 public:
  // Reads everything. A line that is no event, or one that no feed may send, refuses the whole, so
  // that nothing is left out in silence; the first of them are named. The spool is made in
  // `folder`.
  static tl::expected<ReplayInput, Failure> read(const std::vector<std::string>& files,
                                                 const std::string& folder,
                                                 const Terminal& terminal);

  struct Item {
    std::string_view key;  // empty on broadcast kinds
    std::string_view value;
  };

  std::size_t size() const { return entries_.size(); }
  // By order. The views live as long as the input.
  Item item(std::size_t place) const;
  // How many events are of this UTC day or an earlier one.
  std::size_t count_through(Day day) const;
  // kNoDay when there are no events.
  Day first_day() const;
  Day last_day() const;

  // A hash of the events in their order: the same history has the same one, however it is spread
  // over files.
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  struct Entry {
    std::int64_t logged_at_us;
    std::uint64_t place;  // rises with file and line
  };
  class Reading;

  explicit ReplayInput(Spool spool) : spool_(std::move(spool)) {}
  void sort_and_hash();

  Spool spool_;
  std::vector<Entry> entries_;
  std::string fingerprint_;
};

}  // namespace encours::cli
