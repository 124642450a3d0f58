#include "src/config/expansion.h"

#include <fmt/format.h>

#include "src/config/text_file.h"

namespace encours {
namespace {

constexpr std::size_t kSecretBytesMax = 64U << 10U;

bool put_in(const std::string& reference, const YamlValue& value, const Environment& environment,
            Expanded& out) {
  constexpr std::string_view kFile = "file:";
  if (reference.starts_with(kFile)) {
    const auto content = read_text_file(reference.substr(kFile.size()), kSecretBytesMax);
    if (!content) {
      value.error(fmt::format("{}: {}", content.error().file, content.error().problem));
      return false;
    }
    out.text += content->substr(0, content->find_last_not_of("\r\n") + 1);
    out.is_secret = true;
    return true;
  }
  const auto found = environment.find(reference);
  if (found == environment.end()) {
    value.error(fmt::format("the environment variable {} is not set", reference));
    return false;
  }
  out.text += found->second;
  return true;
}

}  // namespace

std::optional<Expanded> expand(const YamlValue& value, const Environment& environment) {
  const std::optional<std::string> text = value.text();
  if (!text) {
    return std::nullopt;
  }
  Expanded out;
  for (std::size_t i = 0; i < text->size(); ++i) {
    if ((*text)[i] != '$') {
      out.text += (*text)[i];
    } else if (text->compare(i, 2, "$$") == 0) {
      out.text += '$';
      ++i;
    } else {
      const std::size_t end = text->find('}', i);
      if (text->compare(i, 2, "${") != 0 || end == std::string::npos) {
        value.error("write ${NAME}, ${file:PATH}, or $$ for a dollar sign");
        return std::nullopt;
      }
      if (!put_in(text->substr(i + 2, end - i - 2), value, environment, out)) {
        return std::nullopt;
      }
      i = end;
    }
  }
  return out;
}

}  // namespace encours
