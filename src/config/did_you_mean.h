// The word that somebody probably meant: used by every message about an unknown key, column or
// name.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace encours {

// The known word nearest to `word` by edits (insert, delete, replace, swap of neighbours), letter
// case ignored. Empty when none is near enough to be a likely slip: at most a third of the longer
// word, at least one edit. Of equally near words the first.
std::string nearest_word(std::string_view word, std::span<const std::string> known);

// `; did you mean "x"?`, or nothing when `suggestion` is empty.
std::string did_you_mean(std::string_view suggestion);

}  // namespace encours
