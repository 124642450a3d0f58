#include "src/cli/terminal.h"

#include <cstdio>
#include <cstdlib>

#include <sys/ioctl.h>
#include <unistd.h>

namespace encours::cli {
namespace {

constexpr int kColumnsMin = 40;
constexpr int kColumnsUsual = 80;

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view(value);
}

int columns_of(int descriptor) {
  if (::isatty(descriptor) == 0) return 0;
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col >= kColumnsMin) {
    return size.ws_col;
  }
  return kColumnsUsual;
}

bool has_colour(int descriptor) {
  return ::isatty(descriptor) != 0 && environment("NO_COLOR").empty() &&
         environment("TERM") != "dumb" && !environment("TERM").empty();
}

}  // namespace

Terminal Terminal::of_process(std::optional<Language> language) {
  Terminal terminal;
  const Language spoken = language.value_or(views::language_of_environment());
  terminal.screen_ = {columns_of(STDOUT_FILENO), has_colour(STDOUT_FILENO), spoken};
  terminal.message_screen_ = {columns_of(STDERR_FILENO), has_colour(STDERR_FILENO), spoken};
  const int wanted = std::atoi(std::string(environment("COLUMNS")).c_str());
  if (wanted >= kColumnsMin) terminal.screen_.columns = wanted;
  terminal.watched_ = ::isatty(STDERR_FILENO) != 0 && environment("TERM") != "dumb";
  return terminal;
}

bool Terminal::print(std::string_view text) const {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
         std::fflush(stdout) == 0;
}

void Terminal::say(std::string_view line) const {
  std::string text(line);
  text.push_back('\n');
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace encours::cli
