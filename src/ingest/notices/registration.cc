#include "src/ingest/notices/registration.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

#include <fmt/format.h>

namespace encours {
namespace {

constexpr std::size_t kSirenDigits = 9;
constexpr std::size_t kSiretDigits = 14;
constexpr std::string_view kLaPoste = "356000000";
constexpr std::size_t kCompanyNumberSigns = 8;
constexpr std::size_t kNumberBytesMax = 64;

// Registers within Companies House's numbers; those of England and Wales have digits alone.
constexpr std::array<std::string_view, 22> kCompanyPrefixes{
    "SC", "NI", "OC", "SO", "NC", "FC", "SF", "NF", "LP", "SL", "NL",
    "IP", "SP", "RC", "SR", "NR", "CE", "CS", "GE", "GS", "RS", "SE"};

using Read = tl::expected<v1::RegistrationNumber, std::string>;

bool is_digit(char sign) {
  return sign >= '0' && sign <= '9';
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

// Letters and digits alone, in capitals: all registers print blanks, dots and dashes at will.
std::string compact(std::string_view printed) {
  std::string signs;
  for (const char sign : printed) {
    if (is_digit(sign) || (sign >= 'A' && sign <= 'Z')) signs.push_back(sign);
    if (sign >= 'a' && sign <= 'z') signs.push_back(static_cast<char>(sign - 'a' + 'A'));
  }
  return signs;
}

Read number_of(std::string_view country, std::string_view scheme, std::string_view number) {
  v1::RegistrationNumber registration;
  registration.set_country(std::string(country));
  registration.set_scheme(std::string(scheme));
  registration.set_number(std::string(number));
  return registration;
}

int digit_sum(std::string_view digits) {
  return std::accumulate(digits.begin(), digits.end(), 0,
                         [](int sum, char digit) { return sum + (digit - '0'); });
}

// Luhn's check: from the right every second digit counts twice.
bool passes_luhn(std::string_view digits) {
  int sum = 0;
  bool is_second = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, is_second = !is_second) {
    const int value = (*digit - '0') * (is_second ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

// La Poste has more establishments than Luhn's check has room for.
bool is_siret(std::string_view digits) {
  return passes_luhn(digits) || (digits.starts_with(kLaPoste) && digit_sum(digits) % 5 == 0);
}

Read read_siren(std::string_view printed) {
  std::string signs = compact(printed);
  constexpr std::size_t kVatSigns = kSirenDigits + 4;
  if (signs.size() == kVatSigns && signs.starts_with("FR")) signs.erase(0, 4);
  if (!all_digits(signs) || (signs.size() != kSirenDigits && signs.size() != kSiretDigits)) {
    return tl::unexpected(
        fmt::format("\"{}\" is neither a SIREN (9 digits) nor a SIRET (14 "
                    "digits)",
                    printed));
  }
  if (signs.size() == kSiretDigits && !is_siret(signs)) {
    return tl::unexpected(fmt::format("\"{}\" fails the check digit of a SIRET", printed));
  }
  signs.resize(kSirenDigits);
  if (!passes_luhn(signs)) {
    return tl::unexpected(fmt::format("\"{}\" fails the check digit of a SIREN", printed));
  }
  return number_of("FR", "SIREN", signs);
}

Read read_company_number(std::string_view printed) {
  std::string signs = compact(printed);
  std::string prefix;
  if (signs.size() > 2 && !is_digit(signs[0])) {
    prefix = signs.substr(0, 2);
    signs.erase(0, 2);
  }
  const bool known = prefix.empty() || prefix == "R0" ||
                     std::ranges::find(kCompanyPrefixes, prefix) != kCompanyPrefixes.end();
  if (!known || !all_digits(signs) || prefix.size() + signs.size() > kCompanyNumberSigns ||
      digit_sum(signs) == 0) {
    return tl::unexpected(fmt::format("\"{}\" is no company number of Companies House", printed));
  }
  signs.insert(0, kCompanyNumberSigns - prefix.size() - signs.size(), '0');
  return number_of("GB", "COMPANY_NUMBER", prefix + signs);
}

Read read_cui(std::string_view printed) {
  constexpr std::array<int, 9> kWeights{7, 5, 3, 2, 1, 7, 5, 3, 2};
  std::string signs = compact(printed);
  if (signs.starts_with("RO")) signs.erase(0, 2);
  if (!all_digits(signs) || signs.size() < 2 || signs.size() > kWeights.size() + 1) {
    return tl::unexpected(fmt::format("\"{}\" is no CUI (2 to 10 digits)", printed));
  }
  int sum = 0;
  for (std::size_t place = 1; place < signs.size(); ++place) {
    sum += (signs[signs.size() - 1 - place] - '0') * kWeights.at(kWeights.size() - place);
  }
  if (sum * 10 % 11 % 10 != signs.back() - '0') {
    return tl::unexpected(fmt::format("\"{}\" fails the check digit of a CUI", printed));
  }
  return number_of("RO", "CUI", signs);
}

Read read_as_printed(std::string_view country, std::string_view scheme, std::string_view printed) {
  const std::string signs = compact(printed);
  if (signs.empty() || signs.size() > kNumberBytesMax || scheme.empty() || country.size() != 2) {
    return tl::unexpected(
        fmt::format("\"{}\" is no register number of {} {}", printed, country, scheme));
  }
  return number_of(country, scheme, signs);
}

}  // namespace

tl::expected<v1::RegistrationNumber, std::string> read_registration(std::string_view country,
                                                                    std::string_view scheme,
                                                                    std::string_view printed) {
  const auto is = [&](std::string_view name) { return scheme.empty() || scheme == name; };
  if (country == "FR" && (is("SIREN") || scheme == "SIRET" || scheme == "VAT")) {
    return read_siren(printed);
  }
  if (country == "GB" && is("COMPANY_NUMBER")) return read_company_number(printed);
  if (country == "RO" && is("CUI")) return read_cui(printed);
  return read_as_printed(country, scheme, printed);
}

std::string company_id(const v1::RegistrationNumber& number) {
  return fmt::format("{}:{}:{}", number.country(), number.scheme(), number.number());
}

}  // namespace encours
