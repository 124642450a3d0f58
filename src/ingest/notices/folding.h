// Printed words made comparable: no case, no accents, no punctuation. Versioned, for what is folded
// travels in events and must be compared with what was folded before.
#pragma once

#include <string>
#include <string_view>

namespace encours {

// Raised when fold_words() gives another text for the same input.
inline constexpr int kFoldingVersion = 1;

// Lower-case words of letters and digits with one space between them: "Clôture pour l’Actif" gives
// "cloture pour l actif". Compatibility forms are resolved ("ﬁ", "Ⅳ"), letters of other scripts
// stay. What is no UTF-8 is read as U+FFFD, which is no letter.
std::string fold_words(std::string_view text);

}  // namespace encours
