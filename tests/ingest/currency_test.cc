// Shows that the frozen table of currencies is ISO 4217 and not what ICU thinks of daily use. ICU
// says how amounts are usually printed; where that differs from the standard, the row stands here.
#include "operators/domain/currency.h"

#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <unicode/ucurr.h>
#include <unicode/uenum.h>
#include <unicode/ustring.h>

namespace encours {
namespace {

// Currencies whose small coins are out of use: ICU prints them without decimals, the standard and
// the books of a bank have them.
const std::map<std::string, int> kIcuDiffers{
    {"AFN", 2}, {"ALL", 2}, {"IQD", 3}, {"IRR", 2}, {"KPW", 2}, {"LAK", 2},
    {"LBP", 2}, {"MGA", 2}, {"MMK", 2}, {"MRO", 2}, {"RSD", 2}, {"SLL", 2},
    {"SOS", 2}, {"STD", 2}, {"SYP", 2}, {"YER", 2}, {"ZMK", 2}};

// Younger than the ICU of the oldest system we build on.
const std::set<std::string> kUnknownToIcu{"XCG", "ZWG"};

// In use in 2022 by ICU's word, but nobody can owe them: metals, units of account, tests.
const std::set<std::string> kNotOwed{"XAG", "XAU", "XBA", "XBB", "XBC",
                                     "XBD", "XDR", "XPD", "XPT", "XFU",
                                     "XSU", "XTS", "XUA", "CNH", std::string(3, 'X')};

int icu_digits(const std::string& code) {
  UChar letters[4];
  u_charsToUChars(code.c_str(), letters, 4);
  UErrorCode status = U_ZERO_ERROR;
  const int digits = ucurr_getDefaultFractionDigits(letters, &status);
  EXPECT_TRUE(U_SUCCESS(status)) << code;
  return digits;
}

std::set<std::string> icu_codes() {
  std::set<std::string> codes;
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration* list = ucurr_openISOCurrencies(UCURR_ALL, &status);
  int32_t length = 0;
  while (const char* code = uenum_next(list, &length, &status))
    codes.insert(code);
  uenum_close(list);
  EXPECT_GT(codes.size(), 200U);
  return codes;
}

TEST(Currency, AgreesWithIcuButForTheRowsAbove) {
  const std::set<std::string> known = icu_codes();
  for (const CurrencyRow& row : all_currencies()) {
    const std::string code(row.code);
    if (!known.contains(code)) {
      EXPECT_TRUE(kUnknownToIcu.contains(code)) << code;
      continue;
    }
    const auto difference = kIcuDiffers.find(code);
    if (difference == kIcuDiffers.end()) {
      EXPECT_EQ(row.exponent, icu_digits(code)) << code;
    } else {
      EXPECT_EQ(row.exponent, difference->second) << code;
      EXPECT_NE(icu_digits(code), difference->second) << code << ": the row can go";
    }
  }
}

TEST(Currency, HoldsEveryCurrencyInUseSince2010) {
  constexpr double kMillisPerYear = 365.25 * 86'400'000.0;
  const double from = 41 * kMillisPerYear;  // 2011
  const double to = 52 * kMillisPerYear;    // 2022
  for (const std::string& code : icu_codes()) {
    UChar letters[4];
    u_charsToUChars(code.c_str(), letters, 4);
    UErrorCode status = U_ZERO_ERROR;
    if (!ucurr_isAvailable(letters, from, to, &status) || kNotOwed.contains(code)) continue;
    EXPECT_GE(currency_exponent(code), 0) << code;
  }
}

TEST(Currency, TellsDigitsAndRefusesOtherWords) {
  EXPECT_EQ(currency_exponent("EUR"), 2);
  EXPECT_EQ(currency_exponent("JPY"), 0);
  EXPECT_EQ(currency_exponent("TND"), 3);
  EXPECT_EQ(currency_exponent("CLF"), 4);
  for (const std::string_view word : {"", "eur", "EU", "EURO", "XTS", "XAU", "A", "ZZZ"}) {
    EXPECT_EQ(currency_exponent(word), -1) << word;
  }
}

}  // namespace
}  // namespace encours
