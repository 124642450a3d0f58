// What the two shapes of the BODACC, XML and open data, have in common. For their readers alone.
#pragma once

#include <string>
#include <string_view>

#include "src/ingest/notices/printed_notice.h"

namespace encours::bodacc {

inline constexpr std::string_view kSource = "BODACC";

// A notice's name for good: edition, issue, number. "BODACC A", "20080009", "611" gives
// "A20080009611". Empty when a part is missing.
std::string notice_id(std::string_view publication, std::string_view issue,
                      std::string_view number);

// By the printed type of the notice ("Avis rectificatif", "annulation") and the judgment's family:
// a judgment may itself be taken back.
v1::NoticeCorrection correction_of(std::string_view type, std::string_view family);

// Whether the person has the number already, however it is printed.
bool bears(const PrintedPerson& person, std::string_view printed);

// Adds a register number unless the person bears it already: both spellings of one are printed.
void add_number(PrintedPerson& person, std::string_view printed);

}  // namespace encours::bodacc
