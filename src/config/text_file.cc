#include "src/config/text_file.h"

#include <fstream>

#include <fmt/format.h>

namespace encours {

tl::expected<std::string, ConfigError> read_text_file(const std::string& file,
                                                      std::size_t bytes_max) {
  const auto mistake = [&](std::string problem) {
    return tl::unexpected(ConfigError{file, {}, "", std::move(problem), ""});
  };
  std::ifstream input(file, std::ios::binary);
  if (!input) {
    return mistake("the file cannot be opened");
  }
  std::string text(bytes_max + 1, '\0');
  input.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (input.bad()) {
    return mistake("the file cannot be read");
  }
  text.resize(static_cast<std::size_t>(input.gcount()));
  if (text.size() > bytes_max) {
    return mistake(fmt::format("larger than {} bytes", bytes_max));
  }
  return text;
}

}  // namespace encours
