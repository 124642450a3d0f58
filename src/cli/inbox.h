// A folder into which files of canonical events are dropped. Used by the service, on a thread of
// its own.
//
// A file is taken when its name does not end in .part and does not begin with a dot: write it under
// such a name and rename it, so that it is never taken half written. What was taken moves to done/,
// or to rejected/ with the lines that are no events beside it (NAME.rejects.ndjson); its good lines
// count all the same. Nothing is taken twice: the log remembers each file by its content, and how
// far it was read, in the same batch as its events.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "src/cli/command.h"
#include "src/engine/clock.h"
#include "src/ports.h"

namespace encours::cli {

class Inbox {
 public:
  // What became of a file.
  struct Taken {
    std::string name;
    std::uint64_t events = 0;
    std::uint64_t rejected = 0;
    bool known = false;   // its content had been taken before: nothing was appended
    std::string problem;  // why the file itself stays where it is; empty if it was moved away
  };

  // `log` and `clock` must outlive it.
  Inbox(EventLog& log, const Clock& clock, std::filesystem::path folder)
      : log_(log), clock_(clock), folder_(std::move(folder)) {}

  // Makes the folder, done/ and rejected/ if they are not there.
  tl::expected<void, Failure> make_folders() const;
  // The files that wait, by name.
  tl::expected<std::vector<std::filesystem::path>, Failure> waiting() const;
  // Takes one. Stops between two batches when `stop` becomes true; the file then stays where it is,
  // and the rest of it is taken next time.
  tl::expected<Taken, Failure> take(const std::filesystem::path& file,
                                    const std::atomic<bool>& stop) const;

 private:
  class Reading;

  tl::expected<void, Failure> move_away(const std::filesystem::path& file,
                                        const std::string& content_hash,
                                        const std::vector<std::string>& rejects) const;

  EventLog& log_;
  const Clock& clock_;
  std::filesystem::path folder_;
};

}  // namespace encours::cli
