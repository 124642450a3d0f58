// Numbers under which registers know companies, as they are printed, brought to the one form in
// which they are compared. A number that fails its register's check is refused: it would hit
// another company, or nobody.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "encours/v1/accounts.pb.h"

namespace encours {

// `country` is ISO 3166-1 alpha-2; `scheme` is the register's, or empty for the country's usual
// one. The error is a sentence for people.
//
//   FR SIREN           nine digits by Luhn's check; also out of a SIRET (14 digits; La Poste's own
//                      by the sum of its digits) or a VAT number (FR and two signs before it)
//   GB COMPANY_NUMBER  eight signs; zeros lost at the front by spreadsheets are put back. What
//                      other registers call themselves (JN-1234A, "exempt") is none
//   RO CUI             two to ten digits by its check digit, with or without RO before it
//   others             letters and digits as printed, in capitals
tl::expected<v1::RegistrationNumber, std::string> read_registration(std::string_view country,
                                                                    std::string_view scheme,
                                                                    std::string_view printed);

// The key of a number on the company log: "FR:SIREN:489466755".
std::string company_id(const v1::RegistrationNumber& number);

}  // namespace encours
