// How far a replay has come: what stands as the cursor of the feed "replay" in the log, written in
// the same batch as the records that led there. Text, so that a person who looks into a log can
// read it.
//
//   replay 1
//   input <fingerprint>
//   stage events 20120926 120        of the day under way; events of the input appended so far
//   finished <fingerprint>           an input that has been appended whole; the latest last
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "operators/domain/day.h"

namespace encours::cli {

// Names of finished inputs that a cursor remembers; the oldest are forgotten.
inline constexpr std::size_t kFinishedInputsMax = 64;

struct ReplayCursor {
  // What comes next. Everything before it is appended whole.
  enum class Stage : std::uint8_t {
    kOpen,      // fold what is there, then open the day
    kOpened,    // fold what is there, then append the day's events
    kEvents,    // append the rest of the day's events; nothing may be folded before
    kFinished,  // everything that was asked for is appended and folded; `day` would be the next
  };

  std::string input;  // fingerprint of the input under way
  Stage stage = Stage::kOpen;
  Day day = kNoDay;
  std::uint64_t appended = 0;  // events of the input so far
  std::vector<std::string> finished;

  // Remembers the input under way as appended whole.
  void note_finished();

  std::string text() const;
  // Nothing for text that is no cursor of this version.
  static std::optional<ReplayCursor> parse(std::string_view text);
};

}  // namespace encours::cli
