// The rules that ship, by jurisdiction. Written by CMake from the files beside.
#pragma once

#include <string_view>

namespace encours {

extern const std::string_view kNoticeRulesFr;

}  // namespace encours
