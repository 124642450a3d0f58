#include "src/cli/progress.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

namespace encours::cli {
namespace {

constexpr std::chrono::milliseconds kBetweenDraws{100};
constexpr std::uint64_t kBarCells = 24;

}  // namespace

Progress::Progress(const Terminal& terminal, std::string what, std::uint64_t total)
    : terminal_(terminal), what_(std::move(what)), total_(total) {}

Progress::~Progress() {
  clear();
}

void Progress::show(std::uint64_t done, std::string_view note) {
  if (!terminal_.watched()) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_draw_) return;
  next_draw_ = now + kBetweenDraws;
  draw(done, note);
}

void Progress::draw(std::uint64_t done, std::string_view note) {
  std::string line = what_;
  if (total_ > 0) {
    const std::uint64_t part = std::min(done, total_);
    const std::uint64_t filled = part * kBarCells / total_;
    line += "  ";
    for (std::uint64_t cell = 0; cell < kBarCells; ++cell)
      line += cell < filled ? "█" : "░";
    line += fmt::format(" {:3} %", part * 100 / total_);
  }
  if (!note.empty()) line += fmt::format("  {}", note);
  const int columns = terminal_.message_screen().columns;
  if (columns > 1) line = views::shortened(line, columns - 1);
  const std::string text = "\r\x1b[K" + line;
  std::fwrite(text.data(), 1, text.size(), stderr);
  drawn_ = true;
}

void Progress::clear() {
  if (!drawn_) return;
  std::fputs("\r\x1b[K", stderr);
  drawn_ = false;
}

}  // namespace encours::cli
