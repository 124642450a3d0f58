// What is known of the place that text for people goes to. Filled by src/cli from the terminal,
// passed to every view.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "src/views/language.h"

namespace encours::views {

// How output for people or programs is written.
enum class Format : std::uint8_t { kTable, kCsv, kJson };

struct Screen {
  int columns = 0;  // 0: as wide as need be (a pipe, a file)
  bool colour = false;
  Language language = Language::kEnglish;
};

// How a piece of text stands out. Colour never carries meaning alone: the words say it too.
enum class Paint : std::uint8_t { kPlain, kBold, kDim, kGood, kWarning, kBad };

// The text with the colour's escape sequences around it, or as it is where there is no colour.
std::string painted(const Screen& screen, Paint paint, std::string_view text);

// Columns that UTF-8 text takes on a screen: one a code point.
int display_width(std::string_view text);

// The first `columns` of a text; one that is cut ends in "…".
std::string shortened(std::string_view text, int columns);

}  // namespace encours::views
