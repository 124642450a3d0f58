// Whether text from outside is UTF-8, by the standard: no overlong forms, no surrogates, nothing
// beyond U+10FFFF. Used by all that reads files.
#pragma once

#include <cstddef>
#include <string_view>

namespace encours {

// Bytes of the well-formed sequence that a text begins with, 0 if there is none. `text` is not
// empty.
std::size_t utf8_length(std::string_view text);

// Whether every byte belongs to well-formed UTF-8 (no surrogates, no overlong forms).
bool is_utf8(std::string_view text);

}  // namespace encours
