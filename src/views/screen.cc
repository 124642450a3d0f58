#include "src/views/screen.h"

namespace encours::views {
namespace {

bool continues_a_code_point(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

std::string_view escape_of(Paint paint) {
  switch (paint) {
    case Paint::kPlain:
      return "";
    case Paint::kBold:
      return "\x1b[1m";
    case Paint::kDim:
      return "\x1b[2m";
    case Paint::kGood:
      return "\x1b[32m";
    case Paint::kWarning:
      return "\x1b[33m";
    case Paint::kBad:
      return "\x1b[31m";
  }
  return "";
}

}  // namespace

std::string painted(const Screen& screen, Paint paint, std::string_view text) {
  if (!screen.colour || paint == Paint::kPlain || text.empty()) return std::string(text);
  std::string out(escape_of(paint));
  return out.append(text).append("\x1b[0m");
}

int display_width(std::string_view text) {
  int width = 0;
  for (const char byte : text) {
    if (!continues_a_code_point(byte)) ++width;
  }
  return width;
}

std::string shortened(std::string_view text, int columns) {
  if (display_width(text) <= columns) return std::string(text);
  std::string out;
  int width = 0;
  for (const char byte : text) {
    if (!continues_a_code_point(byte) && ++width >= columns) break;
    out.push_back(byte);
  }
  return out.append("…");
}

}  // namespace encours::views
