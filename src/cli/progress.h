// A progress bar on standard error, drawn in place, only when somebody watches. Used by the
// commands that take time.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "src/cli/terminal.h"

namespace encours::cli {

class Progress {
 public:
  // `total` in the same unit as show(); 0 when it is not known.
  Progress(const Terminal& terminal, std::string what, std::uint64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // How far it is; `note` stands behind the bar. Cheap: drawn at most ten times a second.
  void show(std::uint64_t done, std::string_view note = {});
  // Takes the bar away.
  void clear();

 private:
  void draw(std::uint64_t done, std::string_view note);

  const Terminal& terminal_;
  std::string what_;
  std::uint64_t total_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point next_draw_;
};

}  // namespace encours::cli
