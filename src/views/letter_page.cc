#include "src/views/letter_page.h"

#include <algorithm>

#include <fmt/format.h>

#include "src/config/utf8.h"
#include "src/views/amounts.h"

namespace encours::views {
namespace {

constexpr std::size_t kShownBytesMax = 4'096;
constexpr std::size_t kBytesPerLine = 16;
constexpr int kNameColumns = 10;

bool is_printable(unsigned char byte) {
  return byte >= 0x20 && byte < 0x7f;
}

// Text that people may read as it stands: UTF-8 without control characters but blanks.
bool is_text(std::string_view bytes) {
  return is_utf8(bytes) && std::ranges::all_of(bytes, [](char letter) {
           const auto byte = static_cast<unsigned char>(letter);
           return byte >= 0x20 ? byte != 0x7f : letter == '\n' || letter == '\r' || letter == '\t';
         });
}

std::string line(const Screen& screen, Word name, std::string_view value) {
  if (value.empty()) return "";
  const std::string heading(word(screen.language, name));
  const int missing = std::max(1, kNameColumns - display_width(heading));
  return fmt::format("  {}{}{}\n", painted(screen, Paint::kDim, heading),
                     std::string(static_cast<std::size_t>(missing), ' '), value);
}

// Each line of a text moved to the right.
std::string indented(std::string_view text, std::string_view by) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += fmt::format("{}{}\n", by, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string value_text(const LetterPage& page) {
  std::string text;
  for (const std::string& json : page.decoded)
    text += indented(json, "    ");
  if (!text.empty() || !page.value) return text;
  // A letter of UTF-8 may be cut in two at the end: it is then shown as bytes.
  const std::string_view shown = std::string_view(*page.value).substr(0, kShownBytesMax);
  text = indented(is_text(shown) ? std::string(shown) : hexadecimal(shown), "    ");
  if (shown.size() < page.value->size()) {
    text += fmt::format("    ... {} bytes more\n", page.value->size() - shown.size());
  }
  return text;
}

}  // namespace

std::string escaped(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size();) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    const std::size_t length = utf8_length(bytes.substr(i, 4));
    if (length > 1 || (length == 1 && is_printable(byte) && byte != '\\')) {
      text += bytes.substr(i, length);
      i += length;
      continue;
    }
    switch (bytes[i]) {
      case '\n':
        text += "\\n";
        break;
      case '\t':
        text += "\\t";
        break;
      case '\\':
        text += "\\\\";
        break;
      default:
        text += fmt::format("\\x{:02x}", byte);
    }
    ++i;
  }
  return text;
}

std::string hexadecimal(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += kBytesPerLine) {
    const std::string_view part = bytes.substr(i, kBytesPerLine);
    std::string hex;
    std::string letters;
    for (const char letter : part) {
      const auto byte = static_cast<unsigned char>(letter);
      hex += fmt::format("{:02x} ", byte);
      letters += is_printable(byte) ? letter : '.';
    }
    text += fmt::format("{:06x}  {:<48} {}\n", i, hex, letters);
  }
  return text;
}

std::string letter_page(const LetterPage& page, const Screen& screen) {
  const LetterLine& letter = page.line;
  const auto or_null = [&screen](const std::optional<std::string>& bytes) {
    return bytes ? escaped(*bytes) : std::string(word(screen.language, Word::kNull));
  };
  std::string text = painted(screen, Paint::kBold, place_text(letter.at, letter.offset)) + "\n";
  text += line(screen, Word::kFrom, place_text(letter.from, letter.from_offset));
  text += line(screen, Word::kFeed, letter.feed);
  text += line(screen, Word::kReason, letter.reason);
  text += line(screen, Word::kMessage, escaped(letter.message));
  text += line(screen, Word::kWhen, instant_text(letter.when_ms));
  text += line(screen, Word::kKey, or_null(page.key));
  text += line(screen, Word::kHeaders, std::to_string(page.headers.size()));
  for (const Header& header : page.headers)
    text += fmt::format("    {}: {}\n", escaped(header.name), escaped(header.value));
  const std::string bytes =
      count_for_people(static_cast<std::int64_t>(letter.bytes), screen.language);
  text += line(screen, Word::kBytes, page.value ? bytes : "");
  if (!page.value) return text + line(screen, Word::kValue, or_null(page.value));
  text += fmt::format("  {}\n", painted(screen, Paint::kDim, word(screen.language, Word::kValue)));
  return text + value_text(page);
}

}  // namespace encours::views
