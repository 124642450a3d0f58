// One dead letter on a page: where it stood, why it was refused, all headers, the value as it was.
// Used by `encours dlq show`.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "src/ports.h"
#include "src/views/letter_list.h"
#include "src/views/screen.h"

namespace encours::views {

struct LetterPage {
  LetterLine line;
  std::optional<std::string> key;  // nothing: null
  std::optional<std::string> value;
  std::vector<Header> headers;       // all of the letter's
  std::vector<std::string> decoded;  // what the value says, JSON each; empty: it cannot be read
};

// Text for people. A value that cannot be read stands as it is where it is text, else in
// hexadecimal with the letters beside it; its first kilobytes.
std::string letter_page(const LetterPage& page, const Screen& screen);

// Bytes as one line of printable text: \n, \t, \\, and \xff for what is neither UTF-8 nor
// printable.
std::string escaped(std::string_view bytes);

// Lines of sixteen bytes: place, hexadecimal, letters.
std::string hexadecimal(std::string_view bytes);

}  // namespace encours::views
