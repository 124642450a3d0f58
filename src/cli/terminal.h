// The streams of the process: whether a person watches, how wide their screen is, whether it has
// colour. Made once by main.cc and given to every command.
//
// Standard output is for data, standard error for messages and progress.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "src/views/screen.h"

namespace encours::cli {

using views::Language;
using views::Paint;
using views::Screen;

class Terminal {
 public:
  // Looks at the streams and the environment (NO_COLOR, TERM, COLUMNS); `language` if it was given
  // on the line.
  static Terminal of_process(std::optional<Language> language);

  // Of standard output.
  const Screen& screen() const { return screen_; }
  // Of standard error, and whether somebody is there to watch a progress bar.
  const Screen& message_screen() const { return message_screen_; }
  bool watched() const { return watched_; }

  // Data. False when the stream does not take it (a full disk).
  bool print(std::string_view text) const;
  // A message, with its line end.
  void say(std::string_view line) const;

 private:
  Screen screen_;
  Screen message_screen_;
  bool watched_ = false;
};

}  // namespace encours::cli
