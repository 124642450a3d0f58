// Shows how printed words, dates and register numbers are read.
#include <gtest/gtest.h>

#include "src/ingest/notices/folding.h"
#include "src/ingest/notices/french_date.h"
#include "src/ingest/notices/registration.h"

namespace encours {
namespace {

TEST(Folding, KeepsWordsAlone) {
  EXPECT_EQ(fold_words("Clôture  pour l’INSUFFISANCE d'actif."),
            "cloture pour l insuffisance d actif");
  EXPECT_EQ(fold_words("Œuvre\u00a0n° 12-3 (ﬁn)"), "œuvre n 12 3 fin");
  EXPECT_EQ(fold_words("Straße ÉCOLE"), "strasse ecole");
  EXPECT_EQ(fold_words("Ελλάς ΑΕ"), "ελλασ αε");
  EXPECT_EQ(fold_words("  - . "), "");
  EXPECT_EQ(fold_words("a\xff\xfe"
                       "b"),
            "a b");
}

TEST(FrenchDate, ReadsWhatClerksPrint) {
  const auto read = [](std::string_view text) { return format_day(read_french_date(text)); };
  EXPECT_EQ(read("6\u00a0mai\u00a02008"), "2008-05-06");
  EXPECT_EQ(read("1er janvier 2020"), "2020-01-01");
  EXPECT_EQ(read("01 Août 2024"), "2024-08-01");
  EXPECT_EQ(read("12 décembre 2007"), "2007-12-12");
  EXPECT_EQ(read("15/01/2008"), "2008-01-15");
  EXPECT_EQ(read("2026-01-16"), "2026-01-16");
}

TEST(FrenchDate, IsNoneWhereNoneIsPrinted) {
  for (const char* text : {"", "mai 2008", "31 février 2008", "6 mai 0009", "6 mai 5025",
                           "32/01/2008", "6 brumaire 2008", "2008", "1 2 3 4"}) {
    EXPECT_EQ(read_french_date(text), kNoDay) << text;
  }
}

std::string number(std::string_view country, std::string_view printed) {
  const auto read = read_registration(country, "", printed);
  return read ? company_id(*read) : read.error();
}

TEST(Registration, ReadsSirenHoweverItIsPrinted) {
  EXPECT_EQ(number("FR", "401 818 612"), "FR:SIREN:401818612");
  EXPECT_EQ(number("FR", "401.818.612"), "FR:SIREN:401818612");
  EXPECT_EQ(number("FR", "732 829 320 00074"), "FR:SIREN:732829320");
  EXPECT_EQ(read_registration("FR", "VAT", "FR 44 732 829 320")->number(), "732829320");
}

TEST(Registration, KnowsLaPoste) {
  EXPECT_EQ(number("FR", "356 000 000"), "FR:SIREN:356000000");
  // An establishment of La Poste, whose digits add up to a multiple of five.
  EXPECT_EQ(number("FR", "35600000000048"), "FR:SIREN:356000000");
  EXPECT_EQ(number("FR", "35600000049837"), "FR:SIREN:356000000");
  EXPECT_EQ(number("FR", "35600000049838"), "\"35600000049838\" fails the check digit of a SIRET");
}

TEST(Registration, RefusesWhatIsNoSiren) {
  EXPECT_EQ(number("FR", "401 818 613"), "\"401 818 613\" fails the check digit of a SIREN");
  EXPECT_EQ(number("FR", "RCS non inscrit."),
            "\"RCS non inscrit.\" is neither a SIREN (9 digits) nor a SIRET (14 digits)");
}

TEST(Registration, PutsLostZerosBack) {
  EXPECT_EQ(number("GB", "2588581"), "GB:COMPANY_NUMBER:02588581");
  EXPECT_EQ(number("GB", "258858"), "GB:COMPANY_NUMBER:00258858");
  EXPECT_EQ(number("GB", "sc12345"), "GB:COMPANY_NUMBER:SC012345");
  EXPECT_EQ(number("GB", "NI000123"), "GB:COMPANY_NUMBER:NI000123");
  EXPECT_EQ(number("GB", "JN1234A"), "\"JN1234A\" is no company number of Companies House");
  EXPECT_EQ(number("GB", "00000000"), "\"00000000\" is no company number of Companies House");
  EXPECT_EQ(number("GB", "123456789"), "\"123456789\" is no company number of Companies House");
}

TEST(Registration, ChecksRomanianNumbers) {
  EXPECT_EQ(number("RO", "RO 1590082"), "RO:CUI:1590082");
  EXPECT_EQ(number("RO", "1590083"), "\"1590083\" fails the check digit of a CUI");
}

TEST(Registration, TakesOthersAsPrinted) {
  EXPECT_EQ(company_id(*read_registration("DE", "HRB", "hrb 12.345")), "DE:HRB:HRB12345");
  EXPECT_FALSE(read_registration("DE", "", "HRB 12345").has_value());
  EXPECT_FALSE(read_registration("DE", "HRB", " . ").has_value());
}

}  // namespace
}  // namespace encours
